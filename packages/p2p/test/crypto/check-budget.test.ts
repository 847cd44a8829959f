import { describe, expect, it } from "vitest";
import { CheckBudget } from "../../src/crypto/check-budget.js";
import { manualClock } from "./vectors.js";

function budget(perS = 20, perSPerSource = 2) {
  const clock = manualClock();
  return { clock, budget: new CheckBudget({ perS, perSPerSource, clock }) };
}

describe("CheckBudget", () => {
  it("remembers few sources, however many ask", () => {
    const { clock, budget: flooded } = budget();
    let granted = 0;
    let largest = 0;
    for (let i = 0; i < 100_000; i++) {
      if (flooded.tryTake(`source ${i}`)) granted++;
      largest = Math.max(largest, flooded.size);
      clock.advance(0.1);
    }
    // 10 s at 20 a second, and the bucket that was full at the start.
    expect(granted).toBeGreaterThan(200);
    expect(granted).toBeLessThanOrEqual(220);
    expect(largest).toBeLessThanOrEqual(41);
  });

  it("lets nobody push a source out to get it a new bucket", () => {
    const { clock, budget: flooded } = budget(1_000);
    let granted = 0;
    for (let i = 0; i < 10_000; i++) {
      if (flooded.tryTake("greedy")) granted++;
      flooded.tryTake(`other ${i}`);
      clock.advance(1);
    }
    expect(granted).toBeGreaterThanOrEqual(20);
    expect(granted).toBeLessThanOrEqual(22);
  });

  it("takes nothing from the others when a source has used up its own", () => {
    const { budget: shared } = budget(3);
    expect([shared.tryTake("a"), shared.tryTake("a")]).toEqual([true, true]);
    for (let i = 0; i < 100; i++) expect(shared.tryTake("a")).toBe(false);
    expect(shared.tryTake("b")).toBe(true);
    expect(shared.tryTake("c")).toBe(false);
  });

  it("forgets a source only when its bucket is full again", () => {
    const { clock, budget: one } = budget();
    expect([1, 2, 3].map(() => one.tryTake("a"))).toEqual([true, true, false]);
    clock.advance(999);
    expect([1, 2].map(() => one.tryTake("a"))).toEqual([true, false]);
    clock.advance(1_001);
    expect(one.tryTake("b")).toBe(true);
    expect(one.size).toBe(1);
    expect([1, 2, 3].map(() => one.tryTake("a"))).toEqual([true, true, false]);
  });
});
