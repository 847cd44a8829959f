import type { NetAddress } from "../../wire/index.js";
import { groupOf } from "./groups.js";
import type { KeyedHash64 } from "./keyed-hash.js";
import { bookParameters } from "./parameters.js";

/** Longest text hashed: the key, an address with IPv6, two groups. Go's own key has 24 characters. */
const SCRATCH_BYTES = 512;

/**
 * Which bucket an address belongs to. The source's group limits how much of the new buckets one source can fill, the
 * address's group how much of the old ones one network can.
 *
 * Source: `p2p/pex/addrbook.go:832-883@v0.38.25`. The numbers are Go's when `hash` is HighwayHash with Go's key.
 */
export class BucketChoice {
  readonly #hash: KeyedHash64;
  readonly #strict: boolean;
  readonly #scratch = new Uint8Array(SCRATCH_BYTES);
  readonly #keyLength: number;
  /** The addresses of one PEX answer share their source. */
  #lastSource: NetAddress | undefined;
  #lastSourceGroup = "";

  /**
   * @param key - the book's key as text.
   * @param strict - as `addr_book_strict`: unroutable addresses form one group.
   */
  constructor(key: string, hash: KeyedHash64, strict: boolean) {
    this.#hash = hash;
    this.#strict = strict;
    this.#keyLength = writeText(this.#scratch, 0, key);
  }

  /** The new bucket for an address that `source` told of: 0 to 255. */
  newBucket(address: NetAddress, source: NetAddress): number {
    const sourceGroup = this.#sourceGroup(source);
    let end = writeText(this.#scratch, this.#keyLength, groupOf(address, this.#strict));
    end = writeText(this.#scratch, end, sourceGroup);
    this.#hash.digest(this.#scratch, end);
    return this.#outer(sourceGroup, bookParameters.newBucketsPerGroup, bookParameters.newBuckets);
  }

  /** The old bucket for an address: 0 to 63. */
  oldBucket(address: NetAddress): number {
    const end = writeText(this.#scratch, this.#keyLength, address.toString());
    this.#hash.digest(this.#scratch, end);
    const group = groupOf(address, this.#strict);
    return this.#outer(group, bookParameters.oldBucketsPerGroup, bookParameters.oldBuckets);
  }

  /** The last digest chooses one of the group's `share` buckets; the group and that number choose one of all. */
  #outer(group: string, share: number, all: number): number {
    const inner = modulo(this.#hash, share);
    const end = writeText(this.#scratch, this.#keyLength, group);
    this.#scratch.fill(0, end, end + 7);
    this.#scratch[end + 7] = inner;
    this.#hash.digest(this.#scratch, end + 8);
    return modulo(this.#hash, all);
  }

  #sourceGroup(source: NetAddress): string {
    if (source !== this.#lastSource) {
      this.#lastSource = source;
      this.#lastSourceGroup = groupOf(source, this.#strict);
    }
    return this.#lastSourceGroup;
  }
}

/** The last digest modulo `divisor`, at most 2^20. */
function modulo(hash: KeyedHash64, divisor: number): number {
  return ((hash.high % divisor) * (2 ** 32 % divisor) + (hash.low % divisor)) % divisor;
}

/** Writes ASCII text and returns where it ends. */
function writeText(target: Uint8Array, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) target[at + i] = text.charCodeAt(i);
  return at + text.length;
}
