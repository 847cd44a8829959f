import type { Random } from "../base/index.js";
import type { ReconnectCause } from "./events.js";

/** How persistent peers are dialled again. All times in milliseconds. */
export interface ReconnectSettings {
  /** The pause after a first failure; it doubles with each further one. Default 1,000. */
  readonly baseMs: number;
  /** The longest pause. Default 60,000; `persistent_peers_max_dial_period` sets it. */
  readonly ceilingMs: number;
  /** A connection that lasted for so long was a good one: failures are forgotten. Default 60,000. */
  readonly stableMs: number;
  /** The pause after a first misbehaviour; it doubles with each further one. Default 60,000. */
  readonly misbehaviourBaseMs: number;
  /** The longest pause after misbehaviour. Default 3,600,000. */
  readonly misbehaviourCeilingMs: number;
}

/** Go's constants are 5 s for 20 tries, then 3^i s for 10, then never again (`p2p/switch.go:22-32@v0.38.25`). */
export const defaultReconnectSettings: ReconnectSettings = {
  baseMs: 1_000,
  ceilingMs: 60_000,
  stableMs: 60_000,
  misbehaviourBaseMs: 60_000,
  misbehaviourCeilingMs: 3_600_000,
};

/** What is remembered about a persistent peer. */
export interface ReconnectRecord {
  /** Dials that failed and connections that broke at once, in a row. */
  readonly failures: number;
  /** Sessions that ended for its misbehaviour, since its last good one. */
  readonly misbehaviours: number;
}

/** Why it has to be dialled again. */
export type ReconnectOccasion =
  | { readonly type: "dial-failed" }
  | { readonly type: "refused" }
  | { readonly type: "ended"; readonly connectedMs: number; readonly misbehaved: boolean };

/** When to dial again, and why then. */
export interface ReconnectDecision {
  readonly delayMs: number;
  readonly why: ReconnectCause;
  /** What to remember from now on. */
  readonly record: ReconnectRecord;
}

/** A peer of which nothing is known. */
export const freshRecord: ReconnectRecord = { failures: 0, misbehaviours: 0 };

/**
 * Decides when a persistent peer is dialled again. It never gives up; pauses grow to a ceiling, also for a peer that
 * accepts and then drops us; a peer that misbehaves waits much longer. Each pause is between a half and the whole of its
 * nominal length, so that nodes which lost each other do not all come back at the same moment.
 */
export function decideReconnect(
  record: ReconnectRecord,
  occasion: ReconnectOccasion,
  settings: ReconnectSettings,
  random: Random,
): ReconnectDecision {
  const { baseMs, ceilingMs, misbehaviourBaseMs, misbehaviourCeilingMs } = settings;
  if (occasion.type === "ended" && occasion.misbehaved) {
    const nominal = doubled(misbehaviourBaseMs, record.misbehaviours, misbehaviourCeilingMs);
    return {
      delayMs: jittered(nominal, random),
      why: "peer misbehaved",
      record: { failures: 0, misbehaviours: record.misbehaviours + 1 },
    };
  }
  if (occasion.type === "ended" && occasion.connectedMs >= settings.stableMs) {
    return { delayMs: jittered(baseMs, random), why: "connection ended", record: freshRecord };
  }
  const why = causes[occasion.type];
  const delayMs = jittered(doubled(baseMs, record.failures, ceilingMs), random);
  return { delayMs, why, record: { ...record, failures: record.failures + 1 } };
}

const causes: Record<ReconnectOccasion["type"], ReconnectCause> = {
  "dial-failed": "dial failed",
  refused: "refused",
  ended: "connection ended at once",
};

/**
 * Which of its addresses a peer is dialled at after so many failures in a row: every other time the one that the operator
 * gave, in between the others, each in its turn.
 */
export function addressToTry<T>(configured: T, others: readonly T[], failures: number): T {
  if (failures % 2 === 0) return configured;
  return others[Math.floor(failures / 2) % others.length] ?? configured;
}

function doubled(base: number, times: number, ceiling: number): number {
  return Math.min(ceiling, base * 2 ** Math.min(times, 40));
}

function jittered(nominalMs: number, random: Random): number {
  const half = Math.floor(nominalMs / 2);
  return nominalMs - half + random.integer(half + 1);
}
