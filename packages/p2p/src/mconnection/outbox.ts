import {
  asP2PError,
  type Clock,
  limits,
  P2PError,
  type Timer,
  TokenBucket,
  Watchdog,
} from "../base/index.js";
import type { SecretConnection } from "../secret-connection/index.js";
import { FlowMeter } from "./flow-meter.js";
import type { MConnectionSettings } from "./options.js";
import { PacketWriter } from "./packet-writer.js";
import { chooseChannel, type SendChannel } from "./send-channel.js";

/** Source: `p2p/conn/connection.go:29,505@v0.38.25`: `recentlySent` decays on this beat. */
const DECAY_PERIOD_MS = 2000;
/** Tokens that may be saved up: the share of a tenth of a second, as in Go, but at least one batch of frames. */
const BURST_S = 0.1;
/**
 * Batches sent in one go, 128 KiB; then everything else has its turn: other peers, and what is urgent. More makes nothing
 * cheaper.
 */
const BATCHES_A_TURN = 2;

/** What an {@link Outbox} tells its connection. */
export interface OutboxEvents {
  /** There may be room in the channels' queues. */
  onRoom(): void;
  /** Everything was handed to the operating system. */
  onIdle(): void;
  /** The connection must end. */
  onFailure(error: P2PError): void;
}

/**
 * Sends what the channels have, by priority, as fast as the socket and the rate allow: packets are written into frames,
 * frames are sealed in batches, each batch is one write. Nothing waits for a timer when the socket is idle.
 */
export class Outbox {
  readonly #connection: SecretConnection;
  readonly #channels: readonly SendChannel[];
  readonly #clock: Clock;
  readonly #events: OutboxEvents;
  readonly #writer: PacketWriter;
  readonly #bucket: TokenBucket;
  readonly #stall: Watchdog;
  readonly meter: FlowMeter;
  #scheduled = false;
  #blocked = false;
  #closed = false;
  #pingDue = false;
  #pongDue = false;
  #rateTimer: Timer | undefined;
  #decayedAt: number;

  constructor(
    connection: SecretConnection,
    channels: readonly SendChannel[],
    settings: MConnectionSettings,
    clock: Clock,
    events: OutboxEvents,
  ) {
    this.#connection = connection;
    this.#channels = channels;
    this.#clock = clock;
    this.#events = events;
    this.#writer = new PacketWriter(connection.sealer, settings.maxPacketPayloadBytes);
    this.meter = new FlowMeter(clock);
    const rate = settings.sendRateBytesPerS;
    const burst = Math.max(rate * BURST_S, limits.frameSealedBytes);
    this.#bucket = new TokenBucket({ ratePerS: rate, burst, clock });
    this.#stall = new Watchdog(clock, settings.writeStallMs, () =>
      events.onFailure(new P2PError("WRITE_STALLED", { detail: `for ${settings.writeStallMs} ms` })),
    );
    this.#decayedAt = clock.now();
  }

  /** Whether nothing waits for the socket. */
  get idle(): boolean {
    return !this.#blocked && !this.#pingDue && !this.#pongDue && !this.#channels.some((c) => c.isPending());
  }

  /** Something was queued: it is sent after the current event, together with what else is queued until then. */
  schedule(): void {
    if (this.#rateTimer === undefined) this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled || this.#blocked || this.#closed) return;
    this.#scheduled = true;
    this.#clock.defer(this.#run);
  }

  /** Sends a ping before anything else. */
  ping(): void {
    this.#pingDue = true;
    this.#schedule();
  }

  /** Sends a pong before anything else; several that are due at once are one. */
  pong(): void {
    this.#pongDue = true;
    this.#schedule();
  }

  /**
   * The socket has taken everything. What follows is sent after other events had their turn: a peer that reads as fast
   * as we write must not keep us from everything else.
   */
  onDrain(): void {
    if (this.#closed || !this.#blocked) return;
    this.#blocked = false;
    this.#stall.stop();
    this.#schedule();
  }

  close(): void {
    this.#closed = true;
    this.#stall.close();
    this.#rateTimer?.cancel();
  }

  readonly #run = (): void => {
    this.#scheduled = false;
    this.#pump();
  };

  /** Whether the socket takes more; a function, as writing changes the answer. */
  #isWritable(): boolean {
    return !this.#closed && !this.#blocked;
  }

  #pump(): void {
    if (!this.#isWritable()) return;
    this.#decay();
    try {
      for (let i = 0; i < BATCHES_A_TURN && this.#isWritable() && this.#fillBatch(); i++) this.#writeBatch();
    } catch (error) {
      this.#events.onFailure(asP2PError(error, "CONNECTION_LOST"));
    }
    if (this.#closed) return;
    this.#events.onRoom();
    if (this.idle) this.#events.onIdle();
    else this.schedule();
  }

  #writeBatch(): void {
    const { wireBytes } = this.#connection.sealer;
    this.#bucket.take(wireBytes);
    this.meter.add(wireBytes, this.#clock.now());
    if (this.#connection.flush()) return;
    this.#blocked = true;
    this.#stall.start();
  }

  /** Writes packets into frames until they are full, nothing is left or the rate is used up. Returns whether there are any. */
  #fillBatch(): boolean {
    const { sealer } = this.#connection;
    if (this.#pingDue) this.#writer.ping();
    if (this.#pongDue) this.#writer.pong();
    this.#pingDue = false;
    this.#pongDue = false;
    let allowed = this.#allowance();
    while (allowed > 0 && this.#writer.hasRoom) {
      const channel = chooseChannel(this.#channels);
      if (channel === undefined) break;
      allowed -= this.#writer.writePacket(channel);
    }
    return !sealer.empty;
  }

  /** Bytes that the rate allows now; without any, a timer goes on when it does. Pings and pongs do not wait. */
  #allowance(): number {
    const delayMs = this.#bucket.delayMs();
    if (delayMs === 0) return this.#bucket.available();
    if (this.#channels.some((channel) => channel.isPending())) {
      this.#rateTimer ??= this.#clock.setTimer(delayMs, () => {
        this.#rateTimer = undefined;
        this.#pump();
      });
    }
    return 0;
  }

  #decay(): void {
    const periods = Math.floor((this.#clock.now() - this.#decayedAt) / DECAY_PERIOD_MS);
    if (periods === 0) return;
    this.#decayedAt += periods * DECAY_PERIOD_MS;
    for (const channel of this.#channels) channel.decay(periods);
  }
}
