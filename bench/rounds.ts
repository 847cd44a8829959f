/** A measurement by name, each of which starts and stops everything it needs. */
export type Runs<K extends string, T> = Readonly<Record<K, () => Promise<T>>>;

/**
 * Measures everything once a round, one after the other, in the opposite order in every second round: what drifts on the
 * machine meets all of them alike.
 *
 * @returns the results of each, in the order of the rounds
 */
export async function interleave<K extends string, T>(
  rounds: number,
  runs: Runs<K, T>,
  onDone: (name: K, round: number, result: T) => void,
): Promise<Record<K, T[]>> {
  const names = Object.keys(runs) as K[];
  const results = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<K, T[]>;
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const result = await runs[name]();
      results[name].push(result);
      onDone(name, round, result);
    }
  }
  return results;
}

/** The middle value; the mean of the two in the middle when there is an even number. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const above = sorted[Math.floor(middle)] as number;
  return Number.isInteger(middle) ? ((sorted[middle - 1] as number) + above) / 2 : above;
}

/** The least value that `percent` of the values do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  if (values.length === 0) throw new Error("there are no values");
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] as number;
}
