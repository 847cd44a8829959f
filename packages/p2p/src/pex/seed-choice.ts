import { limits } from "../base/index.js";
import type { AddressSpec } from "../wire/index.js";

/** A seed that the operator named, and what became of asking it. */
export interface SeedRecord {
  readonly address: AddressSpec;
  /** Dials that failed and answers without anything new, in a row. */
  readonly fruitless: number;
  /** Of these, the dials that failed since it was last reached. */
  readonly failures: number;
  /** When it was last asked, by the clock. */
  readonly askedAt: number | undefined;
}

/** What asking a seed has brought. */
export type SeedResult = "new-addresses" | "nothing-new" | "failed";

/** A seed that was never asked. */
export function freshSeed(address: AddressSpec): SeedRecord {
  return { address, fruitless: 0, failures: 0, askedAt: undefined };
}

/** The record of a seed that was asked. */
export function afterSeed(record: SeedRecord, result: SeedResult, now: number): SeedRecord {
  const fruitless = result === "new-addresses" ? 0 : record.fruitless + 1;
  const failures = result === "failed" ? record.failures + 1 : 0;
  return { address: record.address, fruitless, failures, askedAt: now };
}

/** When a node without any peer first comes back to a seed that it could not reach. */
const RETRY_MS = 2_000;

/**
 * Milliseconds until a seed may be asked: it has 30 s of peace, and twice as long for each time in a row that it was of
 * no use, at most 10 minutes. A node without any peer comes back after 30 s all the same; and after 2, 4, 8, 16 s when
 * the seed could not be reached: it may have been full, as its places are free again within seconds.
 *
 * Go dials seeds every 30 s for as long as it wants peers, in a small network for ever
 * (`p2p/pex/pex_reactor.go:519-523,610-628@v0.38.25`).
 */
export function seedPauseMs(record: SeedRecord, now: number, alone: boolean): number {
  const { fruitless, failures, askedAt } = record;
  if (askedAt === undefined) return 0;
  const peaceMs = limits.pexRequestIntervalMs;
  const pauseMs = alone
    ? Math.min(peaceMs, failures === 0 ? peaceMs : doubled(RETRY_MS, failures))
    : Math.min(limits.seedPauseMs, doubled(peaceMs, fruitless));
  return Math.max(0, askedAt + pauseMs - now);
}

/** Twice as long for each time after the first. */
function doubled(ms: number, times: number): number {
  return ms * 2 ** Math.min(Math.max(0, times - 1), 20);
}

/** What decides whether we hang up on a seed. */
export interface SeedConnection {
  /** Whether it has answered us. */
  readonly answered: boolean;
  /** Outbound peers beside it. */
  readonly others: number;
  /** Outbound peers wanted. */
  readonly wanted: number;
  /** Whether the operator wants it kept. */
  readonly persistent: boolean;
}

/**
 * Whether to hang up on a seed that has not done so itself: it has answered, and half of the outbound peers that we want
 * are there without it. Not before: what is configured as a seed may be an ordinary node, and the only one there is.
 */
export function letsSeedGo({ answered, others, wanted, persistent }: SeedConnection): boolean {
  return answered && !persistent && others >= Math.max(1, Math.ceil(wanted / 2));
}
