import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { type Clock, limits, P2PError, printable, withDeadline } from "../base/index.js";
import { normalizeIp } from "./endpoint.js";

/**
 * Finds the IP addresses of a host name, best first. It may go on after `signal` has fired; its answer is dropped then.
 * Rejections become `DNS_FAILED`.
 */
export type Resolver = (host: string, signal: AbortSignal) => Promise<readonly string[]>;

/** The operating system's resolver (so that /etc/hosts counts), addresses in the order it gives them. */
export const systemResolver: Resolver = async (host) => {
  const addresses = await lookup(host, { all: true, verbatim: true });
  return addresses.map((each) => each.address);
};

/** What {@link resolveHost} needs. */
export interface ResolveOptions {
  readonly resolver: Resolver;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** The address that `host` writes when it is an IP literal: then there is nothing to look up. */
export function ipLiteral(host: string): string | undefined {
  return isIP(host) === 0 ? undefined : normalizeIp(host);
}

/**
 * Looks `host` up. For names that our own side configured or was told to dial; never for one that a peer gave us in a
 * handshake.
 *
 * @returns at least one IP address, each once, at most `limits.dialAddresses`.
 * @throws P2PError `DNS_FAILED`, `DNS_TIMEOUT`, `ABORTED`.
 */
export async function resolveHost(host: string, options: ResolveOptions): Promise<string[]> {
  const answer = await withDeadline({ ...options, timeoutCode: "DNS_TIMEOUT" }, async (signal) => {
    try {
      return await options.resolver(host, signal());
    } catch (error) {
      throw new P2PError("DNS_FAILED", { detail: `${printable(host)} (${reason(error)})`, cause: error });
    }
  });
  const addresses = [...new Set(answer.map(ipLiteral))].filter((ip) => ip !== undefined);
  if (addresses.length === 0)
    throw new P2PError("DNS_FAILED", { detail: `${printable(host)} has no address` });
  return addresses.slice(0, limits.dialAddresses);
}

function reason(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return printable(typeof code === "string" ? code : String(message));
}
