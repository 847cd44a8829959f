/**
 * A keyed 64-bit hash, which chooses buckets. Without its key nobody can tell which addresses share a bucket.
 *
 * The halves are registers, valid until the next call, so that hashing allocates nothing.
 */
export interface KeyedHash64 {
  /** Hashes the first `length` bytes of `data`. */
  digest(data: Uint8Array, length: number): void;
  /** Upper 32 bits of the last digest, unsigned. */
  readonly high: number;
  /** Lower 32 bits of the last digest, unsigned. */
  readonly low: number;
}
