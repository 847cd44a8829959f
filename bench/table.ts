import { table } from "../scripts/docs/markdown.js";
import type { Row } from "./rows.js";

const heads = ["measurement", "message", "ours", "Go", "unit", "ratio", "rounds", "target"] as const;
/** Columns of text; the others are numbers, which end at the right. */
const left = new Set([0, 4, 7]);

/** The rows as a table for the terminal. */
export function formatTable(rows: readonly Row[]): string {
  const lines = [heads, ...rows.map(cells)];
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => (line[column] as string).length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) =>
          left.has(column) ? cell.padEnd(widths[column] as number) : cell.padStart(widths[column] as number),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** The rows as a table in Markdown. */
export function markdownTable(rows: readonly Row[]): string {
  return table(heads, rows.map(cells));
}

function cells(row: Row): string[] {
  const { name, size, ours, go, unit, ratio, spread, target } = row;
  return [
    name,
    size === null ? "" : formatSize(size),
    formatNumber(ours),
    go === null ? "" : formatNumber(go),
    unit,
    ratio === null ? "" : `${ratio.toFixed(2)}×`,
    spread === null ? "" : `${spread[0].toFixed(2)}–${spread[1].toFixed(2)}`,
    target === undefined ? "" : `${target.text}: ${target.met ? "met" : "MISSED"}`,
  ];
}

function formatSize(bytes: number): string {
  return bytes >= 1_024 && bytes % 1_024 === 0 ? `${bytes / 1_024} KiB` : `${bytes} B`;
}

/** Three significant digits, and never fewer than all in front of the point. */
export function formatNumber(value: number): string {
  const digits = Math.floor(Math.log10(Math.abs(value) || 1)) + 1;
  return value.toFixed(Math.min(Math.max(3 - digits, 0), 3));
}
