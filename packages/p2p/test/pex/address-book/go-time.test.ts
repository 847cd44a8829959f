import * as fc from "fast-check";
import { expect, it } from "vitest";
import { formatGoTime, parseGoTime } from "../../../src/pex/state-file/index.js";

it.each([
  ["2024-01-02T03:04:05Z", "2024-01-02T03:04:05Z"],
  ["2024-01-02T03:04:05.1Z", "2024-01-02T03:04:05.1Z"],
  ["2024-01-02T03:04:05.123456789Z", "2024-01-02T03:04:05.123Z"],
  ["2024-01-02T03:04:05.123456789+05:30", "2024-01-01T21:34:05.123Z"],
  ["2024-01-01T23:04:05-01:00", "2024-01-02T00:04:05Z"],
  ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"],
  ["9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999Z"],
  ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"],
])("%s is %s", (text, utc) => {
  const time = parseGoTime(text);
  expect(time).toBeDefined();
  expect(formatGoTime(time ?? 0)).toBe(utc);
});

it.each([
  "",
  "yesterday",
  "2024-01-02",
  "2024-01-02T03:04Z",
  "2024-01-02T03:04:05",
  "2024-01-02 03:04:05Z",
  "2024-01-02T03:04:05,5Z",
  "2024-01-02T03:04:05.Z",
  "2024-02-30T00:00:00Z",
  "2023-02-29T00:00:00Z",
  "2024-13-01T00:00:00Z",
  "2024-01-02T24:00:00Z",
  "2024-01-02T03:04:60Z",
  "2024-01-02T03:04:05+24:00",
  "2024-01-02T03:04:05+00:60",
  "2024-01-02t03:04:05z",
])("%j is none", (text) => {
  expect(parseGoTime(text)).toBeUndefined();
});

it("reads what it writes", () => {
  const times = fc.integer({
    min: Date.parse("0001-01-01T00:00:00Z"),
    max: Date.parse("9999-12-31T23:59:59.999Z"),
  });
  fc.assert(
    fc.property(times, (time) => {
      expect(parseGoTime(formatGoTime(time))).toBe(time);
    }),
  );
});

it("writes nothing that Go could not read", () => {
  expect([formatGoTime(-1e15), formatGoTime(8e15)]).toEqual([
    "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999Z",
  ]);
  expect(parseGoTime(formatGoTime(1.5))).toBe(1);
});
