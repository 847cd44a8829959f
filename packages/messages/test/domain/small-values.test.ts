import { describe, expect, test } from "vitest";
import { bitArray, goZeroTime, hasBit, timestampText } from "../../src/index.js";

describe("bit arrays", () => {
  test("have the bits that were set", () => {
    const bits = bitArray(130, [0, 63, 64, 129]);
    expect(bits).toEqual({ bits: 130n, elems: [(1n << 63n) | 1n, 1n, 2n] });
    const set = Array.from({ length: 130 }, (_, i) => i).filter((i) => hasBit(bits, i));
    expect(set).toEqual([0, 63, 64, 129]);
    expect(bitArray(0)).toEqual({ bits: 0n, elems: [] });
  });

  test.each([-1, 130, 2 ** 31, 0.5, Number.NaN])("have no bit %s", (index) => {
    expect(hasBit({ bits: 130n, elems: [2n ** 64n - 1n, 2n ** 64n - 1n, 2n ** 64n - 1n] }, index)).toBe(
      false,
    );
  });

  test("may lack the words for their bits", () => {
    expect(hasBit({ bits: 65n, elems: [0n] }, 64)).toBe(false);
    expect(() => bitArray(64, [64])).toThrow(RangeError);
    expect(() => bitArray(64, [-1])).toThrow(RangeError);
  });
});

describe("times as text", () => {
  test.each([
    [{ seconds: 0n, nanos: 0 }, "1970-01-01T00:00:00Z"],
    [{ seconds: 1_718_579_289n, nanos: 123_456_789 }, "2024-06-16T23:08:09.123456789Z"],
    [{ seconds: -1n, nanos: 100_000_000 }, "1969-12-31T23:59:59.1Z"],
    [goZeroTime(), "0001-01-01T00:00:00Z"],
    [{ seconds: 253_402_300_799n, nanos: 1 }, "9999-12-31T23:59:59.000000001Z"],
  ])("%o is %s", (time, text) => {
    expect(timestampText(time)).toBe(text);
  });
});
