import { type Clock, limits, P2PError, type Random, systemClock, systemRandom } from "../base/index.js";
import type { AdmitPeer, Transport } from "../transport/index.js";
import { type AddressSpec, isNodeId, type NodeInfo, normalizeNodeId } from "../wire/index.js";
import type { SwitchEvent } from "./events.js";
import type { PeerFilter } from "./peer-session.js";
import type { Reactor } from "./reactor.js";
import { defaultReconnectSettings, type ReconnectSettings } from "./reconnect-policy.js";
import type { ConnectionSettings } from "./switch-peer.js";

/** What the transport asks the switch at every connection; a `TcpTransport` takes all of it as options. */
export interface TransportSeams {
  /** Ids that no limit applies to. Live. */
  readonly unconditionalPeerIds: ReadonlySet<string>;
  /** Ids that get in although the limit is reached. Live. */
  readonly persistentPeerIds: ReadonlySet<string>;
  /** Decides about a peer whose id has been proven, before our NodeInfo goes out. */
  readonly admitPeer: AdmitPeer;
}

/** Options of a `Switch`. Everything but the first four has a default. */
export interface SwitchOptions {
  /** Our id. */
  readonly nodeId: string;
  /** Our NodeInfo, as it is now. Its channels should be those of {@link SwitchOptions.reactors}. */
  readonly nodeInfo: () => NodeInfo;
  /** In the order in which they learn of peers. */
  readonly reactors: readonly Reactor<unknown>[];
  /** Makes the transport, which the switch owns from then on. It must obey what it is given. */
  readonly createTransport: (seams: TransportSeams) => Transport;
  /** Where to listen: `tcp://host:port`, `host:port` or `:port`. Nowhere by default. */
  readonly listen?: string | undefined;
  /** Peers that are always kept connected. */
  readonly persistentPeers?: readonly AddressSpec[] | undefined;
  /** Where else a persistent peer may be: tried in turn when it is not where it should be. Default: nowhere. */
  readonly otherAddressesOf?: ((id: string) => readonly AddressSpec[]) | undefined;
  /** Ids of peers to which no limit applies. */
  readonly unconditionalPeerIds?: Iterable<string> | undefined;
  /** Ids of peers that are not told to others. */
  readonly privatePeerIds?: Iterable<string> | undefined;
  /** How many outbound peers are wanted: for reactors that find peers. Default 10. */
  readonly maxOutboundPeers?: number | undefined;
  /** Asked about every node that has come through the handshake, all at once, with one deadline. */
  readonly peerFilters?: readonly PeerFilter[] | undefined;
  /** Default 5,000. */
  readonly filterTimeoutMs?: number | undefined;
  /** Why a node is banned, if it is: asked before dialling, and of inbound peers as soon as their id is proven. */
  readonly isBanned?: ((id: string, ip: string | undefined) => string | undefined) | undefined;
  /** Settings of the connections to peers. */
  readonly connection?: ConnectionSettings | undefined;
  /** How persistent peers are dialled again. */
  readonly reconnect?: Partial<ReconnectSettings> | undefined;
  /** How long a reactor may take to be told that a peer comes or goes. Default 120,000. */
  readonly reactorStallMs?: number | undefined;
  /** Told of everything that happens. Must not throw. */
  readonly onEvent?: ((event: SwitchEvent) => void) | undefined;
  /** Default: real time. */
  readonly clock?: Clock | undefined;
  /** Default: the operating system's. */
  readonly random?: Random | undefined;
}

/** {@link SwitchOptions}, complete. */
export interface SwitchSettings extends SwitchOptions {
  readonly maxOutboundPeers: number;
  readonly peerFilters: readonly PeerFilter[];
  readonly filterTimeoutMs: number;
  readonly connection: ConnectionSettings;
  readonly reconnectSettings: ReconnectSettings;
  readonly reactorStallMs: number;
  readonly clock: Clock;
  readonly random: Random;
}

/** What a timer can wait for: 24 days. */
const LONGEST_PAUSE_MS = 2 ** 31 - 1;

/**
 * Fills in defaults.
 *
 * @throws P2PError `OPTION_INVALID`.
 */
export function completeSettings(options: SwitchOptions): SwitchSettings {
  // Programs without types get this far with anything.
  if (!isNodeId(options.nodeId)) invalid("nodeId must be 40 hex digits");
  if (typeof (options as Partial<SwitchOptions>).createTransport !== "function") {
    invalid("createTransport must be a function");
  }
  const { maxOutboundPeers = limits.outboundPeers } = options;
  if (!(maxOutboundPeers >= 0)) invalid("maxOutboundPeers must not be negative");
  const reconnectSettings = { ...defaultReconnectSettings, ...options.reconnect };
  for (const [name, ms] of Object.entries(reconnectSettings)) {
    // Without a pause we would dial without end; what is longer cannot be drawn at random.
    if (!(ms >= 1 && ms <= LONGEST_PAUSE_MS)) invalid(`reconnect.${name} must be 1 to ${LONGEST_PAUSE_MS}`);
  }
  return {
    ...options,
    nodeId: normalizeNodeId(options.nodeId),
    maxOutboundPeers,
    peerFilters: options.peerFilters ?? [],
    filterTimeoutMs: options.filterTimeoutMs ?? limits.filterTimeoutMs,
    connection: options.connection ?? {},
    reconnectSettings,
    reactorStallMs: options.reactorStallMs ?? limits.reactorStallMs,
    clock: options.clock ?? systemClock,
    random: options.random ?? systemRandom,
  };
}

function invalid(detail: string): never {
  throw new P2PError("OPTION_INVALID", { detail });
}
