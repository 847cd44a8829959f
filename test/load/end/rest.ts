/** Times in which nobody sends. */

/** Lets pass whoever asks, unless there is rest. */
export class Rest {
  #waiting: Promise<void> = Promise.resolve();
  #wake: (() => void) | undefined;

  /** Whether nobody may pass. */
  get resting(): boolean {
    return this.#wake !== undefined;
  }

  /** From now on nobody passes. */
  begin(): void {
    if (this.resting) return;
    this.#waiting = new Promise((resolve) => (this.#wake = resolve));
  }

  /** Everybody passes again. */
  end(): void {
    this.#wake?.();
    this.#wake = undefined;
  }

  /** Waits until there is no rest, or `gone` settles. */
  async pass(gone: Promise<void>): Promise<void> {
    if (this.resting) await Promise.race([this.#waiting, gone]);
  }
}

/** So many milliseconds, or until `signal` fires. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    signal.addEventListener("abort", wake, { once: true });
  });
}
