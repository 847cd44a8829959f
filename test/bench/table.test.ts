import { describe, expect, it } from "vitest";
import type { Row } from "../../bench/rows.js";
import { formatNumber, formatTable, markdownTable } from "../../bench/table.js";

const rows: readonly Row[] = [
  {
    name: "throughput",
    size: 16_384,
    ours: 412.34,
    go: 160.26,
    ratio: 2.573,
    unit: "MB/s",
    spread: [2.4, 2.61],
    target: { text: "≥ 2.5× Go", met: true },
  },
  {
    name: "latency p99",
    size: 100,
    ours: 5.25,
    go: 42,
    ratio: 8,
    unit: "ms",
    spread: [8, 8],
    target: undefined,
  },
  { name: "alone", size: null, ours: 7, go: null, ratio: null, unit: "s", spread: null },
];

describe("the table", () => {
  it("has columns for the terminal", () => {
    expect(formatTable(rows).split("\n")).toEqual([
      "measurement  message  ours    Go  unit  ratio     rounds  target",
      "throughput    16 KiB   412   160  MB/s  2.57×  2.40–2.61  ≥ 2.5× Go: met",
      "latency p99    100 B  5.25  42.0  ms    8.00×  8.00–8.00",
      "alone                 7.00        s",
    ]);
  });

  it("is Markdown for a document", () => {
    expect(markdownTable(rows).split("\n").slice(0, 3)).toEqual([
      "| measurement | message | ours | Go | unit | ratio | rounds | target |",
      "| --- | --- | --- | --- | --- | --- | --- | --- |",
      "| throughput | 16 KiB | 412 | 160 | MB/s | 2.57× | 2.40–2.61 | ≥ 2.5× Go: met |",
    ]);
  });

  it.each([
    [0, "0.00"],
    [0.0123, "0.012"],
    [9.876, "9.88"],
    [98.76, "98.8"],
    [12_345.6, "12346"],
  ])("writes %d as %s", (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});
