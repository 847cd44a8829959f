import type { KeyedHash64 } from "@cometwire/p2p";

const MASK_32 = 0xffff_ffffn;
const LANES = [0, 1, 2, 3] as const;

/** The digits of pi that both halves of the state start from. */
const START = [
  [0xdbe6d5d5fe4cce2fn, 0xa4093822299f31d0n, 0x13198a2e03707344n, 0x243f6a8885a308d3n],
  [0x3bd39e10cb0ef593n, 0xc0acf169b5f18a8cn, 0xbe5466cf34e90c6cn, 0x452821e638d01377n],
] as const;

/** Where each byte of a merged pair of lanes comes from: 0–7 the even lane's bytes, 8–15 the odd lane's. */
const ZIPPER = [3, 12, 2, 5, 14, 1, 15, 0, 11, 4, 10, 13, 9, 6, 8, 7] as const;

/**
 * HighwayHash with a 64-bit result, the reference that Go's bucket numbers are compared with. Slow: on bigints.
 *
 * Source: J. Alakuijala, B. Cox, J. Wassenberg, "Fast keyed hash/pseudo-random function using SIMD multiply and
 * permute", 2016. Go reads the eight bytes of its digest as a big-endian number, and so do {@link HighwayHash64.high}
 * and {@link HighwayHash64.low}.
 */
export class HighwayHash64 implements KeyedHash64 {
  high = 0;
  low = 0;
  readonly #key: readonly bigint[];
  readonly #v0 = new BigUint64Array(4);
  readonly #v1 = new BigUint64Array(4);
  readonly #mul0 = new BigUint64Array(4);
  readonly #mul1 = new BigUint64Array(4);

  /** @param key - 32 bytes. */
  constructor(key: Uint8Array) {
    if (key.length !== 32) throw new RangeError("a HighwayHash key has 32 bytes");
    this.#key = LANES.map((lane) => lanesOf(key)[lane] as bigint);
  }

  digest(data: Uint8Array, length = data.length): void {
    const digest = Buffer.from(this.sum(data.subarray(0, length)));
    this.high = digest.readUInt32BE(0);
    this.low = digest.readUInt32BE(4);
  }

  /** The eight bytes of the digest, as Go's `Sum` returns them. */
  sum(data: Uint8Array): Uint8Array {
    for (const lane of LANES) {
      const key = this.#key[lane] as bigint;
      this.#mul0[lane] = START[0][lane];
      this.#mul1[lane] = START[1][lane];
      this.#v0[lane] = START[0][lane] ^ key;
      this.#v1[lane] = START[1][lane] ^ swapHalves(key);
    }
    const whole = data.length & ~31;
    for (let at = 0; at < whole; at += 32) this.#update(lanesOf(data.subarray(at, at + 32)));
    if (whole < data.length) this.#remainder(data.subarray(whole));
    for (let round = 0; round < 4; round++) {
      const [a = 0n, b = 0n, c = 0n, d = 0n] = this.#v0;
      this.#update([swapHalves(c), swapHalves(d), swapHalves(a), swapHalves(b)]);
    }
    const [v0, v1, mul0, mul1] = [this.#v0, this.#v1, this.#mul0, this.#mul1].map(
      (each) => each[0] as bigint,
    );
    const result = Buffer.alloc(8);
    result.writeBigUInt64LE(BigInt.asUintN(64, (v0 ?? 0n) + (v1 ?? 0n) + (mul0 ?? 0n) + (mul1 ?? 0n)));
    return result;
  }

  #update(packet: ArrayLike<bigint>): void {
    const [v0, v1, mul0, mul1] = [this.#v0, this.#v1, this.#mul0, this.#mul1];
    for (const lane of LANES) {
      const at = (array: BigUint64Array) => array[lane] as bigint;
      v1[lane] = at(v1) + at(mul0) + (packet[lane] as bigint);
      mul0[lane] = at(mul0) ^ ((at(v1) & MASK_32) * (at(v0) >> 32n));
      v0[lane] = at(v0) + at(mul1);
      mul1[lane] = at(mul1) ^ ((at(v0) & MASK_32) * (at(v1) >> 32n));
    }
    addZipped(v0, v1);
    addZipped(v1, v0);
  }

  /** What is left of the message, 1 to 31 bytes: its length goes into the state, its last bytes to fixed places. */
  #remainder(rest: Uint8Array): void {
    const count = BigInt(rest.length);
    for (const lane of LANES) {
      this.#v0[lane] = (this.#v0[lane] as bigint) + (count << 32n) + count;
      this.#v1[lane] = rotateHalves(this.#v1[lane] as bigint, count);
    }
    const packet = new Uint8Array(32);
    const words = rest.length & ~3;
    const tail = rest.length & 3;
    packet.set(rest.subarray(0, words));
    if (rest.length & 16) {
      packet.set(rest.subarray(rest.length - 4), 28);
    } else if (tail > 0) {
      packet[16] = rest[words] as number;
      packet[17] = rest[words + (tail >> 1)] as number;
      packet[18] = rest[rest.length - 1] as number;
    }
    this.#update(lanesOf(packet));
  }
}

/** Adds the bytes of `source`, merged by {@link ZIPPER} within each pair of lanes, to `target`. */
function addZipped(target: BigUint64Array, source: BigUint64Array): void {
  const bytes = Buffer.from(source.buffer, source.byteOffset, 32);
  for (const pair of [0, 2]) {
    const merged = Uint8Array.from(ZIPPER, (from) => bytes[8 * pair + from] as number);
    const view = Buffer.from(merged.buffer);
    target[pair] = (target[pair] as bigint) + view.readBigUInt64LE(0);
    target[pair + 1] = (target[pair + 1] as bigint) + view.readBigUInt64LE(8);
  }
}

function lanesOf(bytes: Uint8Array): bigint[] {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return LANES.map((lane) => view.readBigUInt64LE(8 * lane));
}

function swapHalves(value: bigint): bigint {
  return ((value & MASK_32) << 32n) | (value >> 32n);
}

/** Both 32-bit halves, each rotated left. */
function rotateHalves(value: bigint, count: bigint): bigint {
  const rotate = (half: bigint) => ((half << count) | (half >> (32n - count))) & MASK_32;
  return (rotate(value >> 32n) << 32n) | rotate(value & MASK_32);
}
