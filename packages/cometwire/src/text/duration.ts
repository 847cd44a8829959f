import { printable } from "@cometwire/p2p";
import { UsageError } from "../usage-error.js";

/** Milliseconds of a day. */
export const DAY_MS = 24 * 3_600_000;
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: DAY_MS };
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/y;

/**
 * Milliseconds of a duration written as in CometBFT's configuration (`500ms`, `10s`, `1m30s`, `1.5h`), or in days (`7d`).
 *
 * @param longestMs - what is longer is refused. Default: a day.
 * @throws UsageError when it is none, is zero, or is too long.
 */
export function parseDuration(text: string, longestMs = DAY_MS): number {
  let milliseconds = 0;
  let at = 0;
  while (at < text.length) {
    PART.lastIndex = at;
    const [part = "", amount = "", unit = ""] = PART.exec(text) ?? [];
    if (part === "") throw notADuration(text, howToWrite(text));
    milliseconds += Number(amount) * (UNIT_MS[unit] ?? 0);
    at += part.length;
  }
  if (milliseconds < 1) throw notADuration(text, "it must be at least 1ms");
  if (milliseconds > longestMs) {
    const longest = longestMs === DAY_MS ? "24h" : `${longestMs / DAY_MS}d`;
    throw notADuration(text, `it must be at most ${longest}`);
  }
  return Math.round(milliseconds);
}

function howToWrite(text: string): string {
  return /^\d+(?:\.\d+)?$/.test(text) ? `add a unit: ${text}s` : "write it as 500ms, 10s or 1m30s";
}

/** A measured time for people: `0.42 ms`, `12.3 ms`, `340 ms`, `2.41 s`. */
export function formatMs(milliseconds: number): string {
  if (milliseconds < 1) return `${milliseconds.toFixed(2)} ms`;
  if (milliseconds < 99.95) return `${milliseconds.toFixed(1)} ms`;
  if (milliseconds < 999.5) return `${milliseconds.toFixed(0)} ms`;
  return `${(milliseconds / 1_000).toFixed(2)} s`;
}

/** A measured time for programs: milliseconds, to the microsecond. */
export function roundMs(milliseconds: number): number {
  return Math.round(milliseconds * 1_000) / 1_000;
}

function notADuration(text: string, why: string): UsageError {
  return new UsageError(`"${printable(text, 40)}" is not a usable duration: ${why}`);
}
