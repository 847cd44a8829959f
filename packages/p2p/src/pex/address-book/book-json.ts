import { printable } from "../../base/index.js";
import { IpAddress, isNodeId, NetAddress, normalizeNodeId } from "../../wire/index.js";
import {
  formatGoTime,
  firstJsonObject,
  isJsonObject,
  type JsonObject,
  parseGoTime,
} from "../state-file/index.js";
import { type AddressCandidate, type AddressFailure, type BookEntry, NEVER } from "./known-address.js";
import { bookParameters } from "./parameters.js";
import type { StoredBan, StoredBook } from "./stored-book.js";

/** Why an entry of a file cannot be read. */
export type EntryFault =
  | "notAnObject"
  /** `addr`: the id, IP or port is none. */
  | "badAddress"
  /** `src`, likewise. */
  | "badSource"
  /** `bucket_type` is neither 1 nor 2. */
  | "badKind"
  /** `buckets` is no list of numbers in range. */
  | "badBuckets"
  /** `buckets` is empty: Go crashes when it hears of such an address again. */
  | "noBuckets"
  | "badAttempts"
  | "badTime";

/** A book read from text. */
export interface DecodedBook extends StoredBook {
  /** How many entries were left out, by reason. */
  readonly faults: ReadonlyMap<EntryFault, number>;
}

/**
 * Our own member, in entries and in the file, holds what Go does not know: it ignores unknown members
 * (`p2p/pex/file.go:63-66@v0.38.25`), and drops them when it saves.
 */
const OURS = "cometwire";

/** The number of a kind in the file. */
const KIND_NUMBERS = { new: 1, old: 2 } as const;

/**
 * A book as Go writes it: indented by tabs, members in Go's order, times in UTC.
 *
 * Source: `p2p/pex/file.go:13-42`, `p2p/pex/known_address.go:11-20@v0.38.25`.
 */
export function encodeBook(book: StoredBook): string {
  const file = {
    key: book.key,
    addrs: book.entries.map(entryJson),
    ...(book.bans.length > 0 && { [OURS]: { banned: book.bans.map(banJson) } }),
  };
  return JSON.stringify(file, undefined, "\t");
}

/**
 * Reads a book of Go's or ours. Entries that cannot be read are left out and counted; nothing throws.
 *
 * @returns the reason in words when the text is no address book at all.
 */
export function decodeBook(text: string): DecodedBook | string {
  const file = firstJsonObject(text);
  if (file === undefined) return "it is not a JSON object (cut off?)";
  const list = file["addrs"] ?? [];
  if (!Array.isArray(list)) return "addrs is not a list";
  const faults = new Map<EntryFault, number>();
  const entries: BookEntry[] = [];
  for (const item of list as unknown[]) {
    const entry = readEntry(item);
    if (typeof entry === "string") faults.set(entry, (faults.get(entry) ?? 0) + 1);
    else entries.push(entry);
  }
  const key = typeof file["key"] === "string" ? file["key"] : undefined;
  return { key, entries, bans: listIn(ours(file), "banned").map(readBan).filter(isDefined), faults };
}

function entryJson(entry: BookEntry): object {
  const own = ownJson(entry);
  return {
    addr: addressJson(entry.address),
    src: addressJson(entry.source),
    buckets: entry.buckets,
    attempts: entry.attempts,
    bucket_type: KIND_NUMBERS[entry.kind],
    last_attempt: formatGoTime(entry.lastAttempt),
    last_success: formatGoTime(entry.lastSuccess),
    last_ban_time: formatGoTime(entry.lastBanTime),
    ...(own !== undefined && { [OURS]: own }),
  };
}

function ownJson({ lastVerifiedAt, lastFailure, candidates }: BookEntry): object | undefined {
  const own = {
    ...(lastVerifiedAt !== undefined && { verified_at: formatGoTime(lastVerifiedAt) }),
    ...(lastFailure && { failure: { code: lastFailure.code, at: formatGoTime(lastFailure.at) } }),
    ...(candidates.length > 0 && {
      candidates: candidates.map(({ address, source, proven }) => ({
        addr: addressJson(address),
        src: addressJson(source),
        proven,
      })),
    }),
  };
  return Object.keys(own).length > 0 ? own : undefined;
}

function banJson({ id, reason, until, entry }: StoredBan): object {
  return { id, reason, until: formatGoTime(until), ...(entry && { entry: entryJson(entry) }) };
}

function addressJson({ id, host, port }: NetAddress): object {
  return { id, ip: host, port };
}

/** @param banned - a banned entry is in no bucket. */
function readEntry(item: unknown, banned = false): BookEntry | EntryFault {
  if (!isJsonObject(item)) return "notAnObject";
  const address = readAddress(item["addr"]);
  if (address === undefined || !isNodeId(address.id)) return "badAddress";
  const source = readAddress(item["src"]);
  if (source === undefined) return "badSource";
  const kind = (["new", "old"] as const).find((each) => KIND_NUMBERS[each] === item["bucket_type"]);
  if (kind === undefined) return "badKind";
  const buckets = readBuckets(item["buckets"], kind);
  if (buckets === undefined) return "badBuckets";
  if (buckets.length === 0 && !banned) return "noBuckets";
  const attempts = item["attempts"] ?? 0;
  if (!isInteger(attempts, 2 ** 31 - 1)) return "badAttempts";
  const lastAttempt = readTime(item["last_attempt"]);
  const lastSuccess = readTime(item["last_success"]);
  const lastBanTime = readTime(item["last_ban_time"]);
  if (lastAttempt === undefined || lastSuccess === undefined || lastBanTime === undefined) return "badTime";
  const times = { lastAttempt, lastSuccess, lastBanTime };
  return { address, source, kind, buckets, attempts, ...times, ...readOwn(ours(item), address.id) };
}

/** Our additions. What is wrong with them is dropped: it is only a memory aid. */
function readOwn(own: JsonObject, id: string) {
  const verified = own["verified_at"];
  return {
    lastVerifiedAt: typeof verified === "string" ? parseGoTime(verified) : undefined,
    lastFailure: readFailure(own["failure"]),
    candidates: listIn(own, "candidates")
      .map((item) => readCandidate(item, id))
      .filter(isDefined),
  };
}

function readFailure(value: unknown): AddressFailure | undefined {
  if (!isJsonObject(value) || typeof value["code"] !== "string" || typeof value["at"] !== "string")
    return undefined;
  const at = parseGoTime(value["at"]);
  return at === undefined ? undefined : { code: printable(value["code"], 64), at };
}

function readCandidate(value: unknown, id: string): AddressCandidate | undefined {
  if (!isJsonObject(value)) return undefined;
  const address = readAddress(value["addr"]);
  const source = readAddress(value["src"]);
  if (address?.id !== id || source === undefined) return undefined;
  return { address, source, proven: value["proven"] === true };
}

function readBan(value: unknown): StoredBan | undefined {
  if (!isJsonObject(value) || typeof value["id"] !== "string" || !isNodeId(value["id"])) return undefined;
  const until = typeof value["until"] === "string" ? parseGoTime(value["until"]) : undefined;
  if (until === undefined) return undefined;
  const id = normalizeNodeId(value["id"]);
  const reason = typeof value["reason"] === "string" ? printable(value["reason"]) : "";
  const entry = readEntry(value["entry"], true);
  return {
    id,
    reason,
    until,
    entry: typeof entry === "string" || entry.address.id !== id ? undefined : entry,
  };
}

function readAddress(value: unknown): NetAddress | undefined {
  if (!isJsonObject(value)) return undefined;
  const { id, ip: text, port } = value;
  if (typeof id !== "string" || typeof text !== "string" || !isInteger(port, 65_535)) return undefined;
  const ip = IpAddress.parse(text);
  return ip && new NetAddress(id, ip, port);
}

/** The numbers of a list of buckets, each once, no more than an entry can have; undefined when one is out of range. */
function readBuckets(value: unknown, kind: BookEntry["kind"]): number[] | undefined {
  const list: unknown = value ?? [];
  const { newBuckets, oldBuckets, newBucketsPerAddress } = bookParameters;
  const [count, most] = kind === "new" ? [newBuckets, newBucketsPerAddress] : [oldBuckets, 1];
  if (!Array.isArray(list) || !list.every((each: unknown) => isInteger(each, count - 1))) return undefined;
  return [...new Set(list)].slice(0, most);
}

/** A time; absent is Go's zero time. */
function readTime(value: unknown): number | undefined {
  if (value === undefined || value === null) return NEVER;
  return typeof value === "string" ? parseGoTime(value) : undefined;
}

function isInteger(value: unknown, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most;
}

function ours(value: JsonObject): JsonObject {
  const own = value[OURS];
  return isJsonObject(own) ? own : {};
}

function listIn(value: JsonObject, member: string): readonly unknown[] {
  const list = value[member];
  return Array.isArray(list) ? list : [];
}

function isDefined<T>(value: T | undefined): value is T {
  return value !== undefined;
}
