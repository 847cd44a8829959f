import type { Random } from "../base/index.js";

/** Randomness that repeats itself for the same seed (xorshift128). For tests, never for keys. */
export class SeededRandom implements Random {
  readonly #state = new Uint32Array(4);

  /** `seed` is any 32-bit integer. */
  constructor(seed: number) {
    let mix = seed >>> 0;
    for (let i = 0; i < 4; i++) {
      mix = (Math.imul(mix ^ (mix >>> 16), 0x45d9f3b) + 0x9e3779b9) >>> 0;
      this.#state[i] = mix | 1;
    }
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i++) bytes[i] = this.#next() >>> 24;
    return bytes;
  }

  integer(limit: number): number {
    return Math.floor((this.#next() / 2 ** 32) * limit);
  }

  #next(): number {
    const s = this.#state;
    let t = s[3] as number;
    t ^= t << 11;
    t ^= t >>> 8;
    s[3] = s[2] as number;
    s[2] = s[1] as number;
    s[1] = s[0] as number;
    s[0] = t ^ (s[0] as number) ^ ((s[0] as number) >>> 19);
    return s[0] >>> 0;
  }
}
