import { P2PError } from "../base/index.js";
import { splitHostPort } from "../wire/index.js";
import { ipLiteral, type ResolveOptions, resolveHost } from "./resolver.js";

/** Where to listen. */
export interface ListenAddress {
  /** IP literal or host name; undefined for every address of this machine, IPv4 and IPv6. */
  readonly host: string | undefined;
  /** 0 lets the system choose. */
  readonly port: number;
}

/**
 * Reads a listen address: `tcp://host:port`, `host:port` or `:port`, IPv6 in brackets.
 *
 * @throws P2PError `ADDRESS_MALFORMED`.
 *
 * @example
 * ```ts
 * parseListenAddress("tcp://0.0.0.0:26656"); // { host: "0.0.0.0", port: 26656 }
 * ```
 */
export function parseListenAddress(text: string): ListenAddress {
  const { host, port } = splitHostPort(text.replace(/^tcp:\/\//, ""));
  return { host: host === "" ? undefined : host, port };
}

/**
 * `address` with its host name, if it has one, replaced by the first IP address the name has.
 *
 * @throws P2PError `LISTEN_FAILED`, `ABORTED`.
 */
export async function resolveListenAddress(
  address: ListenAddress,
  options: ResolveOptions,
): Promise<ListenAddress> {
  const { host, port } = address;
  if (host === undefined) return address;
  const literal = ipLiteral(host);
  if (literal !== undefined) return { host: literal, port };
  try {
    return { host: (await resolveHost(host, options))[0], port };
  } catch (error) {
    if (options.signal?.aborted === true || !(error instanceof P2PError)) throw error;
    throw new P2PError("LISTEN_FAILED", { detail: error.message, cause: error });
  }
}
