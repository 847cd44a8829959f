import { describe, expect, it } from "vitest";
import { type Comparison, compare } from "../../bench/rows.js";

const comparison: Comparison = {
  name: "throughput",
  ours: [10, 30, 20],
  go: [10, 10, 5],
  unit: "MB/s",
  better: "more",
};

describe("compare", () => {
  it("takes medians, of the values and of the rounds' ratios", () => {
    const row = { name: "throughput", size: null, ours: 20, go: 10, ratio: 3, unit: "MB/s", spread: [1, 4] };
    expect(compare(comparison)).toEqual(row);
  });

  it("turns the ratio around where less is better", () => {
    expect(compare({ ...comparison, better: "less" })).toMatchObject({ ratio: 1 / 3, spread: [0.25, 1] });
  });

  it.each([
    [{ leastRatio: 3 }, { text: "≥ 3× Go", met: true }],
    [{ leastRatio: 3.1 }, { text: "≥ 3.1× Go", met: false }],
    [
      { better: "less", mostOfGo: 3 },
      { text: "≤ 3× Go", met: true },
    ],
    [
      { better: "less", mostOfGo: 0.5 },
      { text: "≤ 0.5× Go", met: false },
    ],
    [{}, undefined],
  ] as const)("with %j has the target %j", (aim, target) => {
    expect(compare({ ...comparison, ...aim }).target).toEqual(target);
  });

  it("refuses a measurement that gave no number", () => {
    expect(() => compare({ ...comparison, go: [0, 0, 0], ours: [0, 0, 0] })).toThrow("throughput");
  });
});
