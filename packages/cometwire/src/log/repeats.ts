import type { Clock, Timer } from "@cometwire/p2p";

/** Settings of {@link Repeats}. */
export interface RepeatsOptions {
  readonly clock: Clock;
  /** Within this time after a first one, the same is counted. Default 60,000. */
  readonly windowMs?: number | undefined;
  /** Different things remembered at once; beyond, the one that began first is told of and forgotten. Default 1,000. */
  readonly maxKeys?: number | undefined;
  /** A window has ended in which something came `count` more times. */
  readonly onRepeated: (key: string, count: number, windowMs: number) => void;
}

interface Window {
  count: number;
  readonly timer: Timer;
}

/**
 * Tells a first time from repetitions. The first of a key is to be written; what follows within the window is counted,
 * and told at the window's end. As long as there were repetitions, the next window begins at once: what goes on without
 * end costs one line a window.
 */
export class Repeats {
  readonly #clock: Clock;
  readonly #windowMs: number;
  readonly #maxKeys: number;
  readonly #onRepeated: RepeatsOptions["onRepeated"];
  /** In the order in which the windows began. */
  readonly #windows = new Map<string, Window>();

  constructor(options: RepeatsOptions) {
    this.#clock = options.clock;
    this.#windowMs = options.windowMs ?? 60_000;
    this.#maxKeys = Math.max(1, options.maxKeys ?? 1_000);
    this.#onRepeated = options.onRepeated;
  }

  /** Whether this is the first of its key in a while, and to be written. */
  isFirst(key: string): boolean {
    const window = this.#windows.get(key);
    if (window !== undefined) {
      window.count++;
      return false;
    }
    const [oldest] = this.#windows.keys();
    if (this.#windows.size >= this.#maxKeys && oldest !== undefined) this.#end(oldest);
    this.#begin(key);
    return true;
  }

  /** Whether a key has come within the window. */
  knows(key: string): boolean {
    return this.#windows.has(key);
  }

  /** Tells of everything that was counted, and forgets it. */
  flush(): void {
    for (const key of [...this.#windows.keys()]) this.#end(key);
  }

  #begin(key: string): void {
    const timer = this.#clock.setTimer(this.#windowMs, () => {
      if (this.#end(key)) this.#begin(key);
    });
    this.#windows.set(key, { count: 0, timer });
  }

  /** Whether there were repetitions. */
  #end(key: string): boolean {
    const window = this.#windows.get(key);
    if (window === undefined) return false;
    window.timer.cancel();
    this.#windows.delete(key);
    if (window.count > 0) this.#onRepeated(key, window.count, this.#windowMs);
    return window.count > 0;
  }
}
