import type { Style } from "../text/style.js";
import type { Check } from "./check.js";

/** The report for people: a line for each check, and its advice below it. */
export function renderChecks(checks: readonly Check[], style: Style): string {
  const width = Math.max(0, ...checks.map(({ name }) => name.length));
  const paint = { ok: style.good, warn: style.warn, fail: style.bad };
  return checks
    .map(({ name, status, detail, advice }) => {
      const line = `${paint[status](status.padEnd(4))}  ${name.padEnd(width)}  ${detail}\n`;
      return advice === undefined ? line : `${line}${" ".repeat(width + 8)}${style.dim(`→ ${advice}`)}\n`;
    })
    .join("");
}

/** The report for programs. */
export function checksJson(checks: readonly Check[]): { ok: boolean; checks: readonly Check[] } {
  return { ok: passed(checks), checks };
}

/** Whether nothing failed. */
export function passed(checks: readonly Check[]): boolean {
  return checks.every(({ status }) => status !== "fail");
}
