import { describe, expect, it } from "vitest";
import type { PhaseFigures } from "./end/figures.js";
import type { EndFigures } from "./end/main.js";
import { formatReport } from "./format.js";
import { failuresOf } from "./judge.js";
import { type LoadReport, phases } from "./report.js";

const MB = 1e6;
const received = { messages: 10_000, bytes: 40 * MB, delayMs: { p50: 1, p99: 20, max: 60 } };

function phase(name: string, others: Partial<typeof received> = {}): PhaseFigures {
  return { phase: name, seconds: 10, others: { ...received, ...others }, slow: received };
}

function end(of: Partial<EndFigures> = {}): EndFigures {
  return {
    phases: phases.map((name) => phase(name)),
    pauses: { slow: {}, others: 0 },
    vitals: {
      eventLoopDelayMs: { p50: 1, p99: 10, max: 50 },
      peakRss: 200 * MB,
      cpuShare: 0.2,
      busyShare: 0.3,
    },
    incidents: { refused: {}, faults: [] },
    ...of,
  };
}

const memory = (mb: number, rss = 150) => ({ rss: rss * MB, heapUsed: (mb - 2) * MB, external: 2 * MB });

/** A good run with two slow readers, one at each end. */
function report(of: Partial<LoadReport> = {}): LoadReport {
  return {
    options: { seed: 1, minutes: 1, connections: 10, slow: 2, rate: 100, fault: undefined },
    machine: "2 × a processor",
    seconds: 60,
    sessions: {
      by: { dialer: { graceful: 1, abrupt: 2 }, listener: { graceful: 3, abrupt: 4 } },
      ended: 9,
      lifeMs: 1_200_000,
    },
    memory: [
      { at: 10, dialer: memory(30), listener: memory(25) },
      { at: 60, dialer: memory(31), listener: memory(26) },
    ],
    ends: {
      dialer: end({ pauses: { slow: { 1: 5 }, others: 0 } }),
      listener: end({ pauses: { slow: { 0: 7 }, others: 0 } }),
    },
    slowestRestMs: 900,
    stopMs: 300,
    faults: [],
    ...of,
  };
}

/** The good run with others' figures changed in the phase with slow readers. */
function withSlowReaders(others: Partial<typeof received>): LoadReport {
  const { dialer, listener } = report().ends;
  const changed = [phase(phases[0]), phase(phases[1]), phase(phases[2], others)];
  return report({
    ends: { dialer: { ...dialer, phases: changed }, listener: { ...listener, phases: changed } },
  });
}

/** The good run with other memory at its end. */
const grown = (dialer: ReturnType<typeof memory>) =>
  report({ memory: [...report().memory, { at: 70, dialer, listener: memory(25) }] });

describe("a run", () => {
  it("that was good has no failures", () => {
    expect(failuresOf(report())).toEqual([]);
  });

  it("whose delays grew to what does no harm is good", () => {
    expect(failuresOf(withSlowReaders({ delayMs: { p50: 2, p99: 900, max: 1_000 } }))).toEqual([]);
  });

  it.each([
    ["a fault", report({ faults: ["a message was lost"] }), "a message was lost"],
    ["more memory", grown(memory(45)), "dialer: 15.0 MB more in use after the run than after the warm-up"],
    ["more resident memory", grown(memory(30, 400)), "dialer: resident memory grew from 150.0 to 400.0 MB"],
    [
      "less throughput",
      withSlowReaders({ bytes: 20 * MB }),
      "slow readers slowed the others: 50 % of their throughput",
    ],
    [
      "longer delays",
      withSlowReaders({ delayMs: { p50: 50, p99: 1_900, max: 1_950 } }),
      "slow readers slowed the others: p99 of the delay 20.0 ms without, 1900.0 ms with",
    ],
    [
      "a pause of another's socket",
      report({ ends: { ...report().ends, listener: end({ pauses: { slow: { 0: 7 }, others: 3 } }) } }),
      "sockets without a slow reader were paused 3 times",
    ],
    [
      "a slow reader that was quick",
      report({ ends: { ...report().ends, listener: end() } }),
      "the slow readers of connections 0 never had their socket paused",
    ],
  ])("with %s has failed", (_name, bad, words) => {
    const failures = failuresOf(bad);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toContain(words);
  });

  it("that ended early has failed", () => {
    const early = end({ phases: [phase(phases[0])] });
    const failures = failuresOf(
      report({ memory: [], slowestRestMs: 60_100, ends: { dialer: early, listener: early } }),
    );
    expect(failures[0]).toBe(
      "the run ended early: nothing was measured of: all read at once, with slow readers",
    );
    expect(failures).toContain("listener: its memory was not measured");
  });
});

describe("the report", () => {
  it("shows everything on a page", () => {
    const text = formatReport(report(), []);
    expect(text).toContain("10 connections, 2 with a slow reader, 60 s, seed 1");
    expect(text).toContain("pings: 240, each answered within 4 s");
    expect(text).toContain("with slow readers, the others           2000   8.0        1.0  20.0    60.0");
    expect(text).toContain("12 times on 2 of 2 slow connections, 0 times on others");
    expect(text).toContain("nothing lost, repeated, reordered or damaged");
  });

  it("ends with what went wrong", () => {
    expect(formatReport(report(), ["one", "two"])).toMatch(/\nFAILED\n- one\n- two$/);
  });
});
