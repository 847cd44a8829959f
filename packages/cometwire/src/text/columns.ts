/** A column of a {@link table}. */
export interface Column {
  readonly head: string;
  /** For numbers. Default left. */
  readonly align?: "left" | "right";
}

/**
 * A table below its heads: columns as wide as their content, two spaces between them, a line feed behind every line.
 * Cells must have been escaped; missing ones are empty.
 */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const lines = [columns.map(({ head }) => head), ...rows];
  const widths = columns.map((_, at) => Math.max(...lines.map((cells) => cells[at]?.length ?? 0)));
  return lines
    .map((cells) => {
      const padded = columns.map(({ align }, at) => {
        const [cell, width] = [cells[at] ?? "", widths[at] ?? 0];
        return align === "right" ? cell.padStart(width) : cell.padEnd(width);
      });
      return `${padded.join("  ").trimEnd()}\n`;
    })
    .join("");
}

/**
 * Lines of two columns, the second one aligned: `indent`, a label, at least two spaces, a value. Every line ends in a
 * line feed. Labels and values must have been escaped.
 */
export function labelled(rows: readonly (readonly [label: string, value: string])[], indent = "  "): string {
  const width = Math.max(0, ...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `${indent}${label.padEnd(width)}  ${value}`.trimEnd() + "\n").join("");
}
