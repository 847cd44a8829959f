import type { Clock, Random } from "../base/index.js";
import type { FrameCipher, HandshakeCrypto, NodeKey } from "../crypto/index.js";
import type { ConnectionSettings, PeerFilter, Reactor, ReconnectSettings } from "../switch/index.js";
import type { ConnectionFilter, Resolver, SocketLayer } from "../transport/index.js";
import type { AddressSpec, NodeInfoOther, ProtocolVersion } from "../wire/index.js";

/** An address, or its text: `id@host:port`. */
export type AddressInput = AddressSpec | string;

/** How addresses are found and kept. */
export interface DiscoveryOptions {
  /** Whether to exchange addresses with peers at all. Default true. */
  readonly pex?: boolean | undefined;
  /** Nodes to ask for addresses when there is nobody else. */
  readonly seeds?: readonly AddressInput[] | undefined;
  /** Be a seed: look for nodes, verify them, tell them to whoever asks, and hang up. Default false. */
  readonly seedMode?: boolean | undefined;
  /** What a seed hands out: what it has verified itself, or anything it has heard of, as Go does. Default `"verified"`. */
  readonly seedServes?: "verified" | "go" | undefined;
  /** `addrbook.json`, CometBFT's format. Default: kept in memory only. */
  readonly addressBookFile?: string | undefined;
  /** Keep only addresses that are publicly routable. Default true; false for private networks. */
  readonly addressBookStrict?: boolean | undefined;
}

/** Options of {@link createNode}. Everything but the first two has a default. */
export interface NodeOptions extends DiscoveryOptions {
  /** Chain id. */
  readonly network: string;
  /** Our identity. */
  readonly nodeKey: NodeKey;
  /** Where to listen: `tcp://host:port`, `host:port` or `:port`. Default: nowhere, only dial. */
  readonly listen?: string | undefined;
  /** Where others reach us, `host:port`: announced, if it is not where we listen. */
  readonly externalAddress?: string | undefined;
  /** Our name, printable ASCII. Default `"cometwire"`. */
  readonly moniker?: string | undefined;
  /** What our NodeInfo says of the software. Default `"cometwire"` and its version. */
  readonly version?: string | undefined;
  /** Default 8 (9 in v1.0), 11, 0. */
  readonly protocolVersion?: ProtocolVersion | undefined;
  /** The last part of our NodeInfo. Default `off` and empty. */
  readonly other?: NodeInfoOther | undefined;
  /** What takes part in the network, beside peer exchange. They come first in the order of registration. */
  readonly reactors?: readonly Reactor<unknown>[] | undefined;
  /** Peers that are always kept connected. */
  readonly persistentPeers?: readonly AddressInput[] | undefined;
  /** Ids of peers to which no limit applies. */
  readonly unconditionalPeerIds?: Iterable<string> | undefined;
  /** Ids of peers that are not told to others. */
  readonly privatePeerIds?: Iterable<string> | undefined;
  /** Default 40. 0 lets only persistent and unconditional peers in. */
  readonly maxInboundPeers?: number | undefined;
  /** Default 10. */
  readonly maxOutboundPeers?: number | undefined;
  /** Whether several peers may share an IP address. Default false. */
  readonly allowDuplicateIp?: boolean | undefined;
  /** Where bans are kept, a JSON file of ours. Default: in memory only. */
  readonly banFile?: string | undefined;
  /** See `TransportOptions`. */
  readonly connectionFilters?: readonly ConnectionFilter[] | undefined;
  /** See `SwitchOptions`. */
  readonly peerFilters?: readonly PeerFilter[] | undefined;
  /** Rates, packet size and timeouts of connections. */
  readonly connection?: ConnectionSettings | undefined;
  /** How persistent peers are dialled again. */
  readonly reconnect?: Partial<ReconnectSettings> | undefined;
  /** Time for a TCP connection. Default 3,000. */
  readonly dialTimeoutMs?: number | undefined;
  /** Time for each half of the handshake. Default 20,000. */
  readonly handshakeTimeoutMs?: number | undefined;
  /** The IP address that dials go out from. Default: the operating system chooses. */
  readonly localAddress?: string | undefined;
  /** Where streams come from. Default: the operating system's TCP. */
  readonly sockets?: SocketLayer | undefined;
  /** Default: the operating system's. */
  readonly resolver?: Resolver | undefined;
  /** Default: `node:crypto`. */
  readonly crypto?: HandshakeCrypto | undefined;
  /** Default: {@link defaultFrameCipher}. */
  readonly cipher?: FrameCipher | undefined;
  /** Default: real time. */
  readonly clock?: Clock | undefined;
  /** Default: the operating system's. */
  readonly random?: Random | undefined;
}
