import { type KeyedHash64, NEVER } from "../../../src/pex/address-book/index.js";
import { AddressBook, type AddressBookOptions, type BookEntry } from "../../../src/pex/index.js";
import { SeededRandom, VirtualClock } from "../../../src/testing/index.js";
import { IpAddress, NetAddress } from "../../../src/wire/index.js";

/** A node id from a number. */
export function id(serial: number): string {
  return serial.toString(16).padStart(40, "0");
}

/** A routable address of node `serial`: `11.x.y.z`, so that 65,536 of them are in one group, or of another group. */
export function address(serial: number, group = 11): NetAddress {
  const ip = IpAddress.fromBytes(Uint8Array.of(group, serial >> 16, serial >> 8, serial));
  return new NetAddress(id(serial), ip, 26656);
}

/** A node that tells of addresses. */
export const teller = NetAddress.parse("ffffffffffffffffffffffffffffffffffffffff@99.1.2.3:26656");

/** A book in virtual time with repeatable randomness. */
export function makeBook(options: AddressBookOptions = {}, seed = 1) {
  const clock = new VirtualClock();
  const book = new AddressBook({ clock, random: new SeededRandom(seed), ...options });
  return { book, clock };
}

/** A hash under which everything is in bucket 0 (new) and 0 (old). */
export const oneBucket = (): KeyedHash64 => ({ digest: () => undefined, high: 0, low: 0 });

/** What must always hold: see `Shelves`. */
export function checkInvariants(book: AddressBook): void {
  const entries = [...book.entries()];
  const fail = (what: string) => {
    throw new Error(`invariant broken: ${what}`);
  };
  const ids = new Set(entries.map((entry) => entry.address.id));
  if (ids.size !== entries.length || book.size !== entries.length) fail("each id once");
  const counts = { new: 0, old: 0 };
  const fill = { new: new Map<number, number>(), old: new Map<number, number>() };
  for (const entry of entries) {
    counts[entry.kind]++;
    checkEntry(entry, fail);
    for (const bucket of entry.buckets) fill[entry.kind].set(bucket, (fill[entry.kind].get(bucket) ?? 0) + 1);
    if (!book.has(entry.address.id) || book.isBanned(entry.address.id)) fail("known and not banned");
    if (book.isGood(entry.address.id) !== (entry.kind === "old")) fail("old is good");
  }
  if (counts.new !== book.counts.new || counts.old !== book.counts.old) fail("counts equal contents");
  for (const count of [...fill.new.values(), ...fill.old.values()]) if (count > 65) fail("bucket size");
}

function checkEntry(entry: BookEntry, fail: (what: string) => void): void {
  const { kind, buckets, candidates } = entry;
  const [most, count] = kind === "new" ? [4, 256] : [1, 64];
  if (buckets.length < 1 || buckets.length > most) fail("number of buckets");
  if (new Set(buckets).size !== buckets.length) fail("each bucket once");
  if (buckets.some((bucket) => bucket < 0 || bucket >= count)) fail("bucket number");
  if (candidates.length > 3) fail("number of candidates");
  if (candidates.some((each) => each.address.equals(entry.address))) fail("the address is no candidate");
  if (entry.lastSuccess !== NEVER && entry.lastSuccess > entry.lastAttempt) fail("success is an attempt");
}
