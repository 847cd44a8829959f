import { type Clock, limits, P2PError, systemClock } from "../base/index.js";
import { createHandshakeCrypto, type FrameCipher, type HandshakeCrypto } from "../crypto/index.js";
import type { NodeKey } from "../crypto/index.js";
import { nodeFrameCipher } from "../crypto/index.js";
import { isNodeId, type NodeInfo, normalizeNodeId } from "../wire/index.js";
import type { ConnectionFilter } from "./filters.js";
import { type Resolver, systemResolver } from "./resolver.js";

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
  /** Default: `nodeFrameCipher`. */
  readonly cipher?: FrameCipher | undefined;
  /** Default: the operating system's. */
  readonly resolver?: Resolver | undefined;
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
  /** Whether several connections may have one IP address. Unconditional peers always may. Default false, as in Go. */
  readonly allowDuplicateIp?: boolean | undefined;
  /** Inbound handshakes at once. Default 256. */
  readonly maxPendingHandshakes?: number | undefined;
  /** Inbound handshakes at once from one IPv4 address or IPv6 /64. Default 16. */
  readonly maxPendingHandshakesPerAddress?: number | undefined;
  /** Inbound connections that are established, unconditional peers not counted. 0 lets nobody else in. Default: no limit. */
  readonly maxInboundPeers?: number | undefined;
  /** Ids that get in whatever the limit and the duplicate rule say: 40 hex digits each. Default none. */
  readonly unconditionalPeerIds?: Iterable<string> | undefined;
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
  readonly resolver: Resolver;
  readonly dnsTimeoutMs: number;
  readonly dialTimeoutMs: number;
  readonly handshakeTimeoutMs: number;
  readonly filterTimeoutMs: number;
  readonly connectionFilters: readonly ConnectionFilter[];
  readonly allowDuplicateIp: boolean;
  readonly maxPendingHandshakes: number;
  readonly maxPendingHandshakesPerAddress: number;
  readonly maxInboundPeers: number;
  readonly unconditionalPeerIds: ReadonlySet<string>;
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
    cipher: options.cipher ?? nodeFrameCipher,
    resolver: options.resolver ?? systemResolver,
    dnsTimeoutMs: atLeast(1, "dnsTimeoutMs", options.dnsTimeoutMs ?? limits.dnsTimeoutMs),
    dialTimeoutMs: atLeast(1, "dialTimeoutMs", options.dialTimeoutMs ?? limits.dialTimeoutMs),
    handshakeTimeoutMs: atLeast(
      1,
      "handshakeTimeoutMs",
      options.handshakeTimeoutMs ?? limits.handshakeTimeoutMs,
    ),
    filterTimeoutMs: atLeast(1, "filterTimeoutMs", options.filterTimeoutMs ?? limits.filterTimeoutMs),
    connectionFilters: options.connectionFilters ?? [],
    allowDuplicateIp: options.allowDuplicateIp ?? false,
    maxPendingHandshakes: atLeast(
      1,
      "maxPendingHandshakes",
      options.maxPendingHandshakes ?? limits.pendingHandshakes,
    ),
    maxPendingHandshakesPerAddress: atLeast(1, "maxPendingHandshakesPerAddress", perAddress),
    maxInboundPeers: atLeast(0, "maxInboundPeers", options.maxInboundPeers ?? Number.POSITIVE_INFINITY),
    unconditionalPeerIds: new Set(Array.from(options.unconditionalPeerIds ?? [], checkedId)),
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

function checkedId(id: string): string {
  if (isNodeId(id)) return normalizeNodeId(id);
  throw new P2PError("OPTION_INVALID", { detail: "unconditionalPeerIds must be ids of 40 hex digits" });
}
