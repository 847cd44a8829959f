/* The kernel's Poly1305 against big integers, from states that no message leads to, or one in 2^64. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limits } from "../../src/base/limits.js";
import { type Limbs, limbsOf, numberOfLimbs, OpenKernel } from "./kernel-memory.js";
import { bytesOf, macData, numberOf, P, poly1305 } from "./reference-aead.js";
import { toHex } from "./vectors.js";

const { framePlainBytes } = limits;
const QUAD = 256;
const TAIL = 4 * QUAD;

/** What limbs can be at most (`poly1305-bounds.test.ts`), rounded up. */
const LARGEST: Limbs = [188n, 184n, 179n, 175n].map((hundredths) => (hundredths << 32n) / 100n).concat(3n);
const ONES: Limbs = [0xffff_ffffn, 0xffff_ffffn, 0xffff_ffffn, 0xffff_ffffn, 3n];

const open = new OpenKernel();

/** The same number with three limbs as large as can be: each takes 2^32 from the next. */
function spread(limbs: Limbs): Limbs {
  const [h0 = 0n, h1 = 0n, h2 = 0n, h3 = 0n, h4 = 0n] = limbs;
  if (h1 === 0n || h2 === 0n || h3 === 0n) return limbs;
  return [h0 + 2n ** 32n, h1 + 2n ** 32n - 1n, h2 + 2n ** 32n - 1n, h3 - 1n, h4];
}

const starts: readonly (readonly [string, Limbs])[] = [
  ["0", limbsOf(0n)],
  ["1", limbsOf(1n)],
  ["p - 1", limbsOf(P - 1n)],
  ["p", limbsOf(P)],
  ["p + 1", limbsOf(P + 1n)],
  ["2^128 - 1", limbsOf(2n ** 128n - 1n)],
  ["2^130 - 1: ones in all limbs", ONES],
  ["the largest limbs", LARGEST],
  ["the largest lowest limb", [LARGEST[0] as bigint, 0n, 0n, 0n, 0n]],
];
const rs: readonly (readonly [string, Uint8Array])[] = [
  ["0", new Uint8Array(16)],
  ["1", bytesOf(1n, 16)],
  ["3: the low bits that 5/4 leaves out", bytesOf(3n, 16)],
  ["4", bytesOf(4n, 16)],
  ["2^124 and no more", bytesOf(2n ** 123n, 16)],
  ["all ones", new Uint8Array(16).fill(0xff)],
];

const CLAMP = 0x0ffffffc_0ffffffc_0ffffffc_0fffffffn;
const ZERO = new Uint8Array(16);

/** Poly1305 over whole blocks, from a number. */
function absorbed(h: bigint, r: Uint8Array, message: Uint8Array): bigint {
  let sum = h;
  for (let at = 0; at < message.length; at += 16)
    sum = ((sum + numberOf(message.subarray(at, at + 16)) + 2n ** 128n) * (numberOf(r) & CLAMP)) % P;
  return sum;
}

/** Takes in 256 bytes from a state; the limbs afterwards, which must be small enough to go on. */
function tagQuad(h: Limbs, r: Uint8Array, message: Uint8Array): bigint {
  open.startTag(r, ZERO);
  open.h = h;
  open.bytes.set(message, open.frame);
  open.kernel.tagQuad(open.frame);
  open.h.forEach((limb, i) => {
    expect(limb).toBeLessThanOrEqual(LARGEST[i] as bigint);
  });
  return numberOfLimbs(open.h) % P;
}

describe("tagQuad", () => {
  describe.each(starts)("from h = %s", (_name, h) => {
    it.each(rs)("with r = %s", (_r, r) => {
      for (const message of [0, 1, 0x7f, 0x80, 0xff].map((byte) => new Uint8Array(QUAD).fill(byte)))
        expect(tagQuad(h, r, message)).toBe(absorbed(numberOfLimbs(h), r, message));
    });
  });

  it("from any state", () => {
    const limbs = fc.tuple(...LARGEST.map((max) => fc.bigInt({ min: 0n, max })));
    const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
    fc.assert(
      fc.property(limbs, bytes(16), bytes(QUAD), (h, r, message) => {
        expect(tagQuad(h, r, message)).toBe(absorbed(numberOfLimbs(h), r, message));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("startTag", () => {
  it("clamps r, and starts from 0", () => {
    open.startTag(new Uint8Array(16).fill(0xff), ZERO);
    expect(numberOfLimbs(open.multipliers.slice(0, 4))).toBe(CLAMP);
    expect(open.h).toEqual([0n, 0n, 0n, 0n, 0n]);
  });
});

/** The tag of a frame's end, from a state before it. */
function finishTag(h: Limbs, r: Uint8Array, s: Uint8Array, tail = ZERO): bigint {
  open.startTag(r, s);
  open.h = h;
  open.bytes.set(tail.subarray(0, 4), open.frame + TAIL);
  open.kernel.finishTag(open.frame);
  return numberOf(open.bytes.slice(open.frame + framePlainBytes, open.frame + framePlainBytes + 16));
}

describe("finishTag", () => {
  const lengths = macData(new Uint8Array(framePlainBytes)).subarray(-32);
  const s = new Uint8Array(16).fill(0xff);

  // With r = 1 blocks only add up, so that any number can be the last.
  const one = bytesOf(1n, 16);
  const added = absorbed(0n, one, lengths);
  const near = (number: bigint) => Array.from({ length: 13 }, (_, i) => number + BigInt(i) - 6n);
  const last = [6n, 2n ** 32n, 2n ** 64n, 2n ** 96n, 2n ** 128n, 2n ** 129n, P, 2n ** 130n].flatMap(near);
  it.each(last)("reduces %i", (number) => {
    const reduced = (number - added + 2n * P) % P;
    // Up to two numbers below 2^130 that lead there, the larger one without a reduction on the way.
    const before = [reduced, reduced + P, number - added].filter((h) => h >= 0n && h < 2n ** 130n);
    for (const limbs of before.map(limbsOf).flatMap((h) => [h, spread(h)])) {
      expect(finishTag(limbs, one, ZERO)).toBe((number % P) % 2n ** 128n);
      expect(finishTag(limbs, one, s)).toBe(((number % P) + numberOf(s)) % 2n ** 128n);
    }
  });

  describe.each(starts)("from h = %s", (_name, h) => {
    it.each(rs)("with r = %s", (_r, r) => {
      for (const tail of [0, 0x80, 0xff].map((byte) => new Uint8Array(4).fill(byte))) {
        const end = Uint8Array.from(lengths);
        end.set(tail);
        const expected = (absorbed(numberOfLimbs(h), r, end) + numberOf(s)) % 2n ** 128n;
        expect(finishTag(h, r, s, tail)).toBe(expected);
      }
    });
  });
});

it("the tag of any ciphertext, with any key", () => {
  const filled = (length: number) =>
    fc.oneof(
      fc.constantFrom(0, 1, 0xfe, 0xff).map((byte) => new Uint8Array(length).fill(byte)),
      fc.uint8Array({ minLength: length, maxLength: length }),
    );
  fc.assert(
    fc.property(filled(16), filled(16), filled(framePlainBytes), (r, s, ciphertext) => {
      open.startTag(r, s);
      open.bytes.set(ciphertext, open.frame);
      for (let q = 0; q < 4; q++) open.kernel.tagQuad(open.frame + q * QUAD);
      open.kernel.finishTag(open.frame);
      const tag = open.bytes.slice(open.frame + framePlainBytes, open.frame + framePlainBytes + 16);
      expect(toHex(tag)).toBe(toHex(poly1305(Buffer.concat([r, s]), macData(ciphertext))));
    }),
    { numRuns: 300 },
  );
});
