import { limits } from "../../base/index.js";
import { withCandidate, withoutCandidate } from "./candidates.js";
import { type AddRefusal, type AdmissionRules, refusalOf } from "./decisions.js";
import { type BookEntry, KnownAddress, NEVER } from "./known-address.js";

/** A ban as it is kept: an id, and what the book knew of it. */
export interface StoredBan {
  /** Node id in lower case. */
  readonly id: string;
  /** Why, in words. */
  readonly reason: string;
  /** Wall time at which it ends, milliseconds since 1970. */
  readonly until: number;
  /** What the book knew of the id, to come back when the ban ends. */
  readonly entry: BookEntry | undefined;
}

/** What a book's file says. */
export interface StoredBook {
  /** 24 hex digits; undefined when the file has none that can be used. */
  readonly key: string | undefined;
  /** The addresses. */
  readonly entries: readonly BookEntry[];
  /** The ids that are shut out of the book. */
  readonly bans: readonly StoredBan[];
}

/** Why a well-formed entry of a file is left out of a book. */
export type RestoreFault = AddRefusal | "duplicateId" | "bucketFull";

/**
 * An entry as the book keeps it, from one that was stored: in no bucket, without candidates that `rules` refuse.
 * Times in the future are taken as now.
 */
export function entryFrom(stored: BookEntry, now: number, rules: AdmissionRules): KnownAddress {
  const lastAttempt = Math.min(Math.max(stored.lastAttempt, stored.lastSuccess), now);
  const entry = new KnownAddress(stored.address, stored.source, lastAttempt);
  entry.kind = stored.kind;
  entry.attempts = stored.attempts;
  entry.addressFailures = stored.attempts;
  entry.proven = stored.lastSuccess !== NEVER;
  entry.lastSuccess = Math.min(stored.lastSuccess, now);
  entry.lastBanTime = stored.lastBanTime;
  entry.lastVerifiedAt =
    stored.lastVerifiedAt === undefined ? undefined : Math.min(stored.lastVerifiedAt, now);
  entry.lastFailure = stored.lastFailure;
  for (const candidate of withoutCandidate(stored.candidates, stored.address)) {
    if (refusalOf(candidate.address, candidate.source, rules) !== undefined) continue;
    entry.candidates = withCandidate(entry.candidates, candidate, limits.addressCandidates);
  }
  return entry;
}
