import type { Clock } from "../base/index.js";

const WINDOW_MS = 1000;
const SAMPLE_MS = 100;

/** What went through a connection in one direction. Rates are bytes a second. */
export interface FlowStatus {
  /** Bytes since the start. */
  readonly bytes: number;
  /** Exponential average over about one second. */
  readonly currentRate: number;
  /** Over the whole life. */
  readonly averageRate: number;
  /** The highest current rate. */
  readonly peakRate: number;
  /** Time since the last byte. */
  readonly idleMs: number;
}

/** Counts bytes of one direction. Costs an addition a call; the averages are brought up to date every 100 ms. */
export class FlowMeter {
  readonly #clock: Clock;
  readonly #startedAt: number;
  #bytes = 0;
  #lastByteAt: number;
  #sampleBytes = 0;
  #sampledAt: number;
  #rate = 0;
  #peak = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#startedAt = clock.now();
    this.#lastByteAt = this.#startedAt;
    this.#sampledAt = this.#startedAt;
  }

  /** Counts `count` bytes; `now` is the clock's time, which the caller often has at hand. */
  add(count: number, now: number): void {
    this.#bytes += count;
    this.#sampleBytes += count;
    this.#lastByteAt = now;
    if (now - this.#sampledAt >= SAMPLE_MS) this.#sample(now);
  }

  status(): FlowStatus {
    const now = this.#clock.now();
    if (now - this.#sampledAt >= SAMPLE_MS) this.#sample(now);
    return {
      bytes: this.#bytes,
      currentRate: Math.round(this.#rate),
      averageRate: now > this.#startedAt ? Math.round((this.#bytes * 1000) / (now - this.#startedAt)) : 0,
      peakRate: Math.round(this.#peak),
      idleMs: now - this.#lastByteAt,
    };
  }

  #sample(now: number): void {
    const elapsedMs = now - this.#sampledAt;
    const weight = 1 - Math.exp(-elapsedMs / WINDOW_MS);
    this.#rate += weight * ((this.#sampleBytes * 1000) / elapsedMs - this.#rate);
    this.#peak = Math.max(this.#peak, this.#rate);
    this.#sampleBytes = 0;
    this.#sampledAt = now;
  }
}
