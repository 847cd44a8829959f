/**
 * Lines of two columns, the second one aligned: `indent`, a label, at least two spaces, a value. Every line ends in a
 * line feed. Labels and values must have been escaped.
 */
export function labelled(rows: readonly (readonly [label: string, value: string])[], indent = "  "): string {
  const width = Math.max(0, ...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `${indent}${label.padEnd(width)}  ${value}`.trimEnd() + "\n").join("");
}
