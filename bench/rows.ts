import { median } from "./rounds.js";

/** One line of the result. */
export interface Row {
  readonly name: string;
  /** Message size in bytes. */
  readonly size: number | null;
  /** Medians. Those of Go are null where there is nothing to compare with. */
  readonly ours: number;
  readonly go: number | null;
  /** Above 1: better than Go. The median of the rounds' own ratios. */
  readonly ratio: number | null;
  readonly unit: string;
  /** The lowest and the highest ratio of a round. */
  readonly spread: readonly [number, number] | null;
  readonly target?: Target | undefined;
}

/** What a row is meant to reach. */
export interface Target {
  readonly text: string;
  readonly met: boolean;
}

/** What {@link compare} compares: a value for each round, the same rounds on both sides. */
export interface Comparison {
  readonly name: string;
  readonly size?: number | undefined;
  readonly ours: readonly number[];
  readonly go: readonly number[];
  readonly unit: string;
  readonly better: "more" | "less";
  /** The least ratio that is aimed at. */
  readonly leastRatio?: number | undefined;
  /** The most of what Go takes that is aimed at, where less is better. */
  readonly mostOfGo?: number | undefined;
}

/** What {@link ourRow} is made of. */
export interface OurResult {
  readonly name: string;
  /** A value for each round. */
  readonly ours: readonly number[];
  readonly unit: string;
  readonly target?: Target | undefined;
}

/** The row of something that is measured of ours alone. */
export function ourRow({ name, ours: values, unit, target }: OurResult): Row {
  const ours = finite(name, median(values));
  return { name, size: null, ours, go: null, ratio: null, unit, spread: null, target };
}

/** The row of a comparison. */
export function compare(comparison: Comparison): Row {
  const { name, size = null, unit, better } = comparison;
  const ratios = comparison.ours.map((ours, round) => {
    const go = comparison.go[round] as number;
    return better === "more" ? ours / go : go / ours;
  });
  const ours = finite(name, median(comparison.ours));
  const ratio = finite(name, median(ratios));
  return {
    name,
    size,
    ours,
    go: median(comparison.go),
    ratio,
    unit,
    spread: [Math.min(...ratios), Math.max(...ratios)],
    target: targetOf(comparison, ratio),
  };
}

function finite(name: string, value: number): number {
  if (!Number.isFinite(value)) throw new Error(`${name}: the measurement gave ${value}`);
  return value;
}

function targetOf({ leastRatio, mostOfGo }: Comparison, ratio: number): Target | undefined {
  if (leastRatio !== undefined) return { text: `≥ ${leastRatio}× Go`, met: ratio >= leastRatio };
  if (mostOfGo !== undefined) return { text: `≤ ${mostOfGo}× Go`, met: ratio >= 1 / mostOfGo };
  return undefined;
}
