import { type Clock, limits } from "../../base/index.js";
import type { NetAddress } from "../../wire/index.js";
import type { BucketChoice } from "./bucket-choice.js";
import { BucketTable } from "./bucket-table.js";
import { withCandidate, withoutCandidate } from "./candidates.js";
import { entryToExpire, longestUntried } from "./decisions.js";
import type { AddressCandidate, AddressKind, KnownAddress } from "./known-address.js";
import { bookParameters } from "./parameters.js";
import type { RandomPool } from "./random-pool.js";
import { Roster } from "./roster.js";

/**
 * Where the entries of a book stand: keeps the roster and the buckets of both kinds in step. Every entry of the roster
 * is in one to four new buckets or in one old bucket, according to its kind.
 */
export class Shelves {
  readonly roster = new Roster();
  readonly tables: Readonly<Record<AddressKind, BucketTable>> = {
    new: new BucketTable(bookParameters.newBuckets),
    old: new BucketTable(bookParameters.oldBuckets),
  };
  readonly #choice: BucketChoice;
  readonly #pool: RandomPool;
  readonly #clock: Clock;

  constructor(choice: BucketChoice, pool: RandomPool, clock: Clock) {
    this.#choice = choice;
    this.#pool = pool;
    this.#clock = clock;
  }

  /** Takes in a new entry of an unknown id. */
  insert(entry: KnownAddress): void {
    this.roster.add(entry);
    this.#putNew(entry, this.#choice.newBucket(entry.address, entry.source));
  }

  /**
   * Takes in an entry of an unknown id in given buckets, those without room left out; where none has any, in its own.
   * Returns false, and leaves it out, when that is full too.
   */
  insertAt(entry: KnownAddress, buckets: readonly number[]): boolean {
    const table = this.tables[entry.kind];
    for (const bucket of buckets) {
      if (!table.isFull(bucket) && !entry.buckets.includes(bucket)) table.put(entry, bucket);
    }
    if (entry.buckets.length === 0) {
      const own =
        entry.kind === "new"
          ? this.#choice.newBucket(entry.address, entry.source)
          : this.#choice.oldBucket(entry.address);
      if (table.isFull(own)) return false;
      table.put(entry, own);
    }
    this.roster.add(entry);
    return true;
  }

  /** Drops an entry. */
  drop(entry: KnownAddress): void {
    this.tables[entry.kind].takeFromAll(entry);
    this.roster.delete(entry);
  }

  /**
   * A source tells of an address that is known: a new one may get one more bucket, with probability 1/2, 1/4, 1/6 for
   * its second, third, fourth (`p2p/pex/addrbook.go:674-694@v0.38.25`; the specification says 1/8 at the end).
   */
  spread(entry: KnownAddress, source: NetAddress): "bucket" | "nothing" {
    const held = entry.buckets.length;
    if (entry.kind === "old" || held >= bookParameters.newBucketsPerAddress) return "nothing";
    if (this.#pool.integer(2 * held) !== 0) return "nothing";
    const bucket = this.#choice.newBucket(entry.address, source);
    if (entry.buckets.includes(bucket)) return "nothing";
    this.#putNew(entry, bucket);
    return "bucket";
  }

  /** Makes a new entry old. The old one that has to make room for it becomes new. */
  moveToOld(entry: KnownAddress): void {
    this.tables.new.takeFromAll(entry);
    this.roster.setKind(entry, "old");
    this.#putOld(entry);
  }

  /**
   * Gives an entry another address of its id; the current one becomes the last candidate. An old entry stays old only
   * when the address is proved, as nothing is known to be good about another.
   */
  changeAddress(entry: KnownAddress, next: AddressCandidate): void {
    const { address, source, proven } = entry;
    const previous = { address, source, proven };
    this.tables[entry.kind].takeFromAll(entry);
    this.roster.setVerified(entry, undefined);
    entry.address = next.address;
    entry.source = next.source;
    entry.proven = next.proven;
    entry.addressFailures = 0;
    const others = withoutCandidate(entry.candidates, next.address);
    entry.candidates = withCandidate(others, previous, limits.addressCandidates);
    if (entry.kind === "old" && next.proven) {
      this.#putOld(entry);
      return;
    }
    this.roster.setKind(entry, "new");
    this.#putNew(entry, this.#choice.newBucket(entry.address, entry.source));
  }

  #putOld(entry: KnownAddress): void {
    const table = this.tables.old;
    const bucket = this.#choice.oldBucket(entry.address);
    const displaced = table.isFull(bucket) ? longestUntried(table.entries(bucket)) : undefined;
    if (displaced !== undefined) table.take(displaced, bucket);
    table.put(entry, bucket);
    if (displaced === undefined) return;
    this.roster.setKind(displaced, "new");
    this.#putNew(displaced, this.#choice.newBucket(displaced.address, displaced.source));
  }

  #putNew(entry: KnownAddress, bucket: number): void {
    const table = this.tables.new;
    if (table.isFull(bucket)) this.#makeRoom(bucket);
    table.put(entry, bucket);
  }

  /** Takes an entry out of a full new bucket; when that was its last one, it leaves the book. */
  #makeRoom(bucket: number): void {
    const entries = this.tables.new.entries(bucket);
    const start = this.#pool.integer(entries.length);
    const victim = entryToExpire(entries, start, this.#clock.wallTime());
    if (victim === undefined) return;
    this.tables.new.take(victim, bucket);
    if (victim.buckets.length === 0) this.roster.delete(victim);
  }
}
