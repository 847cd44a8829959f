import type { KeyedHash64 } from "./keyed-hash.js";

/**
 * SipHash-2-4 with a 64-bit result, on 32-bit integers: four 64-bit words are kept as eight halves.
 *
 * Source: J.-P. Aumasson, D. J. Bernstein, "SipHash: a fast short-input PRF", 2012; the test holds the paper's value.
 */
export class SipHash24 implements KeyedHash64 {
  high = 0;
  low = 0;
  /** v0 … v3, each lower half first. */
  readonly #v = new Int32Array(8);
  readonly #start = new Int32Array(8);

  /** @param key - 16 bytes. */
  constructor(key: Uint8Array) {
    if (key.length !== 16) throw new RangeError("a SipHash key has 16 bytes");
    const k = [word(key, 0), word(key, 4), word(key, 8), word(key, 12)] as const;
    this.#start.set([
      k[0] ^ 0x70736575,
      k[1] ^ 0x736f6d65,
      k[2] ^ 0x6e646f6d,
      k[3] ^ 0x646f7261,
      k[0] ^ 0x6e657261,
      k[1] ^ 0x6c796765,
      k[2] ^ 0x79746573,
      k[3] ^ 0x74656462,
    ]);
  }

  digest(data: Uint8Array, length: number): void {
    const v = this.#v;
    v.set(this.#start);
    const whole = length & ~7;
    for (let at = 0; at < whole; at += 8) this.#compress(word(data, at), word(data, at + 4));
    let low = 0;
    let high = length << 24;
    for (let at = whole; at < length; at++) {
      const byte = data[at] as number;
      const shift = 8 * (at - whole);
      if (shift < 32) low |= byte << shift;
      else high |= byte << (shift - 32);
    }
    this.#compress(low, high);
    v[4] = (v[4] as number) ^ 0xff;
    rounds(v, 4);
    this.low = ((v[0] as number) ^ (v[2] as number) ^ v[4] ^ (v[6] as number)) >>> 0;
    this.high = ((v[1] as number) ^ (v[3] as number) ^ (v[5] as number) ^ (v[7] as number)) >>> 0;
  }

  #compress(low: number, high: number): void {
    const v = this.#v;
    v[6] = (v[6] as number) ^ low;
    v[7] = (v[7] as number) ^ high;
    rounds(v, 2);
    v[0] = (v[0] as number) ^ low;
    v[1] = (v[1] as number) ^ high;
  }
}

/** Four bytes as a little-endian integer. */
function word(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}

/** The upper half of a sum, given the lower halves of the sum and of one summand. */
function carried(a: number, b: number, low: number, lowSummand: number): number {
  return (a + b + (low >>> 0 < lowSummand >>> 0 ? 1 : 0)) | 0;
}

/** SipRounds. In each of the two halves of a round, two additions, two rotations and two exclusive ors. */
function rounds(v: Int32Array, count: number): void {
  let l0 = v[0] as number;
  let h0 = v[1] as number;
  let l1 = v[2] as number;
  let h1 = v[3] as number;
  let l2 = v[4] as number;
  let h2 = v[5] as number;
  let l3 = v[6] as number;
  let h3 = v[7] as number;
  for (let i = 0; i < count; i++) {
    // v0 += v1; v1 <<<= 13; v1 ^= v0; v0 <<<= 32
    let low = (l0 + l1) | 0;
    h0 = carried(h0, h1, low, l1);
    l0 = low;
    low = (l1 << 13) | (h1 >>> 19);
    h1 = ((h1 << 13) | (l1 >>> 19)) ^ h0;
    l1 = low ^ l0;
    low = h0;
    h0 = l0;
    l0 = low;
    // v2 += v3; v3 <<<= 16; v3 ^= v2
    low = (l2 + l3) | 0;
    h2 = carried(h2, h3, low, l3);
    l2 = low;
    low = (l3 << 16) | (h3 >>> 16);
    h3 = ((h3 << 16) | (l3 >>> 16)) ^ h2;
    l3 = low ^ l2;
    // v0 += v3; v3 <<<= 21; v3 ^= v0
    low = (l0 + l3) | 0;
    h0 = carried(h0, h3, low, l3);
    l0 = low;
    low = (l3 << 21) | (h3 >>> 11);
    h3 = ((h3 << 21) | (l3 >>> 11)) ^ h0;
    l3 = low ^ l0;
    // v2 += v1; v1 <<<= 17; v1 ^= v2; v2 <<<= 32
    low = (l2 + l1) | 0;
    h2 = carried(h2, h1, low, l1);
    l2 = low;
    low = (l1 << 17) | (h1 >>> 15);
    h1 = ((h1 << 17) | (l1 >>> 15)) ^ h2;
    l1 = low ^ l2;
    low = h2;
    h2 = l2;
    l2 = low;
  }
  v[0] = l0;
  v[1] = h0;
  v[2] = l1;
  v[3] = h1;
  v[4] = l2;
  v[5] = h2;
  v[6] = l3;
  v[7] = h3;
}
