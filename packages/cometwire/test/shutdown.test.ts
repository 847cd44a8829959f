import { EventEmitter } from "node:events";
import { VirtualClock } from "@cometwire/p2p/testing";
import { describe, expect, it } from "vitest";
import {
  createShutdown,
  decideShutdown,
  type ShutdownInput,
  type ShutdownOptions,
  type ShutdownState,
} from "../src/shutdown.js";

/** A shutdown with everything around it recorded. */
function scene(changes: Partial<ShutdownOptions> = {}) {
  const signals = new EventEmitter();
  const clock = new VirtualClock();
  const seen: string[] = [];
  const exits: number[] = [];
  let finish: () => void = () => {};
  let fail: (error: Error) => void = () => {};
  const stopping = new Promise<void>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  let stops = 0;
  const shutdown = createShutdown({
    signals,
    clock,
    stop: () => {
      stops++;
      return stopping;
    },
    exit: (code) => void exits.push(code),
    onProgress: ({ event }) => seen.push(event),
    deadlineMs: 10_000,
    ...changes,
  });
  return { signals, clock, seen, exits, shutdown, finish, fail, stops: () => stops };
}

describe("the decision", () => {
  it.each([
    ["running", "signal", "stop", undefined],
    ["running", "stopped", "nothing", undefined],
    ["running", "deadline", "nothing", undefined],
    ["stopping", "signal", "exit", 130],
    ["stopping", "stopped", "exit", 0],
    ["stopping", "stop-failed", "exit", 1],
    ["stopping", "deadline", "exit", 1],
    ["ended", "signal", "nothing", undefined],
    ["ended", "stopped", "nothing", undefined],
    ["ended", "deadline", "nothing", undefined],
  ] satisfies [ShutdownState, ShutdownInput, string, number | undefined][])(
    "%s, %s: %s %s",
    (state, input, action, code) => {
      const step = decideShutdown(state, input);
      expect([step.action, step.action === "exit" ? step.code : undefined]).toEqual([action, code]);
    },
  );
});

describe("a shutdown", () => {
  it.each(["SIGINT", "SIGTERM"])("stops cleanly on %s and ends with 0", async (signal) => {
    const { signals, shutdown, finish, seen, exits, stops } = scene();
    signals.emit(signal);
    finish();
    expect(await shutdown.done).toBe(0);
    expect([seen, exits, stops()]).toEqual([["stopping", "stopped"], [], 1]);
    expect(signals.eventNames()).toEqual([]);
  });

  it("exits at once on a second signal, whichever", async () => {
    const { signals, shutdown, exits, stops } = scene();
    signals.emit("SIGTERM");
    signals.emit("SIGINT");
    expect(exits).toEqual([130]);
    expect(await shutdown.done).toBe(130);
    expect(stops()).toBe(1);
  });

  it("ends with 1 when stopping takes too long", async () => {
    const { signals, shutdown, clock, seen, finish } = scene();
    signals.emit("SIGINT");
    await clock.advance(9_999);
    expect(seen).toEqual(["stopping"]);
    await clock.advance(1);
    expect(await shutdown.done).toBe(1);
    finish();
    await clock.advance(1);
    expect(seen).toEqual(["stopping", "stop-too-slow"]);
  });

  it("ends with 1 when stopping fails, also when it throws at once", async () => {
    const failing = scene();
    failing.signals.emit("SIGINT");
    failing.fail(new Error("disk full"));
    expect(await failing.shutdown.done).toBe(1);
    expect(failing.seen).toEqual(["stopping", "stop-failed"]);
    const throwing = scene({
      stop: () => {
        throw new Error("at once");
      },
    });
    throwing.signals.emit("SIGINT");
    expect(await throwing.shutdown.done).toBe(1);
  });

  it("can be asked for without a signal; asking twice is no second signal", async () => {
    const { shutdown, finish, exits, stops } = scene();
    shutdown.request();
    shutdown.request();
    finish();
    expect(await shutdown.done).toBe(0);
    expect([exits, stops()]).toEqual([[], 1]);
  });
});
