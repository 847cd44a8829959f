/** What a run has measured. */
import type { PhaseFigures } from "./end/figures.js";
import type { EndFigures } from "./end/main.js";
import type { MemorySample } from "./end/vitals.js";
import type { LoadOptions } from "./options.js";
import type { End } from "./plan.js";

/** Memory of both processes at one rest. */
export interface MemoryPoint {
  /** Seconds since the start. */
  readonly at: number;
  readonly dialer: MemorySample;
  readonly listener: MemorySample;
}

/** Sessions that were closed. */
export interface ClosedSessions {
  /** By the end that closed, and how. An end that closes what the other is closing counts, too. */
  readonly by: Readonly<Record<End, { readonly graceful: number; readonly abrupt: number }>>;
  readonly ended: number;
  /** Time that sessions have lived, both ends added up: pings go out all that time. */
  readonly lifeMs: number;
}

/** Everything that a run has measured and seen. */
export interface LoadReport {
  readonly options: LoadOptions;
  readonly machine: string;
  readonly seconds: number;
  readonly sessions: ClosedSessions;
  /** At the end of each round. The first round is the warm-up. */
  readonly memory: readonly MemoryPoint[];
  readonly ends: Readonly<Record<End, EndFigures>>;
  /** How long it took at most until everything had arrived once nobody sent, in milliseconds. */
  readonly slowestRestMs: number;
  readonly stopMs: number;
  /** What was lost, repeated, reordered, damaged, or ended without a plan. */
  readonly faults: readonly string[];
}

/** Phases in their order. */
export const phases = ["warm-up", "all read at once", "with slow readers"] as const;

/** One phase of a run. */
export type Phase = (typeof phases)[number];

/** What both ends have received in a phase; empty when the run did not get there. */
export function phaseOf({ ends }: LoadReport, phase: Phase): readonly PhaseFigures[] {
  return [ends.listener, ends.dialer].flatMap((end) => end.phases.filter((each) => each.phase === phase));
}

/** Figures of one kind of connection in a phase, both ends together; a delay is that of the worse end. */
export function combined(figures: readonly PhaseFigures[], kind: "others" | "slow") {
  const seconds = Math.max(...figures.map((each) => each.seconds));
  const sum = (of: (each: PhaseFigures) => number): number =>
    figures.reduce((total, each) => total + of(each), 0);
  const worst = (of: (each: PhaseFigures) => number): number => Math.max(...figures.map(of));
  return {
    messagesPerS: sum((each) => each[kind].messages) / seconds,
    bytesPerS: sum((each) => each[kind].bytes) / seconds,
    delayMs: {
      p50: worst((each) => each[kind].delayMs.p50),
      p99: worst((each) => each[kind].delayMs.p99),
      max: worst((each) => each[kind].delayMs.max),
    },
  };
}

/** Pings that went out, as good as: one for each interval that an end of a session has lived. */
export function pings({ sessions }: LoadReport, pingIntervalMs: number): number {
  return Math.floor(sessions.lifeMs / pingIntervalMs);
}

/** Bytes in use, inside and outside of the heap. */
export function inUse({ heapUsed, external }: MemorySample): number {
  return heapUsed + external;
}
