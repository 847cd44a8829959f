/* Durations: the verdicts and values are those of Go's time.ParseDuration. */
import { describe, expect, test } from "vitest";
import { millisecondsOf, parseGoDuration } from "../../src/home/go-duration.js";

const fromGo: readonly (readonly [string, bigint | undefined])[] = [
  ["0", 0n],
  ["+0", 0n],
  ["-0", 0n],
  ["0s", 0n],
  ["1", undefined],
  ["", undefined],
  ["-", undefined],
  ["+", undefined],
  ["s", undefined],
  ["1s", 1000000000n],
  ["-1s", -1000000000n],
  ["+5s", 5000000000n],
  ["1.5h", 5400000000000n],
  ["1m30s", 90000000000n],
  ["100ms", 100000000n],
  ["20.5s", 20500000000n],
  ["1h0m0s", 3600000000000n],
  ["1ns", 1n],
  ["1us", 1000n],
  ["1µs", 1000n],
  ["1μs", 1000n],
  [".5s", 500000000n],
  ["5.s", 5000000000n],
  [".s", undefined],
  ["1.", undefined],
  ["1.s", 1000000000n],
  ["-.5s", -500000000n],
  ["1 s", undefined],
  [" 1s", undefined],
  ["1s ", undefined],
  ["1S", undefined],
  ["1d", undefined],
  ["1h1", undefined],
  ["1h-1m", undefined],
  ["--1s", undefined],
  ["9223372036854775807ns", 9223372036854775807n],
  ["9223372036854775808ns", undefined],
  ["-9223372036854775808ns", -9223372036854775808n],
  ["-9223372036854775809ns", undefined],
  ["9223372036.854775807s", 9223372036854775807n],
  ["9223372036.854775808s", undefined],
  ["2562047h47m16s854ms775us807ns", 9223372036854775807n],
  ["2562047h47m16s854ms775us808ns", undefined],
  ["-2562047h47m16s854ms775us808ns", -9223372036854775808n],
  ["0.3333333333333333333h", 1200000000000n],
  ["0.9223372036854775807h", 3320413933267n],
  ["0.830103483285477580700h", 2988372539827n],
  ["0.100000000000000000000h", 360000000000n],
  ["99999999999999999999s", undefined],
  ["00000000000000000000001s", 1000000000n],
  ["1e3s", undefined],
  ["0x1s", undefined],
  ["1.0000000001s", 1000000000n],
  ["39h9m14.425s", 140954425000000n],
  ["0.000000000000000000001h", 0n],
  ["3.4us", 3400n],
  ["1s1s1s", 3000000000n],
  ["1ms1h", 3600001000000n],
  ["٣s", undefined],
  ["1.5.5s", undefined],
  ["1..s", undefined],
  ["1_0s", undefined],
];

describe("parseGoDuration", () => {
  test.each(fromGo)("%j is %s", (text, nanoseconds) => {
    expect(parseGoDuration(text)).toBe(nanoseconds);
  });

  test("a megabyte of digits is refused at once", () => {
    expect(parseGoDuration("9".repeat(1_000_000))).toBeUndefined();
    expect(parseGoDuration(`${"9".repeat(1_000_000)}s`)).toBeUndefined();
  });
});

test.each([
  [0n, 0],
  [1n, 1],
  [1_000_000n, 1],
  [1_000_001n, 2],
  [-1n, -1],
  [90_000_000_000n, 90_000],
])("%i ns are %i ms, rounded away from zero", (nanoseconds, milliseconds) => {
  expect(millisecondsOf(nanoseconds)).toBe(milliseconds);
});
