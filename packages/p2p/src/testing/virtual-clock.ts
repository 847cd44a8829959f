import type { Clock, Timer } from "../base/index.js";

interface PendingTimer {
  readonly at: number;
  readonly callback: () => void;
}

/**
 * Time that passes only when told to, so that a test of an hour takes a millisecond and always goes the same way.
 *
 * @example
 * ```ts
 * const clock = new VirtualClock();
 * clock.setTimer(60_000, () => console.log("a minute later"));
 * await clock.advance(60_000);
 * ```
 */
export class VirtualClock implements Clock {
  #now = 0;
  readonly #epoch: number;
  readonly #timers = new Set<PendingTimer>();
  #deferred: (() => void)[] = [];

  /** `epoch` is the wall time at the start, in milliseconds since 1970. */
  constructor(epoch = 1_700_000_000_000) {
    this.#epoch = epoch;
  }

  now(): number {
    return this.#now;
  }

  wallTime(): number {
    return this.#epoch + this.#now;
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    const timer = { at: this.#now + Math.max(0, delayMs), callback };
    this.#timers.add(timer);
    return { cancel: () => void this.#timers.delete(timer) };
  }

  defer(callback: () => void): void {
    this.#deferred.push(callback);
  }

  /** Lets `ms` milliseconds pass: everything due happens in order, promises included. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await this.#runDeferred();
      const next = this.#nextTimer();
      if (next === undefined || next.at > end) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
    }
    this.#now = end;
  }

  /** Lets everything happen that is due now. */
  settle(): Promise<void> {
    return this.advance(0);
  }

  /** Timers that are waiting: a stopped system has none. */
  get pendingTimers(): number {
    return this.#timers.size;
  }

  #nextTimer(): PendingTimer | undefined {
    let next: PendingTimer | undefined;
    for (const timer of this.#timers) if (next === undefined || timer.at < next.at) next = timer;
    return next;
  }

  async #runDeferred(): Promise<void> {
    do {
      const deferred = this.#deferred;
      this.#deferred = [];
      for (const callback of deferred) callback();
      // One turn of the real event loop settles all promises that do not wait for anything outside.
      await new Promise<void>((resolve) => void setImmediate(resolve));
    } while (this.#deferred.length > 0);
  }
}
