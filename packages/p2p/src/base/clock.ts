/** A pending timer of a {@link Clock}. */
export interface Timer {
  /** Cancels the timer. Does nothing when it has fired or was cancelled already. */
  cancel(): void;
}

/**
 * The only source of time in the library, so that the same code runs in real and in virtual time.
 *
 * @example
 * ```ts
 * const timer = systemClock.setTimer(1_000, () => console.log("a second later"));
 * timer.cancel();
 * ```
 */
export interface Clock {
  /** Milliseconds since an arbitrary start; never goes back. For durations and deadlines. */
  now(): number;
  /** Milliseconds since 1970-01-01 UTC. For what people or files see, never for durations. */
  wallTime(): number;
  /**
   * Calls `callback` once, `delayMs` milliseconds from now, never before `setTimer` has returned.
   * A timer alone does not keep the process alive.
   */
  setTimer(delayMs: number, callback: () => void): Timer;
  /** Calls `callback` once, after what is happening now and before any time passes. Cannot be cancelled. */
  defer(callback: () => void): void;
}

/** Node accepts delays up to 2^31 - 1 ms; a longer one would fire at once. */
const LONGEST_DELAY_MS = 0x7fff_ffff;

/** Real time: a monotonic clock and Node's timers. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wallTime: () => Date.now(),
  setTimer(delayMs, callback) {
    const handle = setTimeout(callback, Math.min(Math.max(delayMs, 0), LONGEST_DELAY_MS));
    handle.unref();
    return { cancel: () => clearTimeout(handle) };
  },
  defer: (callback) => void setImmediate(callback),
};
