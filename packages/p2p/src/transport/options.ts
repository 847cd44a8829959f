import { type Clock, type Endpoint, limits, P2PError, systemClock } from "../base/index.js";
import { createHandshakeCrypto, type FrameCipher, type HandshakeCrypto } from "../crypto/index.js";
import type { NodeKey } from "../crypto/index.js";
import { defaultFrameCipher } from "../crypto/index.js";
import { isNodeId, type NodeInfo, normalizeNodeId } from "../wire/index.js";
import type { ConnectionFilter } from "./filters.js";
import { normalizeIp } from "./endpoint.js";
import { ipLiteral, type Resolver, systemResolver } from "./resolver.js";
import type { SocketLayer } from "./socket-layer.js";
import { tcpSockets } from "./tcp-sockets.js";

/** A peer whose id is proven, before it knows who we are. */
export interface PeerCandidate {
  /** The peer's authenticated id: 40 lower-case hex digits. It may be our own. */
  readonly id: string;
  /** The peer's end of the connection. */
  readonly remote: Endpoint;
  /** Whether we dialled. */
  readonly outbound: boolean;
}

/**
 * Decides whether a peer may come in, now that its id is proven: undefined lets it, an error refuses it and is what the
 * dial or `onRejected` reports. It is asked before our NodeInfo goes out, so that a peer that is refused knows it.
 *
 * A promise holds the handshake, whose deadline goes on (`ADMISSION_TIMEOUT`); `signal` fires when the answer is no
 * longer wanted. That the peer has gone meanwhile is noticed afterwards.
 */
export type AdmitPeer = (
  candidate: PeerCandidate,
  signal: AbortSignal,
) => P2PError | undefined | Promise<P2PError | undefined>;

/** Options of a `TcpTransport`. Everything but the first two has a default. */
export interface TransportOptions {
  /** Our identity. */
  readonly nodeKey: NodeKey;
  /**
   * Our NodeInfo, asked for afresh at every handshake and sent as it is. Peers refuse one that {@link validateNodeInfo}
   * finds fault with, or whose id is not the node key's.
   */
  readonly nodeInfo: () => NodeInfo;
  /** Default: real time. */
  readonly clock?: Clock | undefined;
  /** Default: `node:crypto`, with a budget for slow signature checks of this transport's own. */
  readonly crypto?: HandshakeCrypto | undefined;
  /** Default: {@link defaultFrameCipher}. */
  readonly cipher?: FrameCipher | undefined;
  /** Where streams come from. Default: the operating system's TCP. */
  readonly sockets?: SocketLayer | undefined;
  /** Default: the operating system's. */
  readonly resolver?: Resolver | undefined;
  /** The IP address that dials go out from, unless a dial names its own. Default: the operating system chooses. */
  readonly localAddress?: string | undefined;
  /** Time for a DNS look-up. Default 5,000. */
  readonly dnsTimeoutMs?: number | undefined;
  /** Time for a TCP connection, each address. Default 3,000 (Go: 1,000, see {@link goTiming}). */
  readonly dialTimeoutMs?: number | undefined;
  /** Time for each half of the handshake, secret connection and NodeInfo. Default 20,000 (Go: 3,000). */
  readonly handshakeTimeoutMs?: number | undefined;
  /** Time for all connection filters of a connection together. Default 5,000. */
  readonly filterTimeoutMs?: number | undefined;
  /** Asked about every TCP connection, in both directions, before a byte is sent. All must agree. */
  readonly connectionFilters?: readonly ConnectionFilter[] | undefined;
  /**
   * Asked about every peer whose id is proven, in both directions; inbound after a place among the inbound peers was
   * taken, which a refusal gives back. Default: everybody may come in.
   */
  readonly admitPeer?: AdmitPeer | undefined;
  /** Whether several connections may have one IP address. Configured peers always may. Default false, as in Go. */
  readonly allowDuplicateIp?: boolean | undefined;
  /** Inbound handshakes at once. Default 256. */
  readonly maxPendingHandshakes?: number | undefined;
  /** Inbound handshakes at once from one IPv4 address or IPv6 /64. Default 16. */
  readonly maxPendingHandshakesPerAddress?: number | undefined;
  /** Inbound connections that are established, unconditional peers not counted. 0 lets nobody else in. Default: no limit. */
  readonly maxInboundPeers?: number | undefined;
  /**
   * Ids that get in whatever the limit of inbound peers and the duplicate rule say, and that don't count towards the
   * limit: 40 hex digits each. Default none.
   *
   * A set stays its owner's, who may change it at any time: it is asked at every connection. Its ids are lower-case.
   * Anything else is copied, upper case lowered.
   *
   * While this or `persistentPeerIds` has an id, connections beyond the limit are refused only after they have proven
   * theirs.
   */
  readonly unconditionalPeerIds?: ReadonlySet<string> | Iterable<string> | undefined;
  /**
   * Ids whose places are reserved: they get in although the limit is reached and although their IP address has a
   * connection, and count towards the limit. A set stays live, as in `unconditionalPeerIds`. Default none.
   */
  readonly persistentPeerIds?: ReadonlySet<string> | Iterable<string> | undefined;
}

/**
 * Go's real times, for a node that should behave exactly as one written in Go: both are constants there, and the
 * settings `dial_timeout` and `handshake_timeout` are read by nothing (`p2p/transport.go:20-22@v0.38.25`).
 */
export const goTiming = { dialTimeoutMs: 1_000, handshakeTimeoutMs: 3_000 } as const;

/** {@link TransportOptions}, checked and complete. */
export interface TransportSettings {
  readonly nodeKey: NodeKey;
  readonly nodeInfo: () => NodeInfo;
  readonly clock: Clock;
  readonly crypto: HandshakeCrypto;
  readonly cipher: FrameCipher;
  readonly sockets: SocketLayer;
  readonly resolver: Resolver;
  readonly localAddress: string | undefined;
  readonly dnsTimeoutMs: number;
  readonly dialTimeoutMs: number;
  readonly handshakeTimeoutMs: number;
  readonly filterTimeoutMs: number;
  readonly connectionFilters: readonly ConnectionFilter[];
  readonly admitPeer: AdmitPeer | undefined;
  readonly allowDuplicateIp: boolean;
  readonly maxPendingHandshakes: number;
  readonly maxPendingHandshakesPerAddress: number;
  readonly maxInboundPeers: number;
  readonly unconditionalPeerIds: ReadonlySet<string>;
  readonly persistentPeerIds: ReadonlySet<string>;
}

/**
 * Fills in defaults.
 *
 * @throws P2PError `OPTION_INVALID`.
 */
export function completeSettings(options: TransportOptions): TransportSettings {
  checkIdentity(options);
  const clock = options.clock ?? systemClock;
  const perAddress = options.maxPendingHandshakesPerAddress ?? limits.pendingHandshakesPerAddress;
  return {
    nodeKey: options.nodeKey,
    nodeInfo: options.nodeInfo,
    clock,
    crypto: options.crypto ?? createHandshakeCrypto({ clock }),
    cipher: options.cipher ?? defaultFrameCipher(),
    sockets: options.sockets ?? tcpSockets(clock),
    resolver: options.resolver ?? systemResolver,
    localAddress: checkedLocalAddress(options.localAddress),
    dnsTimeoutMs: atLeast(1, "dnsTimeoutMs", options.dnsTimeoutMs ?? limits.dnsTimeoutMs),
    dialTimeoutMs: atLeast(1, "dialTimeoutMs", options.dialTimeoutMs ?? limits.dialTimeoutMs),
    handshakeTimeoutMs: atLeast(
      1,
      "handshakeTimeoutMs",
      options.handshakeTimeoutMs ?? limits.handshakeTimeoutMs,
    ),
    filterTimeoutMs: atLeast(1, "filterTimeoutMs", options.filterTimeoutMs ?? limits.filterTimeoutMs),
    connectionFilters: options.connectionFilters ?? [],
    admitPeer: options.admitPeer,
    allowDuplicateIp: options.allowDuplicateIp ?? false,
    maxPendingHandshakes: atLeast(
      1,
      "maxPendingHandshakes",
      options.maxPendingHandshakes ?? limits.pendingHandshakes,
    ),
    maxPendingHandshakesPerAddress: atLeast(1, "maxPendingHandshakesPerAddress", perAddress),
    maxInboundPeers: atLeast(0, "maxInboundPeers", options.maxInboundPeers ?? Number.POSITIVE_INFINITY),
    unconditionalPeerIds: idSet("unconditionalPeerIds", options.unconditionalPeerIds),
    persistentPeerIds: idSet("persistentPeerIds", options.persistentPeerIds),
  };
}

/** Programs without types get this far with anything. */
function checkIdentity(options: Partial<TransportOptions> | undefined): void {
  if (typeof options?.nodeKey?.sign !== "function") {
    throw new P2PError("OPTION_INVALID", { detail: "nodeKey must be a NodeKey" });
  }
  if (typeof options.nodeInfo !== "function") {
    throw new P2PError("OPTION_INVALID", { detail: "nodeInfo must be a function that returns our NodeInfo" });
  }
}

function atLeast(least: number, name: string, value: number): number {
  if (value >= least) return value;
  throw new P2PError("OPTION_INVALID", { detail: `${name} must be at least ${least}` });
}

/**
 * The address in the form that endpoints have.
 *
 * @throws P2PError `OPTION_INVALID`.
 */
export function checkedLocalAddress(address: string | undefined): string | undefined {
  if (address === undefined || ipLiteral(address) !== undefined) return address && normalizeIp(address);
  throw new P2PError("OPTION_INVALID", { detail: "localAddress must be an IP address" });
}

/** A set itself, for its owner goes on changing it; a copy of anything else. */
function idSet(name: string, ids: ReadonlySet<string> | Iterable<string> = []): ReadonlySet<string> {
  const isLive = isSet(ids);
  const checked = Array.from(ids, (id) => {
    if (isNodeId(id) && (!isLive || id === normalizeNodeId(id))) return normalizeNodeId(id);
    const what = isLive ? "lower-case hex digits" : "hex digits";
    throw new P2PError("OPTION_INVALID", { detail: `${name} must be ids of 40 ${what}` });
  });
  return isLive ? ids : new Set(checked);
}

/** Whether it answers as a set does, whatever its class. */
function isSet(ids: ReadonlySet<string> | Iterable<string>): ids is ReadonlySet<string> {
  return ids instanceof Set || ("has" in ids && typeof ids.has === "function" && "size" in ids);
}
