import { type Clock, P2PError, systemClock, type Timer, TokenBucket, Watchdog } from "../base/index.js";
import type { SecretConnection, SecretConnectionConsumer } from "../secret-connection/index.js";
import { completeChannels, formatChannelId, tableByChannel } from "./channel.js";
import { FlowMeter } from "./flow-meter.js";
import { Inbox } from "./inbox.js";
import { Keepalive } from "./keepalive.js";
import { completeSettings, type MConnectionOptions, type MConnectionSettings } from "./options.js";
import { Outbox } from "./outbox.js";
import { PacketReader } from "./packet-reader.js";
import { SendChannel } from "./send-channel.js";
import { SendWaiters } from "./send-waiters.js";
import type { MConnectionStatus } from "./status.js";

/** Settings of one {@link MConnection.send}. */
export interface SendOptions {
  /** How long to wait for room in the queue. Default: the connection's `sendTimeoutMs`. */
  readonly timeoutMs?: number | undefined;
  /** Ends the waiting for room with `ABORTED`. Without effect on a message that is queued. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Many prioritised channels over one secret connection, with keepalive, rates and backpressure.
 *
 * A slow receiver pauses its own peer's socket and nothing else. The connection ends exactly once, with a reason:
 * `onClosed`. Source: `p2p/conn/connection.go@v0.38.25`.
 *
 * @example
 * ```ts
 * const connection = new MConnection(secretConnection, {
 *   channels: [{ id: 0x30, priority: 5 }],
 *   receive: (channel, message) => console.log(channel, message.length),
 *   onClosed: (reason) => console.log(reason.message),
 * });
 * connection.start();
 * await connection.send(0x30, bytes);
 * ```
 */
export class MConnection {
  readonly #connection: SecretConnection;
  readonly #settings: MConnectionSettings;
  readonly #clock: Clock;
  readonly #onGoodbye: (() => void) | undefined;
  readonly #onClosed: ((reason: P2PError) => void) | undefined;
  readonly #channels: readonly SendChannel[];
  readonly #channelById: readonly (SendChannel | undefined)[];
  readonly #reader: PacketReader;
  readonly #inbox: Inbox;
  readonly #outbox: Outbox;
  readonly #waiters: SendWaiters;
  readonly #keepalive: Keepalive;
  readonly #recvMeter: FlowMeter;
  readonly #recvBucket: TokenBucket;
  readonly #reactorStall: Watchdog;
  readonly #startedAt: number;
  #recvRateTimer: Timer | undefined;
  #unfinishedTimer: Timer | undefined;
  #inboxFull = false;
  #resumedAt = 0;
  /** `draining`: the peer has said goodbye, and something that it sent before waits for the receiver. */
  #state: "new" | "running" | "flushing" | "finishing" | "draining" | "closed" = "new";
  readonly #closed: Promise<P2PError>;
  /** Why the connection has ended, or will when it is drained. */
  #reason: P2PError | undefined;
  #resolveClosed: (reason: P2PError) => void = () => {};

  /**
   * Takes over `secretConnection`; nothing happens before {@link MConnection.start}.
   *
   * @throws P2PError `OPTION_INVALID`.
   */
  constructor(secretConnection: SecretConnection, options: MConnectionOptions) {
    const settings = completeSettings(options);
    const descriptors = completeChannels(options.channels);
    const { clock = systemClock } = options;
    this.#connection = secretConnection;
    this.#settings = settings;
    this.#clock = clock;
    this.#onGoodbye = options.onGoodbye;
    this.#onClosed = options.onClosed;
    this.#channels = descriptors.map((descriptor) => new SendChannel(descriptor));
    this.#channelById = tableByChannel(descriptors, this.#channels);
    this.#startedAt = clock.now();
    this.#closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
    const end = (error: P2PError): void => this.#end(error);

    this.#outbox = new Outbox(secretConnection, this.#channels, settings, clock, {
      onRoom: () => this.#waiters.admit(),
      onIdle: () => this.#onIdle(),
      onFailure: end,
    });
    this.#waiters = new SendWaiters(clock, () => this.#outbox.schedule());
    this.#inbox = new Inbox(
      options.receive,
      { bytes: settings.unhandledBytes, messages: settings.unhandledMessages },
      {
        onFull: () => this.#pauseForReceiver(),
        onRoom: () => this.#resumeForReceiver(),
        onProgress: () => {
          if (this.#inboxFull || this.#state === "draining") this.#reactorStall.start();
        },
        onEmpty: () => {
          if (this.#state === "draining") end(this.#reason as P2PError);
        },
        onFailure: (error) => {
          // A receiver may let through what its answer to a peer that has gone is rejected with.
          if (error !== this.#reason) end(error);
        },
      },
    );
    this.#reader = new PacketReader({
      channels: descriptors,
      maxPacketPayloadBytes: settings.maxPacketPayloadBytes,
      unfinishedBytes: settings.unfinishedBytes,
      events: {
        onPing: () => this.#outbox.pong(),
        onPong: () => this.#keepalive.onPong(),
        onMessage: (channel, message) => this.#inbox.push(channel, message),
      },
    });
    this.#keepalive = new Keepalive(clock, settings, {
      sendPing: () => this.#outbox.ping(),
      sendPong: () => this.#outbox.pong(),
      onPongTimeout: () =>
        end(new P2PError("PONG_TIMEOUT", { detail: `no answer in ${settings.pongTimeoutMs} ms` })),
    });
    this.#recvMeter = new FlowMeter(clock);
    const recvRate = settings.recvRateBytesPerS;
    this.#recvBucket = new TokenBucket({ ratePerS: recvRate, burst: recvRate / 10, clock });
    this.#reactorStall = new Watchdog(clock, settings.reactorStallMs, () =>
      end(new P2PError("REACTOR_STALLED", { detail: `for ${settings.reactorStallMs} ms` })),
    );
  }

  /** Starts to receive and to ping. Once. */
  start(): void {
    if (this.#state !== "new") return;
    this.#state = "running";
    this.#keepalive.start();
    this.#clock.defer(() => {
      if (this.#state === "closed") return;
      this.#reader.now = this.#clock.now();
      this.#connection.attach(this.#consumer);
      this.#outbox.schedule();
    });
  }

  /** Whether messages to send are taken: from the beginning until either end says goodbye. */
  get accepting(): boolean {
    return this.#state === "running" || this.#state === "new";
  }

  /** Resolves with the reason when the connection has ended; never rejects. */
  get closed(): Promise<P2PError> {
    return this.#closed;
  }

  /**
   * Queues `message`, waiting while the channel's queue is full. `message` must not be changed any more: nothing tells
   * when it has gone out.
   *
   * Resolves when it is queued: there is no acknowledgement in the protocol.
   *
   * @throws P2PError `SEND_TIMEOUT`, `SEND_UNKNOWN_CHANNEL`, `OPTION_INVALID` (not bytes), `ABORTED`, `STOPPED`; when the connection has ended or the peer has said goodbye, the reason's code.
   */
  send(channelId: number, message: Uint8Array, options: SendOptions = {}): Promise<void> {
    const channel = this.#channelById[channelId];
    if (channel === undefined) return Promise.reject(unknownChannel(channelId));
    if (!isBytes(message)) return Promise.reject(noBytes());
    if (!this.accepting) return Promise.reject(this.#reason ?? new P2PError("STOPPED"));
    if (options.signal?.aborted === true) {
      return Promise.reject(new P2PError("ABORTED", { cause: options.signal.reason }));
    }
    if (channel.hasRoom && !this.#waiters.waitingFor(channel)) {
      this.#enqueue(channel, message);
      return QUEUED;
    }
    return this.#waiters.wait(
      channel,
      message,
      options.timeoutMs ?? this.#settings.sendTimeoutMs,
      options.signal,
    );
  }

  /**
   * Queues `message` if there is room now; false when there is none or the connection has ended. A message that is queued
   * must not be changed any more.
   *
   * @throws P2PError `SEND_UNKNOWN_CHANNEL`.
   */
  trySend(channelId: number, message: Uint8Array): boolean {
    const channel = this.#channelById[channelId];
    if (channel === undefined) throw unknownChannel(channelId);
    if (!isBytes(message)) throw noBytes();
    if (!this.accepting || !channel.hasRoom || this.#waiters.waitingFor(channel)) return false;
    this.#enqueue(channel, message);
    return true;
  }

  /** Whether {@link MConnection.trySend} would queue a message now. */
  canSend(channelId: number): boolean {
    const channel = this.#channelById[channelId];
    return channel !== undefined && this.accepting && channel.hasRoom && !this.#waiters.waitingFor(channel);
  }

  /** Ends the connection at once; what is queued is dropped. Resolves when it has ended. Idempotent. */
  async stop(): Promise<void> {
    this.#end(new P2PError("STOPPED"));
    await this.#closed;
  }

  /**
   * Takes nothing more to send, sends what is queued, closes. After `flushStopMs` it closes anyway. Resolves when the
   * connection has ended.
   */
  async flushStop(): Promise<void> {
    if (this.#state === "new" || this.#state === "draining") return this.stop();
    if (this.#state === "running") {
      this.#state = "flushing";
      const deadline = this.#clock.setTimer(this.#settings.flushStopMs, () =>
        this.#end(new P2PError("STOPPED")),
      );
      void this.#closed.then(() => deadline.cancel());
      if (this.#outbox.idle && !this.#waiters.any) this.#onIdle();
    }
    await this.#closed;
  }

  /** A picture of the connection, as `/net_info` shows it. */
  status(): MConnectionStatus {
    return {
      durationMs: this.#clock.now() - this.#startedAt,
      send: this.#outbox.meter.status(),
      recv: this.#recvMeter.status(),
      unfinishedBytes: this.#reader.unfinishedBytes,
      paused: this.#inboxFull,
      sendIdle: this.#channels.every((channel) => channel.isEmpty),
      channels: this.#channels.map((channel) => ({
        id: channel.id,
        priority: channel.priority,
        sendQueueCapacity: channel.queueCapacity,
        sendQueueSize: channel.queueSize,
        recentlySent: channel.recentlySent,
      })),
    };
  }

  /** What is queued before the start is sent then. */
  #enqueue(channel: SendChannel, message: Uint8Array): void {
    channel.enqueue(message);
    if (this.#state !== "new") this.#outbox.schedule();
  }

  /** What the secret connection calls. */
  readonly #consumer: SecretConnectionConsumer = {
    consume: (bytes, start, end) => {
      if (this.#state === "closed") return;
      this.#reader.consume(bytes, start, end);
      if (this.#reader.unfinishedMessages > 0) this.#watchUnfinished();
    },
    onWireBytes: (count) => {
      if (this.#state === "closed") return;
      const now = this.#clock.now();
      this.#reader.now = now;
      this.#recvMeter.add(count, now);
      this.#recvBucket.take(count);
      this.#pauseForRate();
    },
    onDrain: () => this.#outbox.onDrain(),
    onEnd: (goodbye) => this.#drain(goodbye),
    onClosed: (reason) => this.#end(reason),
  };

  #pauseForReceiver(): void {
    this.#inboxFull = true;
    this.#reactorStall.start();
    this.#pauseReading();
  }

  #resumeForReceiver(): void {
    this.#inboxFull = false;
    if (this.#state === "draining") return;
    this.#reactorStall.stop();
    this.#resumeReading();
  }

  #pauseForRate(): void {
    const delayMs = this.#recvBucket.delayMs();
    if (delayMs === 0 || this.#recvRateTimer !== undefined) return;
    this.#pauseReading();
    this.#recvRateTimer = this.#clock.setTimer(delayMs, () => {
      this.#recvRateTimer = undefined;
      this.#resumeReading();
    });
  }

  #isPaused(): boolean {
    return this.#inboxFull || this.#recvRateTimer !== undefined;
  }

  #pauseReading(): void {
    this.#connection.stream.pause();
    this.#keepalive.pause();
  }

  /** Reads on when neither the receiver nor the rate objects. */
  #resumeReading(): void {
    if (this.#state === "closed" || this.#isPaused()) return;
    this.#resumedAt = this.#clock.now();
    this.#keepalive.resume();
    this.#connection.stream.resume();
  }

  /** Looks, one idle time after a message began, whether one has stood still for as long. */
  #watchUnfinished(): void {
    if (this.#unfinishedTimer !== undefined || this.#state === "closed") return;
    const idleMs = this.#settings.unfinishedMessageIdleMs;
    const check = (): void => {
      this.#unfinishedTimer = undefined;
      const oldest = this.#reader.oldestUnfinishedAt();
      if (oldest === undefined) return;
      // While we did not read ourselves, the peer could not go on.
      const remainingMs = Math.max(oldest, this.#resumedAt) + idleMs - this.#clock.now();
      if (remainingMs > 0 || this.#isPaused()) {
        this.#unfinishedTimer = this.#clock.setTimer(remainingMs > 0 ? remainingMs : idleMs, check);
      } else this.#end(new P2PError("UNFINISHED_IDLE", { detail: `for ${idleMs} ms` }));
    };
    this.#unfinishedTimer = this.#clock.setTimer(idleMs, check);
  }

  /** Everything is sent: while flushing, that is the time to say goodbye and wait for the peer to do the same. */
  #onIdle(): void {
    if (this.#state !== "flushing" || this.#waiters.any) return;
    this.#state = "finishing";
    this.#inbox.close();
    this.#connection.stream.end();
    this.#connection.stream.resume();
  }

  /**
   * The peer has said goodbye. What it sent before is delivered all the same, as in Go, for as long as the receiver goes
   * on; nothing is sent meanwhile. The socket stays, so that the peer's place is not free. Returns whether anything is left.
   */
  #drain(goodbye: P2PError): boolean {
    if (this.#state !== "running" || this.#inbox.isEmpty) return false;
    this.#state = "draining";
    this.#reason = goodbye;
    this.#stopSending(goodbye);
    this.#reader.close();
    this.#reactorStall.start();
    this.#onGoodbye?.();
    return true;
  }

  /** The end, exactly once: everything that waits is released, then the owner is told. */
  #end(cause: P2PError): void {
    if (this.#state === "closed") return;
    const reason = this.#state === "finishing" ? new P2PError("STOPPED", { cause }) : cause;
    this.#state = "closed";
    this.#reason = reason;
    this.#reactorStall.close();
    this.#inbox.close();
    this.#stopSending(reason);
    this.#connection.destroy();
    this.#resolveClosed(reason);
    this.#onClosed?.(reason);
  }

  /** Neither sends any more nor watches the peer. */
  #stopSending(reason: P2PError): void {
    this.#keepalive.stop();
    this.#recvRateTimer?.cancel();
    this.#unfinishedTimer?.cancel();
    this.#outbox.close();
    this.#waiters.rejectAll(reason);
    for (const channel of this.#channels) channel.clear();
  }
}

const QUEUED = Promise.resolve();

function unknownChannel(id: number): P2PError {
  return new P2PError("SEND_UNKNOWN_CHANNEL", { detail: formatChannelId(id) });
}

/** Programs without types send strings. */
function isBytes(message: unknown): boolean {
  return message instanceof Uint8Array;
}

function noBytes(): P2PError {
  return new P2PError("OPTION_INVALID", { detail: "a message must be a Uint8Array" });
}
