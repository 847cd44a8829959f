import { isNodeId, type NetAddress } from "../../wire/index.js";
import { judgeIp } from "./groups.js";
import { type BookEntry, NEVER } from "./known-address.js";
import { bookParameters } from "./parameters.js";

/** Why an address is not taken into the book. */
export type AddRefusal =
  /** Its id is no node id, or its IP is unspecified, for documentation or the broadcast address. */
  | "invalid"
  /** Nobody listens on port 0. */
  | "portZero"
  /** The id is banned. */
  | "banned"
  /** The id is private: it is to be told to nobody. */
  | "private"
  /** It comes from a private id, and would tell where that one is. */
  | "privateSource"
  /** Our own id or address. */
  | "ours"
  /** Not reachable from the Internet, and the book is strict. */
  | "unroutable";

/** What {@link refusalOf} asks of the book. */
export interface AdmissionRules {
  isBanned(id: string): boolean;
  isPrivate(id: string): boolean;
  isOurs(address: NetAddress): boolean;
  /** As `addr_book_strict`. */
  readonly strict: boolean;
}

/**
 * Why an address told of by `source` is refused, or undefined when it is welcome. The order is Go's
 * (`p2p/pex/addrbook.go:644-672@v0.38.25`); Go takes port 0, and our own id at any address but the ones it knows.
 */
export function refusalOf(
  address: NetAddress,
  source: NetAddress,
  rules: AdmissionRules,
): AddRefusal | undefined {
  const ip = judgeIp(address.ip);
  if (ip === "invalid" || !isNodeId(address.id)) return "invalid";
  if (address.port === 0) return "portZero";
  if (rules.isBanned(address.id)) return "banned";
  if (rules.isPrivate(address.id)) return "private";
  if (rules.isPrivate(source.id)) return "privateSource";
  if (rules.isOurs(address)) return "ours";
  if (rules.strict && ip !== "routable") return "unroutable";
  return undefined;
}

/**
 * Whether a new address may be thrown out when its bucket is full: not tried for a week, or failed three times without
 * ever working, or failed ten times and not worked for a week. Never an old one, nor one tried within a minute.
 *
 * Source: `p2p/pex/known_address.go:108-139@v0.38.25`.
 */
export function isBad(entry: BookEntry, now: number): boolean {
  const { kind, attempts, lastAttempt, lastSuccess } = entry;
  if (kind === "old" || lastAttempt > now - bookParameters.recentMs) return false;
  if (lastAttempt < now - bookParameters.missingMs) return true;
  if (lastSuccess === NEVER && attempts >= bookParameters.retries) return true;
  return lastSuccess < now - bookParameters.badMs && attempts >= bookParameters.maxFailures;
}

/**
 * Which entry of a full new bucket makes room: a bad one if there is one, else the one not tried for longest. Among
 * the latter, one that never worked goes before one that did: otherwise a flood of fresh inventions, each counted as
 * tried just now, drives the proven ones out (Go: `p2p/pex/addrbook.go:740-755@v0.38.25`).
 *
 * @param start - where to start looking, so that which of several bad ones goes is random.
 */
export function entryToExpire<T extends BookEntry>(
  entries: readonly T[],
  start: number,
  now: number,
): T | undefined {
  let oldest: T | undefined;
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[(start + i) % entries.length] as T;
    if (isBad(entry, now)) return entry;
    if (oldest === undefined || goesBefore(entry, oldest)) oldest = entry;
  }
  return oldest;
}

function goesBefore(a: BookEntry, b: BookEntry): boolean {
  const worked = (entry: BookEntry) => entry.lastSuccess !== NEVER;
  return worked(a) === worked(b) ? a.lastAttempt < b.lastAttempt : worked(b);
}

/** The entry not tried for longest: an old one that makes room for another becomes new again. */
export function longestUntried<T extends BookEntry>(entries: readonly T[]): T | undefined {
  let oldest: T | undefined;
  for (const entry of entries) {
    if (oldest === undefined || entry.lastAttempt < oldest.lastAttempt) oldest = entry;
  }
  return oldest;
}

/**
 * Whether an entry may go over to another address of its id: its current address has failed since it last worked, once
 * if it never did, three times if it did. Go never changes an address (`p2p/pex/addrbook.go:674-700@v0.38.25`), so that
 * a wrong one blocks the right one for a week, and a node that moves is lost.
 */
export function mayChangeAddress(entry: {
  readonly proven: boolean;
  readonly addressFailures: number;
}): boolean {
  return entry.addressFailures >= (entry.proven ? bookParameters.retries : 1);
}

/** How many addresses a selection from a book of `size` shows (`p2p/pex/addrbook.go:406-409@v0.38.25`). */
export function selectionSize(size: number): number {
  const { minSelection, maxSelection, selectionPercent } = bookParameters;
  return Math.min(
    maxSelection,
    Math.max(Math.min(minSelection, size), Math.floor((size * selectionPercent) / 100)),
  );
}

/**
 * How many of a selection of `count` are to be new: `bias` percent, and more when there are too few old ones
 * (`p2p/pex/addrbook.go:466@v0.38.25`).
 */
export function newShare(bias: number, count: number, oldCount: number): number {
  return Math.max(Math.round((clampBias(bias) / 100) * count), count - oldCount);
}

/** The probability that one pick looks among the old addresses (`p2p/pex/addrbook.go:294-302@v0.38.25`). */
export function oldProbability(bias: number, newCount: number, oldCount: number): number {
  const old = Math.sqrt(oldCount) * (100 - clampBias(bias));
  const fresh = Math.sqrt(newCount) * clampBias(bias);
  return old + fresh === 0 ? 0 : old / (old + fresh);
}

/** A bias outside 0 to 100 counts as the nearer end. */
function clampBias(bias: number): number {
  return Math.min(100, Math.max(0, bias));
}
