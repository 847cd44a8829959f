import { describe, expect, it } from "vitest";
import { counted, formatBytes, formatSpan } from "../../src/text/amounts.js";

describe("formatBytes", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1_000, "1.0 kB"],
    [1_234, "1.2 kB"],
    [9_960, "10 kB"],
    [999_499, "999 kB"],
    [999_500, "1.0 MB"],
    [12_300_000, "12 MB"],
    [4.2e9, "4.2 GB"],
    [7e15, "7000 TB"],
  ])("%d", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe("formatSpan", () => {
  it.each([
    [-5, "0 s"],
    [999, "0 s"],
    [12_000, "12 s"],
    [60_000, "1 min"],
    [302_000, "5 min 2 s"],
    [3_600_000, "1 h"],
    [8_040_000, "2 h 14 min"],
    [86_400_000, "1 d"],
    [86_400_000 * 3 + 3_600_000 * 4, "3 d 4 h"],
    [86_400_000 + 60_000, "1 d"],
  ])("%d", (milliseconds, text) => {
    expect(formatSpan(milliseconds)).toBe(text);
  });
});

it("counts in words", () => {
  expect([counted(1, "peer"), counted(0, "peer"), counted(2, "address", "addresses")]).toEqual([
    "1 peer",
    "0 peers",
    "2 addresses",
  ]);
});
