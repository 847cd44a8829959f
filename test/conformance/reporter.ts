import type { FileResult } from "./runner.js";

/** Exit code for the results: 0 all passed, 1 something failed. */
export function exitCode(results: readonly FileResult[]): 0 | 1 {
  return results.length === 0 || results.some((result) => result.failures.length > 0) ? 1 : 0;
}

/** The table, the deviations that were met, and every failure. */
export function report(results: readonly FileResult[]): string {
  const sections = [table(results)];
  const deviations = results.flatMap(({ file, deviations }) =>
    Array.from(deviations, ([rule, cases]) => `  ${file}: ${rule} (${cases})`),
  );
  if (deviations.length > 0) sections.push(["Differs on purpose:", ...deviations].join("\n"));
  const failures = results.flatMap(({ file, failures }) =>
    failures.map(({ name, text }) => `  ${file} · ${name}\n    ${text}`),
  );
  if (failures.length > 0) sections.push(["Failures:", ...failures].join("\n"));
  if (results.length === 0) sections.push("No files.");
  return `${sections.join("\n\n")}\n`;
}

function table(results: readonly FileResult[]): string {
  const count = (pick: (result: FileResult) => number) =>
    results.reduce((sum, result) => sum + pick(result), 0);
  const rows = [
    ["file", "cases", "passed", "failed", "differs on purpose"],
    ...results.map((each) => [
      each.file,
      ...[each.cases, each.passed, each.failures.length, each.differing].map(String),
    ]),
    [
      "total",
      ...[
        count((each) => each.cases),
        count((each) => each.passed),
        count((each) => each.failures.length),
        count((each) => each.differing),
      ].map(String),
    ],
  ];
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join(" · "),
    )
    .join("\n");
}
