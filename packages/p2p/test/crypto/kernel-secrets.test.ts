/* What is left of keys and plaintext in the kernel's memory, and when. */
import { createCipheriv, randomBytes } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import { limits } from "../../src/base/limits.js";
import { createWasmFrameCipher } from "../../src/crypto/frame-cipher-wasm.js";
import { FRAME_BATCH } from "../../src/crypto/index.js";
import { outsideOfArenas } from "./kernel-memory.js";

const PLAIN = limits.framePlainBytes;
const SEALED = limits.frameSealedBytes;

const cipher = createWasmFrameCipher();
const memory = cipher.sealArena.buffer;
const secret = randomBytes(32);
const key = cipher.createKey(secret);
const wire = new Uint8Array(FRAME_BATCH * SEALED);

/** Bytes of the memory outside of the arenas that are not zero. */
function leftovers(): number {
  const arenas = [cipher.sealArena, cipher.openArena];
  return outsideOfArenas(memory, arenas).reduce((count, byte) => count + (byte === 0 ? 0 : 1), 0);
}

/** Whether any of `bytes`, in pieces of eight, is anywhere in the memory. */
function remembers(bytes: Uint8Array): boolean {
  const all = Buffer.from(memory);
  for (let at = 0; at + 8 <= bytes.length; at += 8)
    if (all.includes(Buffer.from(bytes.subarray(at, at + 8)))) return true;
  return false;
}

/** Blocks 0 and 17 of a frame's keystream: one-time key and what hides the last four bytes. */
function keystreamEnds(nonce: bigint): Uint8Array {
  const iv = Buffer.alloc(16);
  iv.writeBigUInt64LE(nonce, 8);
  const keystream = createCipheriv("chacha20", secret, iv).update(new Uint8Array(18 * 64));
  return Buffer.concat([keystream.subarray(0, 64), keystream.subarray(17 * 64)]);
}

/** Random plaintext, so that it is not found by chance; returns a copy. */
function fillSealArena(): Uint8Array {
  const plain = randomBytes(FRAME_BATCH * SEALED);
  cipher.sealArena.set(plain);
  return plain;
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each([0, 1, 2, 3, FRAME_BATCH])("after a call with %i frames", (frames) => {
  it("sealing has left neither keys, nor keystream, nor plaintext", () => {
    const plain = fillSealArena();
    key.seal(frames, 5n, wire, 0);
    expect(leftovers()).toBe(0);
    expect(remembers(secret)).toBe(false);
    for (let i = 0; i < frames; i++) {
      expect(remembers(keystreamEnds(5n + BigInt(i)))).toBe(false);
      expect(remembers(plain.subarray(i * SEALED, i * SEALED + PLAIN))).toBe(false);
    }
    // What the arena holds instead is what is on the wire.
    expect(
      Buffer.compare(cipher.sealArena.subarray(0, frames * SEALED), wire.subarray(0, frames * SEALED)),
    ).toBe(0);
  });

  it("opening has left neither keys nor keystream", () => {
    key.seal(frames, 5n, wire, 0);
    expect(key.open(frames, 5n, wire, 0)).toBe(frames);
    expect(leftovers()).toBe(0);
    expect(remembers(secret)).toBe(false);
    for (let i = 0; i < frames; i++) expect(remembers(keystreamEnds(5n + BigInt(i)))).toBe(false);
  });
});

it.each([0, 1, 2, FRAME_BATCH - 1])(
  "a forged frame %i leaves neither what it holds, nor the tag it should have, nor what comes behind",
  (frame) => {
    const plain = fillSealArena();
    key.seal(FRAME_BATCH, 0n, wire, 0);
    const tagAt = frame * SEALED + PLAIN;
    const tag = wire.slice(tagAt, tagAt + 16);
    wire.fill(0, tagAt, tagAt + 16);
    cipher.sealArena.fill(0);
    expect(key.open(FRAME_BATCH, 0n, wire, 0)).toBe(frame);
    expect(cipher.openArena.subarray(frame * SEALED).every((byte) => byte === 0)).toBe(true);
    expect(leftovers()).toBe(0);
    expect(remembers(tag)).toBe(false);
    for (let i = frame; i < FRAME_BATCH; i++)
      expect(remembers(plain.subarray(i * SEALED, i * SEALED + PLAIN))).toBe(false);
  },
);

it("nothing of the key gets there when the arguments are refused", () => {
  for (const call of ["seal", "open"] as const) {
    expect(() => key[call](FRAME_BATCH + 1, 0n, wire, 0)).toThrow(RangeError);
    expect(() => key[call](1, 2n ** 64n, wire, 0)).toThrow(RangeError);
    expect(() => key[call](1, 0n, wire, wire.length)).toThrow(RangeError);
  }
  expect(leftovers()).toBe(0);
});

it("`wipe` clears the copy that was taken of the key", () => {
  const wiped = cipher.createKey(secret);
  const put = vi.spyOn(Uint8Array.prototype, "set");
  wiped.seal(0, 0n, wire, 0);
  const copy = put.mock.calls.map(([from]) => from).find((from) => from.length === 32) as Uint8Array;
  expect(Buffer.compare(copy, secret)).toBe(0);
  wiped.wipe();
  expect(copy.every((byte) => byte === 0)).toBe(true);
});
