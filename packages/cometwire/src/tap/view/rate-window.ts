import type { TapSummary } from "../totals.js";

/** Rates are over so much time: long enough to be read, short enough to follow a change. */
const WINDOW_MS = 5_000;

/** Remembers summaries for as long as rates are computed from them. */
export class RateWindow {
  #kept: TapSummary[] = [];

  /** Notes how things are now, and says how they were some five seconds ago; undefined at first. */
  note(now: TapSummary): TapSummary | undefined {
    const recent = this.#kept.findLastIndex(({ elapsedMs }) => now.elapsedMs - elapsedMs >= WINDOW_MS);
    this.#kept = [...this.#kept.slice(Math.max(0, recent)), now];
    return this.#kept.length > 1 ? this.#kept[0] : undefined;
  }
}
