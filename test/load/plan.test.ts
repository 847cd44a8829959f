import { describe, expect, it } from "vitest";
import {
  burst,
  closing,
  messageSize,
  messageSizes,
  randomFor,
  slowDelayMs,
  slowReader,
  type Stream,
} from "./plan.js";
import { largestMessageBytes, stampBytes } from "./settings.js";

const stream: Stream = { end: "dialer", connection: 1, incarnation: 1, channel: 0x20 };

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function draw<T>(count: number, of: (random: ReturnType<typeof randomFor>, i: number) => T): T[] {
  const random = randomFor(5, "test");
  return Array.from({ length: count }, (_, i) => of(random, i));
}

function firstSizes(seed: number, of: Stream): number[] {
  const sizes = messageSizes(seed, of);
  return Array.from({ length: 20 }, () => sizes.next().value);
}

describe("sizes", () => {
  it("go from nothing to a mebibyte and are mostly small", () => {
    const sizes = draw(20_000, messageSize);
    expect(Math.min(...sizes)).toBe(0);
    expect(Math.max(...sizes)).toBeGreaterThan(0.9 * largestMessageBytes);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(largestMessageBytes);
    expect(sizes.filter((size) => size < 200).length / sizes.length).toBeCloseTo(0.7, 1);
    expect(mean(sizes)).toBeGreaterThan(3_500);
    expect(mean(sizes)).toBeLessThan(5_500);
  });

  it("are the same for the same seed and stream, and begin with a stamp", () => {
    const sizes = firstSizes(1, stream);
    expect(sizes[0]).toBe(stampBytes);
    expect(firstSizes(1, stream)).toEqual(sizes);
    for (const [seed, other] of [
      [2, stream],
      [1, { ...stream, end: "listener" }],
      [1, { ...stream, connection: 2 }],
      [1, { ...stream, incarnation: 2 }],
      [1, { ...stream, channel: 0x21 }],
    ] as const) {
      expect(firstSizes(seed, other)).not.toEqual(sizes);
    }
  });
});

it("bursts come at the rate that is asked for", () => {
  const bursts = draw(5_000, (random) => burst(random, 2.5));
  const messages = mean(bursts.map((each) => each.messages));
  const seconds = mean(bursts.map((each) => each.pauseMs)) / 1_000;
  expect(messages / seconds).toBeGreaterThan(2.3);
  expect(messages / seconds).toBeLessThan(2.7);
});

it("sessions last a minute on average, and half of them end gracefully", () => {
  const closings = draw(2_000, (_random, i) => closing(9, { end: "dialer", connection: i, incarnation: 1 }));
  expect(mean(closings.map(({ afterMs }) => afterMs)) / 60_000).toBeCloseTo(1, 0);
  expect(closings.filter(({ how }) => how === "graceful").length / 2_000).toBeCloseTo(0.5, 1);
  expect(closing(9, { end: "dialer", connection: 0, incarnation: 1 })).toEqual(closings[0]);
});

it("slow readers are at either end, by turns", () => {
  expect([0, 1, 2, 3, 4].map((connection) => slowReader(connection, 3))).toEqual([
    "listener",
    "dialer",
    "listener",
    undefined,
    undefined,
  ]);
});

it("a slow reader takes some thirty milliseconds, and now and then much longer", () => {
  const delays = draw(5_000, slowDelayMs);
  expect(Math.min(...delays)).toBe(20);
  expect(mean(delays)).toBeGreaterThan(32);
  expect(mean(delays)).toBeLessThan(42);
  expect(Math.max(...delays)).toBeLessThan(300);
});
