import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SipHash24 } from "../../../src/pex/address-book/sip-hash.js";

const key = Uint8Array.from({ length: 16 }, (_, i) => i);
const counting = (length: number) => Uint8Array.from({ length }, (_, i) => i);

function sipHash(hashKey: Uint8Array, data: Uint8Array): bigint {
  const hash = new SipHash24(hashKey);
  hash.digest(data, data.length);
  return (BigInt(hash.high) << 32n) | BigInt(hash.low);
}

/** The paper's definition, word for word, on 64-bit integers. */
function reference(hashKey: Uint8Array, data: Uint8Array): bigint {
  const view = Buffer.from(hashKey);
  const [k0, k1] = [view.readBigUInt64LE(0), view.readBigUInt64LE(8)];
  const v = new BigUint64Array([
    k0 ^ 0x736f6d6570736575n,
    k1 ^ 0x646f72616e646f6dn,
    k0 ^ 0x6c7967656e657261n,
    k1 ^ 0x7465646279746573n,
  ]);
  const at = (i: number) => v[i] as bigint;
  const rotate = (i: number, by: bigint) => {
    v[i] = (at(i) << by) | (at(i) >> (64n - by));
  };
  const half = (a: number, b: number, by: bigint) => {
    v[a] = at(a) + at(b);
    rotate(b, by);
    v[b] = at(b) ^ at(a);
  };
  const rounds = (count: number) => {
    for (let i = 0; i < count; i++) {
      half(0, 1, 13n);
      half(2, 3, 16n);
      rotate(0, 32n);
      half(2, 1, 17n);
      half(0, 3, 21n);
      rotate(2, 32n);
    }
  };
  const padded = Buffer.alloc((data.length & ~7) + 8);
  padded.set(data);
  padded[padded.length - 1] = data.length & 0xff;
  for (let i = 0; i < padded.length; i += 8) {
    const word = padded.readBigUInt64LE(i);
    v[3] = at(3) ^ word;
    rounds(2);
    v[0] = at(0) ^ word;
  }
  v[2] = at(2) ^ 0xffn;
  rounds(4);
  return at(0) ^ at(1) ^ at(2) ^ at(3);
}

describe("SipHash-2-4", () => {
  it("gives the value in the paper's appendix", () => {
    expect(sipHash(key, counting(15))).toBe(0xa129ca6149be45e5n);
  });

  it.each([
    [0, 0x726fdb47dd0e0e31n],
    [1, 0x74f839c593dc67fdn],
  ])("gives the authors' value for %i bytes", (length, value) => {
    expect(sipHash(key, counting(length))).toBe(value);
  });

  it("is the definition, for any key and message", () => {
    const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(bytes, fc.uint8Array({ maxLength: 300 }), (hashKey, data) => {
        expect(sipHash(hashKey, data)).toBe(reference(hashKey, data));
      }),
    );
  });

  it("hashes only as many bytes as it is told", () => {
    const hash = new SipHash24(key);
    hash.digest(counting(200), 15);
    expect([hash.high, hash.low]).toEqual([0xa129ca61, 0x49be45e5]);
  });

  it("refuses a key of another length", () => {
    expect(() => new SipHash24(new Uint8Array(15))).toThrow(RangeError);
  });
});
