import type { Clock } from "./clock.js";

/**
 * A token bucket: `ratePerS` tokens flow in each second, up to `burst`.
 *
 * Tokens may be overdrawn by one {@link TokenBucket.take}, so that a unit of work larger than the burst still goes
 * through; the debt is paid back before the next one. Over time the rate is never exceeded, unlike Go's limiter, which
 * forgives the overshoot of each 100 ms sample (`libs/flowrate/flowrate.go:177-255@v0.38.25`).
 *
 * @example
 * ```ts
 * const bucket = new TokenBucket({ ratePerS: 5_120_000, burst: 512_000, clock: systemClock });
 * const waitMs = bucket.delayMs();
 * if (waitMs === 0) bucket.take(1044);
 * ```
 */
export class TokenBucket {
  readonly #ratePerMs: number;
  readonly #burst: number;
  readonly #clock: Clock;
  #tokens: number;
  #refilledAt: number;

  /** A `ratePerS` of 0 or Infinity means unlimited. */
  constructor(options: { ratePerS: number; burst: number; clock: Clock }) {
    this.#ratePerMs = options.ratePerS / 1000;
    this.#burst = options.burst;
    this.#clock = options.clock;
    this.#tokens = options.burst;
    this.#refilledAt = options.clock.now();
  }

  /** Whether this bucket never makes anybody wait. */
  get unlimited(): boolean {
    return !(this.#ratePerMs > 0 && Number.isFinite(this.#ratePerMs));
  }

  /** Milliseconds until something may be taken: 0 now, otherwise a positive number. */
  delayMs(): number {
    if (this.unlimited) return 0;
    this.#refill();
    return this.#tokens > 0 ? 0 : Math.max(1, (1 - this.#tokens) / this.#ratePerMs);
  }

  /** Tokens in the bucket: what may be taken without going into debt. Infinity when unlimited. */
  available(): number {
    if (this.unlimited) return Number.POSITIVE_INFINITY;
    this.#refill();
    return Math.max(0, this.#tokens);
  }

  /** Takes `count` tokens, going into debt where there are fewer. */
  take(count: number): void {
    if (!this.unlimited) this.#tokens -= count;
  }

  #refill(): void {
    const now = this.#clock.now();
    this.#tokens = Math.min(this.#burst, this.#tokens + (now - this.#refilledAt) * this.#ratePerMs);
    this.#refilledAt = now;
  }
}
