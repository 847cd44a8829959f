import { readFileSync } from "node:fs";
import type { Difference } from "./check.js";
import type { Vector } from "./vector.js";

/** A decided difference from Go, as listed in `test/fixtures/deviations.json`. */
export interface Deviation {
  /** `file/kind`, for example `netaddress/parse`. */
  readonly kind: string;
  /** The rule that is ours, one sentence. */
  readonly rule: string;
  /** Only for vectors of this release. Default: of every release. */
  readonly source?: string;
  /** Case names, or one regular expression over them. Empty when no vector shows the difference. */
  readonly cases: readonly string[] | string;
  /** Why. */
  readonly reason: string;
  /** A heading or line of `docs/DIFFERENCES.md`. */
  readonly differencesLine: string;
  /** Whether we refuse what Go accepts, or accept what Go refuses. */
  readonly verdict: "stricter" | "kinder";
  /** Which parts of the result differ, and no other. Default: `verdict`. */
  readonly fields?: readonly string[];
}

/** Reads the list and checks its form. */
export function loadDeviations(file: string): Deviation[] {
  const list = JSON.parse(readFileSync(file, "utf8")) as Deviation[];
  for (const each of list) {
    const texts = [each.kind, each.rule, each.reason, each.differencesLine];
    if (texts.some((text) => typeof text !== "string" || text === "")) {
      throw new TypeError(`${file}: an entry lacks kind, rule, reason or differencesLine`);
    }
    if (!["stricter", "kinder"].includes(each.verdict))
      throw new TypeError(`${file}: verdict of "${each.rule}"`);
  }
  return list;
}

/** Whether `deviation` covers a case of `kind` (`file/kind`). */
export function covers(deviation: Deviation, kind: string, vector: Vector): boolean {
  if (deviation.kind !== kind || (deviation.source ?? vector.source) !== vector.source) return false;
  const { cases } = deviation;
  return typeof cases === "string" ? new RegExp(cases, "u").test(vector.name) : cases.includes(vector.name);
}

/** What the list names in a file without its being there: entries that have outlived their vectors. */
export function missingCases(list: readonly Deviation[], file: string, vectors: readonly Vector[]): string[] {
  return list
    .filter((each) => each.kind.startsWith(`${file}/`))
    .flatMap((each) => {
      const named = typeof each.cases === "string" ? [each.cases] : each.cases;
      return named.filter((name) => {
        const only = typeof each.cases === "string" ? each : { ...each, cases: [name] };
        return !vectors.some((vector) => covers(only, `${file}/${vector.kind}`, vector));
      });
    });
}

/** What is wrong with the differences of a covered case: none at all, another field, or the opposite verdict. */
export function deviationFault(deviation: Deviation, differences: readonly Difference[]): string | undefined {
  if (differences.length === 0) return `stale deviation: this case no longer differs ("${deviation.rule}")`;
  const allowed = deviation.fields ?? ["verdict"];
  const other = differences.find((each) => !allowed.includes(each.field));
  if (other !== undefined) return `${other.field}: ${other.text}`;
  const opposite = differences.find(
    (each) => each.verdict !== undefined && each.verdict !== deviation.verdict,
  );
  if (opposite !== undefined) return `listed as ${deviation.verdict}, but ${opposite.text}`;
  return undefined;
}
