import { SeededRandom, VirtualClock } from "@cometwire/p2p/testing";
import { describe, expect, it } from "vitest";

describe("VirtualClock", () => {
  it("fires timers in the order of their time, and of their setting when that is equal", async () => {
    const clock = new VirtualClock();
    const random = new SeededRandom(7);
    const fired: [number, number][] = [];
    const expected: [number, number][] = [];
    for (let i = 0; i < 2_000; i++) {
      const at = random.integer(50);
      const timer = clock.setTimer(at, () => fired.push([clock.now(), i]));
      if (random.integer(3) === 0) timer.cancel();
      else expected.push([at, i]);
    }
    expect(clock.pendingTimers).toBe(expected.length);
    await clock.advance(50);
    expect(fired).toEqual(expected.sort(([a, i], [b, j]) => a - b || i - j));
    expect(clock.pendingTimers).toBe(0);
  });

  it("takes cancelling at any time, also of a timer that has fired", async () => {
    const clock = new VirtualClock();
    const fired: string[] = [];
    const late = clock.setTimer(2, () => fired.push("late"));
    const early = clock.setTimer(1, () => {
      fired.push("early");
      late.cancel();
      early.cancel();
    });
    late.cancel();
    clock.setTimer(3, () => fired.push("last"));
    await clock.advance(10);
    early.cancel();
    expect(fired).toEqual(["early", "last"]);
    expect([clock.now(), clock.pendingTimers]).toEqual([10, 0]);
  });

  it("settles whole chains of promises before time goes on", async () => {
    const clock = new VirtualClock();
    const log: string[] = [];
    const chain = async (name: string) => {
      for (let i = 0; i < 500; i++) await Promise.resolve();
      await new Promise<void>((resolve) => clock.defer(resolve));
      for (let i = 0; i < 500; i++) await new Promise<void>(queueMicrotask);
      log.push(`${name} at ${clock.now()}`);
    };
    clock.setTimer(1, () => void chain("a"));
    clock.setTimer(1, () => void chain("b"));
    clock.setTimer(2, () => log.push("2"));
    await clock.advance(2);
    expect(log).toEqual(["a at 1", "b at 1", "2"]);
  });

  it("can be advanced from within a callback of Node's, too", async () => {
    const clock = new VirtualClock();
    const log: string[] = [];
    const chain = async () => {
      for (let i = 0; i < 50; i++) await Promise.resolve();
      log.push("settled");
    };
    await new Promise<void>((resolve, reject) => {
      process.nextTick(() => {
        clock.setTimer(1, () => void chain());
        clock.setTimer(2, () => log.push("2"));
        clock.advance(2).then(resolve, reject);
      });
    });
    expect(log).toEqual(["settled", "2"]);
  });

  it("gives the process turns during a long time, and after every call", async () => {
    const clock = new VirtualClock();
    let turns = 0;
    const count = () => {
      turns++;
      immediate = setImmediate(count);
    };
    let immediate = setImmediate(count);
    const tick = () => {
      if (clock.now() < 5_000) clock.setTimer(1, tick);
    };
    tick();
    await clock.advance(10_000);
    const during = turns;
    await clock.settle();
    clearImmediate(immediate);
    expect(during).toBeGreaterThanOrEqual(5);
    expect(turns).toBeGreaterThan(during);
  });

  it("passes on what a callback throws, and can be used again", async () => {
    const clock = new VirtualClock();
    clock.setTimer(1, () => {
      throw new Error("boom");
    });
    clock.setTimer(2, () => {});
    await expect(clock.advance(5)).rejects.toThrow("boom");
    expect([clock.now(), clock.pendingTimers]).toEqual([1, 1]);
    await clock.advance(5);
    expect([clock.now(), clock.pendingTimers]).toEqual([6, 0]);
  });

  it("advances until a condition holds, and no further", async () => {
    const clock = new VirtualClock();
    let count = 0;
    const tick = () => {
      count++;
      clock.setTimer(100, tick);
    };
    tick();
    expect(await clock.advanceUntil(() => count === 1, 1_000)).toBe(true);
    expect(clock.now()).toBe(0);
    expect(await clock.advanceUntil(() => count === 5, 1_000)).toBe(true);
    expect(clock.now()).toBe(400);
    expect(await clock.advanceUntil(() => count === 100, 1_000)).toBe(false);
    expect([clock.now(), count]).toEqual([1_400, 15]);
    const boom = () => {
      if (count > 15) throw new Error("boom");
      return false;
    };
    await expect(clock.advanceUntil(boom, 1_000)).rejects.toThrow("boom");
  });

  it("sees a condition that a promise makes true after the last step", async () => {
    const clock = new VirtualClock();
    let done = false;
    void (async () => {
      for (let i = 0; i < 20; i++) await Promise.resolve();
      done = true;
    })();
    expect(await clock.advanceUntil(() => done, 0)).toBe(true);
  });

  it("is quick with 100,000 timers set, cancelled and fired", async () => {
    const clock = new VirtualClock();
    const random = new SeededRandom(3);
    const started = performance.now();
    let fired = 0;
    const timers = Array.from({ length: 100_000 }, () =>
      clock.setTimer(random.integer(1_000_000), () => fired++),
    );
    for (let i = 0; i < timers.length; i += 2) timers[i]?.cancel();
    await clock.advance(1_000_000);
    expect([fired, clock.pendingTimers]).toEqual([50_000, 0]);
    // A linear scan would take minutes.
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
