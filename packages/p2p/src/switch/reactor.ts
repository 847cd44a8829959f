import type { Clock, P2PError, Random } from "../base/index.js";
import type { AddressSpec, NodeInfo } from "../wire/index.js";
import type { Channel } from "./channel.js";
import type { ChannelDescriptor } from "./channel-descriptor.js";
import type { Peer } from "./peer.js";

/**
 * Takes part in the network: owns channels, is told of peers and gets their messages. The formal contract is in
 * `docs/REACTORS.md`; in short, for each peer and in this order:
 *
 * `initPeer` → `addPeer`, `receive`* in any order (the switch calls `addPeer` first) → `removePeer`
 *
 * - Exactly one `removePeer` for each `initPeer`, whatever goes wrong in between; nothing after it.
 * - A node's next session begins only after `removePeer` of the one before has settled.
 * - One peer's messages come one after the other over all channels; those of different peers interleave.
 * - All reactors see a peer come and go in the order in which they were registered.
 *
 * What a callback throws or rejects with ends that peer, never the process: a `P2PError` with its own code, anything else
 * with `REACTOR_FAILED` (from `receive`: `RECEIVER_FAILED`).
 */
export interface Reactor<T = Uint8Array> {
  /** Unique on the switch. */
  readonly name: string;
  /** The channels that it owns, each owned by no other reactor. Our NodeInfo announces exactly these. */
  readonly channels: readonly ChannelDescriptor<T>[];
  /** Called once, before there are peers. What it throws keeps the switch from starting. */
  start?(context: ReactorContext): void | Promise<void>;
  /** Called once, when all peers are gone. */
  stop?(): void | Promise<void>;
  /** Called before anything else for a peer; nothing is received meanwhile. A promise is waited for. Must not send. */
  initPeer?(peer: Peer): void | Promise<void>;
  /**
   * Called when the peer is one: it can be sent to. A promise is not waited for, except by `removePeer`: it may last as long
   * as the peer does, if it settles soon after {@link Peer.signal} has fired. That it rejects then with a `P2PError`, as a
   * message does that cannot be sent any more, is no failure.
   */
  addPeer?(peer: Peer): void | Promise<void>;
  /**
   * Called for each message. Only a returned promise is waited for: until it settles, this peer (and no other) is held
   * back, its socket in the end. `message` belongs to the reactor, unless the channel says `borrow`. Small messages
   * share memory, up to 8 KiB: copy one that is kept for long, and never use its `buffer` as a whole.
   */
  receive?(peer: Peer, channelId: number, message: T): void | Promise<void>;
  /**
   * Called once the peer's connection has ended and its last `receive` has settled. `reason` is undefined when we ended it
   * gracefully. A promise is waited for before the same node can connect again.
   */
  removePeer?(peer: Peer, reason: P2PError | undefined): void | Promise<void>;
}

/**
 * Defines a reactor with its message type inferred from its channels.
 *
 * @example Counts transactions.
 * ```ts
 * let transactions = 0;
 * const counter = defineReactor({
 *   name: "counter",
 *   channels: [{ id: 0x30, priority: 5 }],
 *   receive: (_peer, _channelId, message) => void (transactions += message.length > 0 ? 1 : 0),
 * });
 * ```
 */
export function defineReactor<T = Uint8Array>(reactor: Reactor<T>): Reactor<T> {
  return reactor;
}

/**
 * Peers by direction, also those that have said goodbye, and are in no list any more, while what they sent is received.
 * Unconditional peers are in neither number, as in Go.
 */
export interface PeerCounts {
  /** Those that we dialled. */
  readonly outbound: number;
  /** Those that dialled us. */
  readonly inbound: number;
  /** Dials under way. */
  readonly dialing: number;
}

/** How `ReactorContext.broadcast` went. */
export interface BroadcastResult {
  /** Peers whose queue took the message. */
  readonly queued: number;
  /** Peers whose queue had no room in time, or that went away. */
  readonly failed: number;
}

/** What {@link ReactorContext.dial} may be told. */
export interface DialPeerOptions {
  /** Ends the dial with `ABORTED`. */
  readonly signal?: AbortSignal | undefined;
  /** Keeps the peer from now on: see {@link Peer.persistent}. Default false. */
  readonly persistent?: boolean | undefined;
}

/** What a reactor may do: the p2p API of the specification (`spec/p2p/reactor-api/p2p-api.md@v0.38.25`). */
export interface ReactorContext {
  /** Time. Use it instead of timers of your own, and the reactor runs in virtual time. */
  readonly clock: Clock;
  /** Randomness. */
  readonly random: Random;
  /** Fires when the switch stops. */
  readonly signal: AbortSignal;
  /** Ours, as it is announced now. */
  readonly nodeInfo: NodeInfo;
  /** How many outbound peers the operator wants. */
  readonly maxOutboundPeers: number;
  /** All peers now, in the order in which they came. A copy. */
  readonly peers: readonly Peer[];
  /** The peer with this id, if connected. */
  peer(id: string): Peer | undefined;
  /** Peers by direction. */
  counts(): PeerCounts;
  /**
   * Queues a message for every peer that has the channel, waiting where a queue is full. Encoded once; for each peer in
   * the order of the calls.
   */
  broadcast(channel: number, message: Uint8Array): Promise<BroadcastResult>;
  /** The same for a channel with a codec. */
  broadcast<T>(channel: Channel<T>, message: T): Promise<BroadcastResult>;
  /** Queues a message for every peer whose queue has room now. */
  tryBroadcast(channel: number, message: Uint8Array): BroadcastResult;
  /** The same for a channel with a codec. */
  tryBroadcast<T>(channel: Channel<T>, message: T): BroadcastResult;
  /** Ends a peer's session for its fault. Persistent peers are dialled again, but much later: it counts as misbehaviour. */
  stopPeer(peer: Peer, reason: P2PError): void;
  /**
   * Sends what is queued (up to 5 s), then ends the peer's connection and session. It is not dialled again. Resolves when
   * the connection has ended, so that every callback may wait for it; `removePeer` comes after that.
   */
  stopPeerGracefully(peer: Peer): Promise<void>;
  /** Says that the peer has been useful: its address is worth keeping. */
  markGood(peer: Peer): void;
  /**
   * Dials a peer.
   *
   * @throws P2PError of the dial or the handshake, `DUPLICATE_ID` when the peer is connected or being dialled, `BANNED`.
   */
  dial(address: AddressSpec, options?: DialPeerOptions): Promise<Peer>;
  /** Whether the id is connected, connecting or being dialled. */
  isDialingOrExisting(id: string): boolean;
  /** Whether the id is that of a persistent peer, connected or not. */
  isPersistent(id: string): boolean;
  /** Whether the id is that of an unconditional peer, connected or not. */
  isUnconditional(id: string): boolean;
  /** Whether the id must not be told to others. */
  isPrivate(id: string): boolean;
  /** Another reactor, by name. */
  reactor(name: string): Reactor<unknown> | undefined;
}
