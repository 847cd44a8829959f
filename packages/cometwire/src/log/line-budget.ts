import type { Clock } from "@cometwire/p2p";

/** Settings of {@link LineBudget}. */
export interface LineBudgetOptions {
  readonly clock: Clock;
  readonly windowMs: number;
  /** Lines of one event in a window. */
  readonly most: number;
}

/** How many lines of each event may be written in a window of time. */
export class LineBudget {
  readonly #options: LineBudgetOptions;
  readonly #windows = new Map<string, { lines: number; readonly endsAt: number }>();

  constructor(options: LineBudgetOptions) {
    this.#options = options;
  }

  /** Takes a line of an event, if there is one left. Events are few: see the table of events. */
  allows(event: string): boolean {
    const { clock, windowMs, most } = this.#options;
    const now = clock.now();
    let window = this.#windows.get(event);
    if (window === undefined || now >= window.endsAt) {
      window = { lines: 0, endsAt: now + windowMs };
      this.#windows.set(event, window);
    }
    return ++window.lines <= most;
  }
}
