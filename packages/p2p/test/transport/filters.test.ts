import { type ConnectionFilter, P2PError } from "@cometwire/p2p";
import { VirtualClock } from "@cometwire/p2p/testing";
import { describe, expect, it } from "vitest";
import { runFilters } from "../../src/transport/filters.js";
import { codeOf } from "./fixtures.js";

const candidate = { remote: { ip: "10.0.0.1", port: 1 }, outbound: false };
const pass: ConnectionFilter = () => undefined;
const refuse: ConnectionFilter = () => "bad\nneighbourhood";
const silent: ConnectionFilter = () => new Promise(() => {});

describe("runFilters", () => {
  const run = (filters: ConnectionFilter[], clock = new VirtualClock(), signal?: AbortSignal) =>
    runFilters(filters, candidate, { clock, timeoutMs: 5_000, signal });

  it("lets pass what nobody objects to", async () => {
    await run([]);
    await run([pass, async () => undefined]);
  });

  it("refuses with the first objection, without waiting for the others", async () => {
    const outcome = run([silent, pass, refuse]);
    await expect(outcome).rejects.toMatchObject({ code: "FILTERED", detail: "bad\\u{a}neighbourhood" });
  });

  it("shows the candidate to every filter at once", async () => {
    const seen: unknown[] = [];
    const look: ConnectionFilter = (each) => void seen.push(each);
    await run([look, look]);
    expect(seen).toEqual([candidate, candidate]);
  });

  it("has one deadline for all, and tells the filters", async () => {
    const clock = new VirtualClock();
    const signals: AbortSignal[] = [];
    const slow: ConnectionFilter = (_candidate, signal) => {
      signals.push(signal);
      return new Promise((resolve) => clock.setTimer(4_000, () => resolve(undefined)));
    };
    const outcome = codeOf(run([slow, slow, silent], clock));
    await clock.advance(5_000);
    expect(await outcome).toBe("FILTER_TIMEOUT");
    expect(signals.map((signal) => signal.aborted)).toEqual([true, true]);
    expect(clock.pendingTimers).toBe(0);
  });

  it.each<[string, ConnectionFilter]>([
    [
      "throws",
      () => {
        throw new TypeError("bug");
      },
    ], // prettier-ignore
    ["rejects", () => Promise.reject(new TypeError("bug"))],
    [
      "throws an error of ours",
      () => {
        throw new P2PError("PEERS_FULL");
      },
    ], // prettier-ignore
  ])("refuses when a filter %s", async (_what, filter) => {
    expect(await codeOf(run([pass, filter]))).toBe("FILTER_FAILED");
  });

  it("can be aborted", async () => {
    const abort = new AbortController();
    const outcome = codeOf(run([silent], new VirtualClock(), abort.signal));
    abort.abort();
    expect(await outcome).toBe("ABORTED");
  });
});
