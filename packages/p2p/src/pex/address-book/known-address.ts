import { printable } from "../../base/index.js";
import type { NetAddress } from "../../wire/index.js";

/** Whether anybody we trust has found an address good: `old` is, `new` not yet. The specification's words. */
export type AddressKind = "new" | "old";

/** Go's zero time, 0001-01-01T00:00:00Z, in milliseconds since 1970: "never". */
export const NEVER = -62_135_596_800_000;

/** Why the last dial failed. */
export interface AddressFailure {
  /** An error code, such as `DIAL_TIMEOUT`. */
  readonly code: string;
  /** Wall time, milliseconds since 1970. */
  readonly at: number;
}

/** Another address that has been heard of for the id of an entry. */
export interface AddressCandidate {
  /** Where the id may be, too. */
  readonly address: NetAddress;
  /** Who told us. */
  readonly source: NetAddress;
  /** Whether a connection to this address has succeeded before. */
  readonly proven: boolean;
}

/** What the book knows about one id. Times are wall times in milliseconds since 1970, {@link NEVER} for never. */
export interface BookEntry {
  /** The id, and where it is dialled. */
  readonly address: NetAddress;
  /** Who told us first. */
  readonly source: NetAddress;
  /** New or old. */
  readonly kind: AddressKind;
  /** Numbers of the buckets it is in: one to four for a new address, one for an old one. */
  readonly buckets: readonly number[];
  /** Failures in a row. */
  readonly attempts: number;
  /** When it was dialled last. */
  readonly lastAttempt: number;
  /** When it was good last, as Go counts it: at `markGood`. */
  readonly lastSuccess: number;
  /** Until when it was banned last. */
  readonly lastBanTime: number;
  /** When we last connected to exactly this address and found the id there; undefined for never. */
  readonly lastVerifiedAt: number | undefined;
  /** How the last dial that failed did; undefined when none has since it was verified. */
  readonly lastFailure: AddressFailure | undefined;
  /** Addresses to try when this one fails; the first is next. */
  readonly candidates: readonly AddressCandidate[];
}

/** Go keeps the number in 32 bits. */
const MOST_ATTEMPTS = 2 ** 31 - 1;

const none: readonly never[] = [];

/** An entry as the book keeps it: Go's `knownAddress` (`p2p/pex/known_address.go:11-31@v0.38.25`), mutable. */
export class KnownAddress implements BookEntry {
  address: NetAddress;
  source: NetAddress;
  kind: AddressKind = "new";
  /** Replaced, not changed: most entries have one bucket, and an array that grows is ten times as large. */
  buckets: readonly number[] = none;
  attempts = 0;
  lastAttempt: number;
  lastSuccess = NEVER;
  lastBanTime = NEVER;
  lastVerifiedAt: number | undefined;
  lastFailure: AddressFailure | undefined;
  candidates: readonly AddressCandidate[] = none;
  /** Whether a connection to the current address has succeeded; {@link KnownAddress.lastSuccess} is the id's. */
  proven = false;
  /** Failures in a row of the current address; {@link KnownAddress.attempts} also counts those of earlier ones. */
  addressFailures = 0;
  /** Positions in the book's lists, by the lists' slots; -1 when it is not in one. */
  readonly positions = [-1, -1, -1];

  constructor(address: NetAddress, source: NetAddress, now: number) {
    this.address = address;
    this.source = source;
    this.lastAttempt = now;
  }

  get id(): string {
    return this.address.id;
  }

  /** A connection to the current address has succeeded. */
  succeeded(now: number): void {
    this.lastAttempt = now;
    this.lastSuccess = now;
    this.attempts = 0;
    this.addressFailures = 0;
    this.proven = true;
  }

  /** A dial of the current address has failed; `code` says why. */
  failed(now: number, code: string | undefined): void {
    this.lastAttempt = now;
    this.attempts = Math.min(this.attempts + 1, MOST_ATTEMPTS);
    this.addressFailures++;
    if (code !== undefined) this.lastFailure = { code: printable(code, 64), at: now };
  }
}

/** A copy of an entry that later changes do not touch. */
export function copyEntry(entry: BookEntry): BookEntry {
  const { address, source, kind, buckets, attempts, candidates } = entry;
  const { lastAttempt, lastSuccess, lastBanTime, lastVerifiedAt, lastFailure } = entry;
  return {
    address,
    source,
    kind,
    buckets: [...buckets],
    attempts,
    lastAttempt,
    lastSuccess,
    lastBanTime,
    lastVerifiedAt,
    lastFailure,
    candidates,
  };
}
