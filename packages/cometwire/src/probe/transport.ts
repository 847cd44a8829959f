import {
  type AdmitPeer,
  limits,
  type NodeInfo,
  type NodeKey,
  TcpTransport,
  type Transport,
} from "@cometwire/p2p";
import type { Io } from "../io.js";

/** What a transport of this program is made from. */
export interface TransportParts {
  readonly nodeKey: NodeKey;
  readonly nodeInfo: NodeInfo;
  readonly io: Pick<Io, "clock" | "resolve">;
  /** Time that is left for everything; without it the library's times apply. */
  readonly remainingMs?: number;
  /** Asked about whoever has proven an id. Default: everybody is talked to. */
  readonly admitPeer?: AdmitPeer;
}

/** Less than all of the remaining time, so that the library's own, more telling error comes before the deadline. */
const SHARE = 0.9;
/** A host may have several addresses, some of which do not answer. */
const DIAL_SHARE = 1 / 3;

/** A TCP transport that lives in the process's surroundings. */
export function createTransport({
  nodeKey,
  nodeInfo,
  io,
  remainingMs,
  admitPeer,
}: TransportParts): Transport {
  return new TcpTransport({
    nodeKey,
    nodeInfo: () => nodeInfo,
    clock: io.clock,
    resolver: io.resolve,
    allowDuplicateIp: true,
    admitPeer,
    ...(remainingMs === undefined ? {} : timeouts(remainingMs)),
  });
}

/** How the library's times follow from what is left of `--timeout`. */
export function timeouts(remainingMs: number): {
  readonly dnsTimeoutMs: number;
  readonly dialTimeoutMs: number;
  readonly handshakeTimeoutMs: number;
} {
  const most = Math.max(1, Math.round(remainingMs * SHARE));
  return {
    dnsTimeoutMs: most,
    dialTimeoutMs: Math.min(most, Math.max(limits.dialTimeoutMs, Math.round(remainingMs * DIAL_SHARE))),
    handshakeTimeoutMs: most,
  };
}
