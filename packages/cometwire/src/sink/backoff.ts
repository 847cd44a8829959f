const FIRST_MS = 250;
const LONGEST_MS = 10_000;

/** The pause before the next attempt, after `failures` in a row: from a quarter of a second, doubling, to ten seconds. */
export function pauseMs(failures: number): number {
  return Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS);
}
