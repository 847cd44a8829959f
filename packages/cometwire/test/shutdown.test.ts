import { VirtualClock } from "@cometwire/p2p/testing";
import { describe, expect, it } from "vitest";
import { stopOnSignal, type StopOptions } from "../src/shutdown.js";

/** Something that runs until a signal comes, with everything around it recorded. */
function scene(changes: Partial<StopOptions> = {}) {
  const controller = new AbortController();
  const clock = new VirtualClock();
  const seen: string[] = [];
  let finish: () => void = () => {};
  let fail: (error: Error) => void = () => {};
  const stopping = new Promise<void>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  let stops = 0;
  const code = stopOnSignal({
    signal: controller.signal,
    clock,
    stop: () => {
      stops++;
      return stopping;
    },
    onProgress: (progress) =>
      seen.push(progress.event === "stopping" ? `${progress.event} ${progress.why}` : progress.event),
    deadlineMs: 10_000,
    ...changes,
  });
  const send = (signal: string): void => controller.abort(signal);
  return { send, clock, seen, code, finish, fail, stops: () => stops };
}

describe("a stop", () => {
  it.each(["SIGINT", "SIGTERM"])("is clean on %s and ends with 0", async (signal) => {
    const { send, code, finish, seen, stops } = scene();
    await Promise.resolve();
    expect(stops()).toBe(0);
    send(signal);
    finish();
    expect(await code).toBe(0);
    expect([seen, stops()]).toEqual([[`stopping ${signal}`, "stopped"], 1]);
  });

  it("comes at once when the signal came before", async () => {
    const controller = new AbortController();
    controller.abort("SIGTERM");
    expect(await scene({ signal: controller.signal, stop: () => Promise.resolve() }).code).toBe(0);
  });

  it("ends with 1 when it takes too long", async () => {
    const { send, code, clock, seen, finish } = scene();
    send("SIGINT");
    await clock.advance(9_999);
    expect(seen).toEqual(["stopping SIGINT"]);
    await clock.advance(1);
    expect(await code).toBe(1);
    finish();
    await clock.advance(1);
    expect(seen).toEqual(["stopping SIGINT", "stop-too-slow"]);
  });

  it("ends with 1 when it fails, also when it throws at once", async () => {
    const failing = scene();
    failing.send("SIGINT");
    failing.fail(new Error("disk full"));
    expect(await failing.code).toBe(1);
    expect(failing.seen).toEqual(["stopping SIGINT", "stop-failed"]);
    const throwing = scene({
      stop: () => {
        throw new Error("at once");
      },
    });
    throwing.send("SIGINT");
    expect(await throwing.code).toBe(1);
  });
});
