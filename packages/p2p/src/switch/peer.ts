import type { Endpoint, P2PError } from "../base/index.js";
import type { MConnectionStatus, SendOptions } from "../mconnection/index.js";
import type { AddressSpec, NodeInfo } from "../wire/index.js";
import type { Channel } from "./channel.js";
import type { TrafficCounts } from "./traffic.js";

/**
 * A name under which a reactor keeps something about a peer, for itself and for other reactors. It lives as long as the
 * peer's session.
 *
 * @example
 * ```ts
 * const height = new PeerKey<bigint>("height");
 * peer.set(height, 42n);
 * peer.get(height); // 42n
 * ```
 */
export class PeerKey<T> {
  /** For people: keys are told apart by identity, not by name. */
  readonly name: string;
  /** Ties the key to its type. */
  declare protected readonly value: T;

  constructor(name: string) {
    this.name = name;
  }
}

/**
 * A connected peer, in one session: when the same node connects again, that is another object.
 *
 * Its NodeInfo's texts come from the peer; they are printable ASCII, `listenAddr` and `network` apart.
 */
export interface Peer {
  /** 40 lower-case hex digits, proven by the handshake. */
  readonly id: string;
  /** What it said about itself. */
  readonly nodeInfo: NodeInfo;
  /** Whether we dialled. */
  readonly outbound: boolean;
  /** Its end of the TCP connection. */
  readonly remote: Endpoint;
  /** Where it can be dialled: the address that we dialled, or what it says of itself when that can be dialled at all. */
  readonly address: AddressSpec | undefined;
  /** Whether the operator configured it as persistent. May change while it is connected. */
  readonly persistent: boolean;
  /** Whether no limit applies to it. May change while it is connected. */
  readonly unconditional: boolean;
  /** False once either end has ended the connection. What the peer sent before that may still be delivered. */
  readonly running: boolean;
  /** Fires when its connection has ended, with the reason (a `P2PError`). For what runs on its behalf. */
  readonly signal: AbortSignal;
  /** Why it ended, once it has. */
  readonly closeReason: P2PError | undefined;
  /** Whether it announced the channel: what is sent on others would be a reason for it to drop us. */
  hasChannel(channelId: number): boolean;
  /**
   * Queues a message, waiting up to 10 s while the channel's queue is full. The bytes must not be changed afterwards.
   *
   * @throws P2PError `SEND_TIMEOUT`, `SEND_UNKNOWN_CHANNEL` (also when the peer did not announce it), `ABORTED`, `STOPPED`
   * or why the connection has ended, or will when the peer's last messages have been received.
   */
  send(channel: number, message: Uint8Array, options?: SendOptions): Promise<void>;
  /** The same for a channel with a codec. */
  send<T>(channel: Channel<T>, message: T, options?: SendOptions): Promise<void>;
  /**
   * Queues a message if there is room now; false when there is none, the peer lacks the channel, or it has gone.
   *
   * @throws P2PError `SEND_UNKNOWN_CHANNEL` when no reactor has the channel.
   */
  trySend(channel: number, message: Uint8Array): boolean;
  /** The same for a channel with a codec. */
  trySend<T>(channel: Channel<T>, message: T): boolean;
  /** Whether `trySend` would queue a message now. */
  canSend(channelId: number): boolean;
  /** What a reactor has kept under `key`. */
  get<T>(key: PeerKey<T>): T | undefined;
  /** Keeps something until the peer's session ends; undefined removes it. */
  set<T>(key: PeerKey<T>, value: T | undefined): void;
  /** A picture of its connection. */
  status(): MConnectionStatus;
  /** What has gone over its channels so far. */
  traffic(): TrafficCounts;
}
