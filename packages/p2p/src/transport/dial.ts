import { isIP } from "node:net";
import { type Clock, type Endpoint, P2PError, withDeadline } from "../base/index.js";
import { combineDialFailures, type DialFailure } from "./dial-errors.js";
import { ipLiteral, type Resolver, resolveHost } from "./resolver.js";
import type { Connect, ConnectedStream } from "./socket-layer.js";
import type { DialTrace } from "./transport.js";

/** What {@link dialTcp} needs. */
export interface DialTcpOptions {
  readonly clock: Clock;
  readonly resolver: Resolver;
  readonly connect: Connect;
  readonly dnsTimeoutMs: number;
  /** For each address. */
  readonly dialTimeoutMs: number;
  readonly signal: AbortSignal;
  /** The IP address to dial from. Default: the operating system chooses. */
  readonly localAddress?: string | undefined;
  readonly onTrace?: ((event: DialTrace) => void) | undefined;
}

/**
 * A TCP connection to a host: its name is resolved now, then its addresses are tried one after the other.
 *
 * @returns the connection, and how long it took once its address was tried.
 * @throws P2PError `DNS_FAILED`, `DNS_TIMEOUT`, `DIAL_*`, `ABORTED`.
 */
export async function dialTcp(
  target: { readonly host: string; readonly port: number },
  options: DialTcpOptions,
): Promise<{ stream: ConnectedStream; ms: number }> {
  const { clock, signal } = options;
  const failures: DialFailure[] = [];
  for (const ip of await addressesOf(target.host, options)) {
    const endpoint: Endpoint = { ip, port: target.port };
    const startedAt = clock.now();
    try {
      const deadline = {
        clock,
        signal,
        timeoutMs: options.dialTimeoutMs,
        timeoutCode: "DIAL_TIMEOUT",
      } as const;
      const stream = await withDeadline(
        deadline,
        (dialSignal) => connectFrom(options, endpoint, dialSignal()),
        (late) => late.destroy(),
      );
      return { stream, ms: clock.now() - startedAt };
    } catch (error) {
      if (signal.aborted || !(error instanceof P2PError)) throw error;
      failures.push({ endpoint, error });
    }
  }
  throw combineDialFailures(failures);
}

function connectFrom(
  { connect, localAddress }: DialTcpOptions,
  endpoint: Endpoint,
  signal: AbortSignal,
): Promise<ConnectedStream> {
  if (localAddress === undefined) return connect(endpoint, signal);
  if (isIP(localAddress) !== isIP(endpoint.ip)) {
    throw new P2PError("DIAL_UNREACHABLE", { detail: `not from ${localAddress}` });
  }
  return connect(endpoint, signal, localAddress);
}

async function addressesOf(host: string, options: DialTcpOptions): Promise<readonly string[]> {
  const literal = ipLiteral(host);
  if (literal !== undefined) return [literal];
  const { clock, resolver, signal } = options;
  const startedAt = clock.now();
  const resolved = await resolveHost(host, { clock, resolver, signal, timeoutMs: options.dnsTimeoutMs });
  options.onTrace?.({ phase: "dns", resolved, ms: clock.now() - startedAt });
  return resolved;
}
