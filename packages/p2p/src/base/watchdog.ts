import type { Clock, Timer } from "./clock.js";

/**
 * Notices that something has taken too long. Cheap to start and stop often: the timer underneath is left running and
 * looks, when it fires, whether anything is still being watched and since when.
 */
export class Watchdog {
  readonly #clock: Clock;
  readonly #limitMs: number;
  readonly #onExpire: () => void;
  #since: number | undefined;
  #timer: Timer | undefined;

  /** `onExpire` is called once for each {@link Watchdog.start} that is not followed by `stop` within `limitMs`. */
  constructor(clock: Clock, limitMs: number, onExpire: () => void) {
    this.#clock = clock;
    this.#limitMs = limitMs;
    this.#onExpire = onExpire;
  }

  /** Starts to count, or starts again from zero. */
  start(): void {
    this.#since = this.#clock.now();
    this.#timer ??= this.#clock.setTimer(this.#limitMs, this.#check);
  }

  /** Stops counting. */
  stop(): void {
    this.#since = undefined;
  }

  /** Stops counting and releases the timer. */
  close(): void {
    this.#since = undefined;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** Whether something is being watched. */
  get running(): boolean {
    return this.#since !== undefined;
  }

  readonly #check = (): void => {
    this.#timer = undefined;
    if (this.#since === undefined) return;
    const remainingMs = this.#since + this.#limitMs - this.#clock.now();
    if (remainingMs > 0) {
      this.#timer = this.#clock.setTimer(remainingMs, this.#check);
    } else {
      this.#since = undefined;
      this.#onExpire();
    }
  };
}
