/* Both ciphers seal what the RFC's algorithm does, frame by frame. */
import { createCipheriv, createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limits } from "../../src/base/limits.js";
import { createWasmFrameCipher } from "../../src/crypto/frame-cipher-wasm.js";
import { FRAME_BATCH, type FrameCipher, nodeFrameCipher } from "../../src/crypto/index.js";
import { sealFrame } from "./reference-aead.js";
import { toHex } from "./vectors.js";

const PLAIN = limits.framePlainBytes;
const SEALED = limits.frameSealedBytes;
const wasm = createWasmFrameCipher();

interface Batch {
  readonly key: Uint8Array;
  readonly nonce: bigint;
  readonly frames: number;
  readonly offset: number;
  readonly plain: Uint8Array;
}

const bytes = (length: number) =>
  fc.oneof(
    fc.constantFrom(0, 0xff).map((byte) => new Uint8Array(length).fill(byte)),
    fc.uint8Array({ minLength: length, maxLength: length }),
  );
/** Also beside the places where the counter's halves overflow. */
const nonces = fc
  .oneof(
    fc.constantFrom(0n, 2n ** 31n, 2n ** 32n, 2n ** 33n, 2n ** 63n, 2n ** 64n),
    fc.bigInt({ min: 0n, max: 2n ** 64n }),
  )
  .chain((near) => fc.integer({ min: -70, max: 5 }).map((difference) => near + BigInt(difference)));

/** Frames of zeros, of ones, or of anything. */
function frameOf(kind: number, salt: number): Uint8Array {
  if (kind < 2) return new Uint8Array(SEALED).fill(kind * 0xff);
  return createHash("shake256", { outputLength: SEALED }).update(`${kind} ${salt}`).digest();
}

function batches(most: number): fc.Arbitrary<Batch> {
  return fc
    .record({
      key: bytes(32),
      nonce: nonces,
      kinds: fc.array(fc.nat({ max: 5 }), { maxLength: most, size: "max" }),
      offset: fc.nat({ max: 2 * SEALED }),
    })
    .map(({ key, nonce, kinds, offset }) => {
      const last = 2n ** 64n - BigInt(kinds.length);
      return {
        key,
        nonce: nonce < 0n ? 0n : nonce > last ? last : nonce,
        frames: kinds.length,
        offset,
        plain: Buffer.concat(kinds.map(frameOf)),
      };
    });
}

function seal(cipher: FrameCipher, { key, nonce, frames, offset, plain }: Batch): Uint8Array {
  const wire = new Uint8Array(offset + frames * SEALED + 7).fill(0xaa);
  cipher.sealArena.set(plain);
  const frameKey = cipher.createKey(key);
  frameKey.seal(frames, nonce, wire, offset);
  frameKey.wipe();
  return wire;
}

function reference({ key, nonce, frames, offset, plain }: Batch): Uint8Array {
  const sealed = Array.from({ length: frames }, (_, i) =>
    sealFrame(key, nonce + BigInt(i), plain.subarray(i * SEALED, i * SEALED + PLAIN)),
  );
  return Buffer.concat([new Uint8Array(offset).fill(0xaa), ...sealed, new Uint8Array(7).fill(0xaa)]);
}

const equal = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

it("WebAssembly seals and opens as node:crypto does", () => {
  fc.assert(
    fc.property(batches(FRAME_BATCH), (batch) => {
      const wire = seal(wasm, batch);
      expect(equal(wire, seal(nodeFrameCipher, batch))).toBe(true);
      const key = wasm.createKey(batch.key);
      expect(key.open(batch.frames, batch.nonce, wire, batch.offset)).toBe(batch.frames);
      for (let at = 0; at < batch.plain.length; at += SEALED)
        expect(equal(wasm.openArena.subarray(at, at + PLAIN), batch.plain.subarray(at, at + PLAIN))).toBe(
          true,
        );
    }),
    { numRuns: 300 },
  );
});

describe.each([
  ["WebAssembly", wasm],
  ["node:crypto", nodeFrameCipher],
])("%s", (_name, cipher) => {
  it("seals as RFC 8439 says", () => {
    fc.assert(
      fc.property(batches(5), (batch) => {
        expect(equal(seal(cipher, batch), reference(batch))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("leaves the plaintext of frames beyond the batch alone", () => {
    const plain = Buffer.concat(Array.from({ length: 5 }, (_, i) => frameOf(4, i)));
    seal(cipher, { key: new Uint8Array(32), nonce: 9n, frames: 3, offset: 0, plain });
    expect(toHex(cipher.sealArena.subarray(3 * SEALED, 5 * SEALED))).toBe(toHex(plain.subarray(3 * SEALED)));
  });
});

it.each([1, 2, 3, FRAME_BATCH])("zeros come out as the keystream of blocks 1 to 17: %i frames", (frames) => {
  const key = Uint8Array.from({ length: 32 }, (_, i) => i);
  const nonce = 2n ** 32n - 1n; // its lower half overflows between two frames of a pair
  const plain = new Uint8Array(frames * SEALED);
  const wire = seal(wasm, { key, nonce, frames, offset: 0, plain });
  for (let i = 0; i < frames; i++) {
    const iv = Buffer.alloc(16); // the block's counter in 32 bits, then the nonce
    iv.writeUInt32LE(1, 0);
    iv.writeBigUInt64LE(nonce + BigInt(i), 8);
    const keystream = createCipheriv("chacha20", key, iv).update(new Uint8Array(PLAIN));
    expect(toHex(wire.subarray(i * SEALED, i * SEALED + PLAIN))).toBe(toHex(keystream));
  }
});
