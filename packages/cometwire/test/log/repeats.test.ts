import { SeededRandom, VirtualClock } from "@cometwire/p2p/testing";
import { describe, expect, it } from "vitest";
import { Repeats } from "../../src/log/repeats.js";

describe("Repeats", () => {
  it("loses nothing and forgets nothing beyond its bound: each time is first or counted", async () => {
    const clock = new VirtualClock();
    const random = new SeededRandom(7);
    let told = 0;
    const repeats = new Repeats({
      clock,
      windowMs: 1_000,
      maxKeys: 10,
      onRepeated: (_key, count) => (told += count),
    });
    let first = 0;
    for (let i = 0; i < 5_000; i++) {
      if (repeats.isFirst(`key ${random.integer(30)}`)) first++;
      if (i % 7 === 0) await clock.advance(random.integer(300));
    }
    repeats.flush();
    expect(first + told).toBe(5_000);
    expect(told).toBeGreaterThan(0);
  });

  it("makes room by telling of what began first", () => {
    const seen: string[] = [];
    const onRepeated = (key: string, count: number): number => seen.push(`${key} ${count}`);
    const repeats = new Repeats({ clock: new VirtualClock(), maxKeys: 2, onRepeated });
    for (const key of ["a", "a", "a", "b", "c"]) repeats.isFirst(key);
    expect(seen).toEqual(["a 2"]);
    expect(repeats.isFirst("a")).toBe(true);
    expect(repeats.isFirst("c")).toBe(false);
  });
});
