import { asP2PError, type Clock, type Endpoint, P2PError, printable } from "../base/index.js";
import {
  formatChannelId,
  MConnection,
  type MConnectionOptions,
  type MConnectionSettings,
  type MConnectionStatus,
  type SendOptions,
} from "../mconnection/index.js";
import type { EstablishedConnection } from "../transport/index.js";
import { addressFault, type AddressSpec, NetAddress, type NodeInfo, nodeInfoAddress } from "../wire/index.js";
import type { Channel } from "./channel.js";
import type { ChannelDescriptor } from "./channel-descriptor.js";
import type { ChannelRegistry, OwnedChannel } from "./channel-registry.js";
import { encodeFor } from "./encode.js";
import type { Peer, PeerKey } from "./peer.js";
import type { Reactor } from "./reactor.js";
import type { Roster } from "./roster.js";
import { TrafficCounter, type TrafficCounts } from "./traffic.js";

/** Settings of the connections to peers: those of an `MConnection`, apart from what the switch sets itself. */
export type ConnectionSettings = Pick<MConnectionOptions, keyof MConnectionSettings>;

/** What a {@link SwitchPeer} is made of. */
export interface SwitchPeerOptions {
  readonly connection: EstablishedConnection;
  /** What we dialled. */
  readonly dialed: AddressSpec | undefined;
  readonly registry: ChannelRegistry;
  readonly roster: Roster;
  readonly clock: Clock;
  readonly settings: ConnectionSettings;
  /** The peer has said goodbye, and messages from it wait to be received. */
  readonly onGoodbye: () => void;
  /** The connection has ended. */
  readonly onClosed: (reason: P2PError) => void;
}

/** A `receive` that is under way. */
export interface Receiving {
  readonly reactor: Reactor<unknown>;
  /** Never rejects. */
  readonly settled: Promise<void>;
}

/** The {@link Peer} that reactors see: a connection with their channels on it. */
export class SwitchPeer implements Peer {
  readonly id: string;
  readonly nodeInfo: NodeInfo;
  readonly outbound: boolean;
  readonly remote: Endpoint;
  readonly address: AddressSpec | undefined;
  readonly counter = new TrafficCounter();
  readonly #registry: ChannelRegistry;
  readonly #roster: Roster;
  readonly #mconnection: MConnection;
  readonly #values = new Map<PeerKey<unknown>, unknown>();
  readonly #announced: ReadonlySet<number>;
  #controller: AbortController | undefined;
  #state: "new" | "running" | "ending" | "closed" = "new";
  #closeReason: P2PError | undefined;
  #receiving: Receiving | undefined;

  constructor(options: SwitchPeerOptions) {
    const { connection, registry, roster, settings, clock, onGoodbye, onClosed } = options;
    this.id = connection.id;
    this.nodeInfo = connection.nodeInfo;
    this.outbound = connection.outbound;
    this.remote = connection.remote;
    this.address = options.dialed ?? dialableAddress(connection.nodeInfo);
    this.#registry = registry;
    this.#roster = roster;
    this.#announced = new Set(connection.nodeInfo.channels);
    this.#mconnection = new MConnection(connection.secretConnection, {
      ...settings,
      clock,
      channels: registry.channels,
      receive: (channelId, bytes) => this.#receive(channelId, bytes),
      onGoodbye,
      onClosed: (reason) => {
        this.#state = "closed";
        this.#closeReason ??= reason;
        this.#controller?.abort(this.#closeReason);
        onClosed(reason);
      },
    });
  }

  get persistent(): boolean {
    return this.#roster.persistentIds.has(this.id);
  }

  get unconditional(): boolean {
    return this.#roster.unconditionalIds.has(this.id);
  }

  get running(): boolean {
    return this.#state === "running" && this.#mconnection.accepting;
  }

  get closeReason(): P2PError | undefined {
    return this.#closeReason;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#state === "closed") this.#controller.abort(this.#closeReason);
    }
    return this.#controller.signal;
  }

  /** A `receive` of a reactor that has not settled. */
  get receiving(): Receiving | undefined {
    return this.#receiving;
  }

  hasChannel(channelId: number): boolean {
    return this.#announced.has(channelId);
  }

  send<T>(channel: number | Channel<T>, message: Uint8Array | T, options?: SendOptions): Promise<void> {
    try {
      const { channelId, bytes } = encodeFor(channel, message);
      return this.sendBytes(channelId, bytes, options);
    } catch (error) {
      return Promise.reject(asP2PError(error, "OPTION_INVALID"));
    }
  }

  trySend<T>(channel: number | Channel<T>, message: Uint8Array | T): boolean {
    const { channelId, bytes } = encodeFor(channel, message);
    return this.trySendBytes(channelId, bytes);
  }

  /** {@link Peer.send} for a message that is encoded. */
  sendBytes(channelId: number, bytes: Uint8Array, options?: SendOptions): Promise<void> {
    const refusal = this.#sendRefusal(channelId);
    if (refusal !== undefined) return Promise.reject(refusal);
    // Nearly always there is room: then there is nothing to wait for and no promise to make.
    if (options?.signal?.aborted !== true && this.#mconnection.trySend(channelId, bytes)) {
      this.counter.sent(channelId, bytes.length);
      return QUEUED;
    }
    return this.#mconnection
      .send(channelId, bytes, options)
      .then(() => this.counter.sent(channelId, bytes.length));
  }

  /** {@link Peer.trySend} for a message that is encoded. */
  trySendBytes(channelId: number, bytes: Uint8Array): boolean {
    if (this.#registry.owned(channelId) === undefined) throw noChannel(channelId, "no reactor has it");
    if (!this.running || !this.hasChannel(channelId)) return false;
    const queued = this.#mconnection.trySend(channelId, bytes);
    if (queued) this.counter.sent(channelId, bytes.length);
    return queued;
  }

  canSend(channelId: number): boolean {
    return this.running && this.hasChannel(channelId) && this.#mconnection.canSend(channelId);
  }

  get<T>(key: PeerKey<T>): T | undefined {
    return this.#values.get(key) as T | undefined;
  }

  set<T>(key: PeerKey<T>, value: T | undefined): void {
    if (value === undefined) this.#values.delete(key);
    else this.#values.set(key, value);
  }

  status(): MConnectionStatus {
    return this.#mconnection.status();
  }

  traffic(): TrafficCounts {
    return this.counter.counts();
  }

  /** Begins to receive and to send. */
  start(): void {
    if (this.#state !== "new") return;
    this.#state = "running";
    this.#mconnection.start();
  }

  /** Ends the connection: at once for `reason`, after sending what is queued without one. Resolves when it has ended. */
  async stop(reason: P2PError | undefined): Promise<void> {
    if (this.#state !== "closed") this.#state = "ending";
    this.#closeReason ??= reason;
    await (reason === undefined ? this.#mconnection.flushStop() : this.#mconnection.stop());
  }

  #sendRefusal(channelId: number): P2PError | undefined {
    if (this.#registry.owned(channelId) === undefined) return noChannel(channelId, "no reactor has it");
    if (!this.hasChannel(channelId)) return noChannel(channelId, "the peer did not announce it");
    // Whoever has gone while we still work on its messages: the connection knows why.
    if (this.#state === "running") return undefined;
    return this.#closeReason ?? new P2PError("STOPPED", { detail: "the peer is not running" });
  }

  #receive(channelId: number, bytes: Uint8Array): void | Promise<void> {
    // What comes while we take our leave is of no interest: a flood would be worked off until the last byte is sent.
    if (this.#state !== "running") return;
    const { channel, reactor } = this.#registry.owned(channelId) as OwnedChannel;
    this.counter.received(channelId, bytes.length);
    const refusal = channel.filter?.(this, bytes);
    if (refusal !== undefined) {
      const detail = `${reactor.name}, channel ${formatChannelId(channelId)}: ${printable(refusal)}`;
      throw new P2PError("MESSAGE_REFUSED", { detail });
    }
    const message = channel.codec === undefined ? bytes : decode(channel, bytes);
    if (message === undefined) {
      this.counter.unknown(channelId);
      return;
    }
    const handled: unknown = reactor.receive?.(this, channelId, message);
    if (!isPromise(handled)) return;
    const pending = Promise.resolve(handled);
    const done = (): void => {
      this.#receiving = undefined;
    };
    this.#receiving = { reactor, settled: pending.then(done, done) };
    return pending;
  }
}

const QUEUED = Promise.resolve();

function decode(channel: ChannelDescriptor<unknown>, bytes: Uint8Array): unknown {
  try {
    return channel.codec?.decode(bytes);
  } catch (error) {
    if (error instanceof P2PError) throw error;
    const detail = printable(error instanceof Error ? error.message : String(error));
    throw new P2PError("MESSAGE_MALFORMED", {
      detail: `channel ${formatChannelId(channel.id)}: ${detail}`,
      cause: error,
    });
  }
}

/** What a node says about where it listens, when it can be dialled at all: many say 0.0.0.0. */
function dialableAddress(nodeInfo: NodeInfo): AddressSpec | undefined {
  const address = nodeInfoAddress(nodeInfo);
  return address instanceof NetAddress && addressFault(address) !== undefined ? undefined : address;
}

/** Whether it is a promise, whosever. */
export function isPromise(value: unknown): value is Promise<void> {
  return typeof value === "object" && value !== null && "then" in value;
}

function noChannel(channelId: number, why: string): P2PError {
  return new P2PError("SEND_UNKNOWN_CHANNEL", { detail: `${formatChannelId(channelId)}: ${why}` });
}
