import { describe, expect, it } from "vitest";
import { interleave, median, percentile } from "../../bench/rounds.js";

describe("interleave", () => {
  it("turns the order around in every second round", async () => {
    const order: string[] = [];
    const run = (name: string) => () => Promise.resolve(order.push(name));
    const results = await interleave(3, { a: run("a"), b: run("b") }, () => undefined);
    expect(order.join("")).toBe("abbaab");
    expect(results).toEqual({ a: [1, 4, 5], b: [2, 3, 6] });
  });
});

it.each([
  [[3], 3],
  [[9, 1, 5], 5],
  [[4, 1, 3, 100], 3.5],
])("the median of %j is %d", (values, expected) => {
  expect(median(values)).toBe(expected);
});

describe("percentile", () => {
  const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);

  it.each([
    [[7], 50, 7],
    [[7], 99, 7],
    [[3, 1, 2], 50, 2],
    [[4, 1, 3, 2], 50, 2],
    [[3, 1, 2], 100, 3],
    [[3, 1, 2], 0, 1],
    [hundred, 99, 99],
    [[...hundred, 1_000], 99, 100],
  ])("of %j, %d: %d", (values, percent, expected) => {
    expect(percentile(values, percent)).toBe(expected);
  });

  it("needs a value", () => {
    expect(() => percentile([], 50)).toThrow("no values");
  });
});
