import { describe, expect, it } from "vitest";
import { DAY_MS, formatMs, parseDuration, roundMs } from "../../src/text/duration.js";
import { UsageError } from "../../src/usage-error.js";

describe("parseDuration", () => {
  it.each([
    ["500ms", 500],
    ["10s", 10_000],
    ["1m", 60_000],
    ["1m30s", 90_000],
    ["1.5s", 1_500],
    ["24h", 86_400_000],
    ["1ms", 1],
    ["1d", 86_400_000],
  ])("%s is %i ms", (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each([
    ["", "at least 1ms"],
    ["0s", "at least 1ms"],
    ["0.1ms", "at least 1ms"],
    ["10", "add a unit: 10s"],
    ["1.5", "add a unit: 1.5s"],
    ["s", "write it as"],
    ["-1s", "write it as"],
    ["10 s", "write it as"],
    ["10s\u001b[31m", "write it as"],
    ["25h", "at most 24h"],
  ])("%j is refused", (text, reason) => {
    expect(() => parseDuration(text)).toThrow(UsageError);
    expect(() => parseDuration(text)).toThrow(reason);
  });

  it("takes longer ones where they make sense", () => {
    expect(parseDuration("30d12h", 365 * DAY_MS)).toBe(2_635_200_000);
    expect(() => parseDuration("366d", 365 * DAY_MS)).toThrow("at most 365d");
  });

  it("escapes what was typed", () => {
    expect(() => parseDuration("\u001b[2J")).toThrow('"\\u{1b}[2J" is not a usable duration');
  });
});

describe("formatMs", () => {
  it.each([
    [0.423, "0.42 ms"],
    [12.34, "12.3 ms"],
    [99.96, "100 ms"],
    [340.4, "340 ms"],
    [999.6, "1.00 s"],
    [2_412, "2.41 s"],
  ])("%d", (milliseconds, text) => {
    expect(formatMs(milliseconds)).toBe(text);
  });
});

it("rounds to the microsecond", () => {
  expect(roundMs(1.234567)).toBe(1.235);
});
