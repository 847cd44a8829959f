import { type Clock, Fifo, type Timer } from "../base/index.js";

/** What a {@link SimulatedLink} asks of the network. */
export interface LinkConditions {
  readonly clock: Clock;
  /** Milliseconds that a packet takes now. */
  latencyMs(): number;
  /** Bytes a second; `Infinity` for no limit. */
  readonly bandwidthBytesPerS: number;
  /** Whether packets get through now. */
  isOpen(): boolean;
  /** The link is held up: call {@link SimulatedLink.retry} when packets may get through again. */
  onHeldUp(link: SimulatedLink): void;
}

interface Packet {
  readonly at: number;
  readonly arrive: () => void;
}

/**
 * One direction of a simulated connection. Packets arrive in the order they were sent, whatever their latency. While
 * nothing gets through they wait, as TCP sends again what was not acknowledged; there is one timer however many there are.
 */
export class SimulatedLink {
  readonly #conditions: LinkConditions;
  readonly #packets = new Fifo<Packet>();
  #first: Packet | undefined;
  #timer: Timer | undefined;
  /** When the last packet arrives, and when the line is free again. */
  #lastAt = 0;
  #freeAt = 0;
  #delivering = false;
  #closed = false;

  constructor(conditions: LinkConditions) {
    this.#conditions = conditions;
  }

  /** Sends a packet of `bytes` bytes: `arrive` is called at the other end. */
  send(bytes: number, arrive: () => void): void {
    if (this.#closed) return;
    const { clock, bandwidthBytesPerS } = this.#conditions;
    this.#freeAt = Math.max(this.#freeAt, clock.now()) + (bytes * 1_000) / bandwidthBytesPerS;
    this.#lastAt = Math.max(this.#lastAt, this.#freeAt + this.#conditions.latencyMs());
    const packet = { at: this.#lastAt, arrive };
    if (this.#first !== undefined) {
      this.#packets.push(packet);
      return;
    }
    this.#first = packet;
    if (!this.#delivering) this.#wait(packet.at);
  }

  /** Packets may get through again: those held up set out anew. */
  retry(): void {
    if (this.#first === undefined || this.#timer !== undefined) return;
    const at = this.#conditions.clock.now() + this.#conditions.latencyMs();
    this.#lastAt = Math.max(this.#lastAt, at);
    this.#wait(at);
  }

  /** Drops what is on its way and whatever is sent later. */
  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#first = undefined;
    this.#packets.clear();
  }

  #wait(at: number): void {
    const { clock } = this.#conditions;
    this.#timer = clock.setTimer(at - clock.now(), this.#deliver);
  }

  readonly #deliver = (): void => {
    this.#timer = undefined;
    if (!this.#conditions.isOpen()) {
      this.#conditions.onHeldUp(this);
      return;
    }
    const now = this.#conditions.clock.now();
    this.#delivering = true;
    do {
      const packet = this.#first;
      this.#first = this.#packets.shift();
      packet?.arrive();
    } while (this.#first !== undefined && this.#first.at <= now);
    this.#delivering = false;
    if (this.#first !== undefined) this.#wait(this.#first.at);
  };
}
