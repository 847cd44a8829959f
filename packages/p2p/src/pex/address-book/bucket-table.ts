import type { KnownAddress } from "./known-address.js";
import { bookParameters } from "./parameters.js";
import type { RandomPool } from "./random-pool.js";

/** The buckets of one kind. An entry's own list of buckets is kept along. */
export class BucketTable {
  readonly #buckets: KnownAddress[][];
  #occupied = 0;

  /** @param count - number of buckets. */
  constructor(count: number) {
    this.#buckets = Array.from({ length: count }, () => []);
  }

  /** Number of buckets. */
  get count(): number {
    return this.#buckets.length;
  }

  /** The entries of a bucket, in an order that means nothing. */
  entries(bucket: number): readonly KnownAddress[] {
    return this.#buckets[bucket] as KnownAddress[];
  }

  /** Whether a bucket has no room. */
  isFull(bucket: number): boolean {
    return this.entries(bucket).length >= bookParameters.bucketSize;
  }

  /** Puts an entry into a bucket that it is not in and that has room. */
  put(entry: KnownAddress, bucket: number): void {
    const entries = this.#buckets[bucket] as KnownAddress[];
    if (entries.length === 0) this.#occupied++;
    entries.push(entry);
    entry.buckets = entry.buckets.length === 0 ? [bucket] : [...entry.buckets, bucket];
  }

  /** Takes an entry out of one of its buckets. */
  take(entry: KnownAddress, bucket: number): void {
    this.#drop(entry, bucket);
    entry.buckets = entry.buckets.filter((each) => each !== bucket);
  }

  /** Takes an entry out of all its buckets. */
  takeFromAll(entry: KnownAddress): void {
    for (const bucket of entry.buckets) this.#drop(entry, bucket);
    entry.buckets = [];
  }

  /**
   * A random entry of a random bucket that is not empty: uniform over buckets, so that no group gets more than its
   * share by being numerous.
   */
  pick(pool: RandomPool): KnownAddress | undefined {
    if (this.#occupied === 0) return undefined;
    let skip = pool.integer(this.#occupied);
    for (const entries of this.#buckets) {
      if (entries.length > 0 && skip-- === 0) return entries[pool.integer(entries.length)];
    }
    return undefined;
  }

  #drop(entry: KnownAddress, bucket: number): void {
    const entries = this.#buckets[bucket] as KnownAddress[];
    const last = entries.pop();
    if (last !== undefined && last !== entry) entries[entries.indexOf(entry)] = last;
    if (entries.length === 0) this.#occupied--;
  }
}
