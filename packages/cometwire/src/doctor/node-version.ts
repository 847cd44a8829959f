import type { Check } from "./check.js";

/** Whether a Node version, such as `v20.20.2`, lies in a range of the form `>=20.19.0`. */
export function checkNodeVersion(version: string, range: string): Check {
  const name = "node version";
  const minimum = range.replace(/^>=/, "");
  const detail = `${version} (wanted: ${range})`;
  if (compare(numbers(version), numbers(minimum)) >= 0) return { name, status: "ok", detail };
  return { name, status: "fail", detail, advice: `install Node ${minimum} or newer` };
}

function numbers(version: string): number[] {
  return version.replace(/^v/, "").split(/[.-]/, 3).map(Number);
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < 3; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
