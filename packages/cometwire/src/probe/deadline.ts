import { type Clock, P2PError, type Timer } from "@cometwire/p2p";

/** One deadline for all of a probe, and the user's Ctrl-C in the same signal. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #clock: Clock;
  readonly #timer: Timer;
  readonly #endsAt: number;
  readonly #interrupt: AbortSignal;
  #expired = false;

  constructor(timeoutMs: number, clock: Clock, interrupt: AbortSignal) {
    this.#clock = clock;
    this.#endsAt = clock.now() + timeoutMs;
    this.#interrupt = interrupt;
    this.#timer = clock.setTimer(timeoutMs, () => {
      this.#expired = true;
      this.#controller.abort();
    });
    interrupt.addEventListener("abort", this.#onInterrupt, { once: true });
    if (interrupt.aborted) this.#onInterrupt();
  }

  /** Fires when the time is up and on Ctrl-C. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether the time is up. */
  get expired(): boolean {
    return this.#expired;
  }

  /** What is left, at least a millisecond. */
  remainingMs(): number {
    return Math.max(1, this.#endsAt - this.#clock.now());
  }

  /**
   * Waits, for less than what remains.
   *
   * @throws P2PError `ABORTED`.
   */
  pause(milliseconds: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        timer.cancel();
        reject(new P2PError("ABORTED"));
      };
      const timer = this.#clock.setTimer(milliseconds, () => {
        this.signal.removeEventListener("abort", abort);
        resolve();
      });
      this.signal.addEventListener("abort", abort, { once: true });
      if (this.signal.aborted) abort();
    });
  }

  /** Releases the timer. */
  close(): void {
    this.#timer.cancel();
    this.#interrupt.removeEventListener("abort", this.#onInterrupt);
  }

  readonly #onInterrupt = (): void => this.#controller.abort();
}
