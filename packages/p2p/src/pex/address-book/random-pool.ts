import type { Random } from "../../base/index.js";

const POOL_WORDS = 2_048;

const TWO_32 = 2 ** 32;

/** Random integers in bulk: the source is asked for many bytes at a time, as a selection needs hundreds of integers. */
export class RandomPool {
  readonly #random: Random;
  readonly #words = new Uint32Array(POOL_WORDS);
  #next = POOL_WORDS;

  constructor(random: Random) {
    this.#random = random;
  }

  /**
   * An integer in `[0, limit)`, each equally likely; `limit` is 1 to 2^20.
   *
   * The upper half of word × limit is the result. The lower half says, seldom, that this word would favour some results
   * (D. Lemire, "Fast random integer generation in an interval", 2019); only then a division is needed.
   */
  integer(limit: number): number {
    for (;;) {
      const product = this.#word() * limit;
      const result = Math.floor(product / TWO_32);
      const rest = product - result * TWO_32;
      if (rest >= limit || rest >= TWO_32 % limit) return result;
    }
  }

  /** A number in `[0, 1)`. */
  fraction(): number {
    return this.#word() / TWO_32;
  }

  #word(): number {
    if (this.#next === POOL_WORDS) {
      new Uint8Array(this.#words.buffer).set(this.#random.bytes(4 * POOL_WORDS));
      this.#next = 0;
    }
    return this.#words[this.#next++] as number;
  }
}
