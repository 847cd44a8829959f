/** Adds up what the steps of `scripts/test.sh` left in a folder, prints it, and fails when anything failed. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The part of vitest's JSON report that is used here. */
interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

/** What one step counts for: its tests where it has any, otherwise itself. */
function countsOf(folder: string, name: string, exit: string): Counts {
  if (exit === "skipped") return { passed: 0, failed: 0, skipped: 1 };
  const succeeded = exit === "0";
  const counts = countsInside(folder, name) ?? { passed: Number(succeeded), failed: 0, skipped: 0 };
  // A step may fail without a failed test, for example when it could not start.
  const failed = succeeded ? counts.failed : Math.max(1, counts.failed);
  return { ...counts, failed };
}

function countsInside(folder: string, name: string): Counts | undefined {
  const report = join(folder, `${name}.json`);
  if (existsSync(report)) return vitestCounts(JSON.parse(readFileSync(report, "utf8")) as VitestReport);
  const log = join(folder, `${name}.log`);
  if (existsSync(log)) return conformanceCounts(readFileSync(log, "utf8"));
  return undefined;
}

function vitestCounts(report: VitestReport): Counts {
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Reads the last row of the conformance table: cases, passed, failed, differs on purpose. */
function conformanceCounts(log: string): Counts | undefined {
  const row = /^total((?: +· +\d+){4})$/m.exec(log)?.[1];
  if (row === undefined) return undefined;
  const [, passed = 0, failed = 0, onPurpose = 0] = (row.match(/\d+/g) ?? []).map(Number);
  return { passed: passed + onPurpose, failed, skipped: 0 };
}

const folder = process.argv[2] ?? ".";
const total = { passed: 0, failed: 0, skipped: 0 };
console.log("\n=== summary");
for (const line of readFileSync(join(folder, "steps"), "utf8").trim().split("\n")) {
  const [name = "", exit = "", seconds = ""] = line.split("\t");
  const { passed, failed, skipped } = countsOf(folder, name, exit);
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  const counts = `${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed ${String(skipped).padStart(5)} skipped`;
  console.log(`${name.padEnd(12)} ${failed > 0 ? "FAILED" : "ok    "} ${counts} ${seconds.padStart(5)} s`);
  if (exit === "skipped") console.log(`\n!!! ${name.toUpperCase()} SKIPPED: Go is not installed\n`);
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
if (total.failed > 0) process.exitCode = 1;
