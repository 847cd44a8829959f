/* Nothing but what was sealed is opened: every bit of a frame, every place, every length. */
import { describe, expect, it } from "vitest";
import { limits } from "../../src/base/limits.js";
import { createWasmFrameCipher } from "../../src/crypto/frame-cipher-wasm.js";
import { FRAME_BATCH, nodeFrameCipher } from "../../src/crypto/index.js";

const PLAIN = limits.framePlainBytes;
const SEALED = limits.frameSealedBytes;
const KEY = Uint8Array.from({ length: 32 }, (_, i) => i * 5);
const NONCE = 77n;
const ZEROS = new Uint8Array(FRAME_BATCH * SEALED);

describe.each([
  ["WebAssembly", createWasmFrameCipher()],
  ["node:crypto", nodeFrameCipher],
])("%s", (_name, cipher) => {
  const key = cipher.createKey(KEY);

  function sealed(frames: number): Uint8Array {
    for (let i = 0; i < frames * SEALED; i++) cipher.sealArena[i] = (i * 13 + (i >> 6)) & 0xff;
    const wire = new Uint8Array(frames * SEALED);
    key.seal(frames, NONCE, wire, 0);
    return wire;
  }

  /** Opens, the arena having been full before; whether it is all zero from the first frame that was refused. */
  function open(frames: number, wire: Uint8Array, offset = 0): { opened: number; clean: boolean } {
    cipher.openArena.fill(0xee);
    const opened = key.open(frames, NONCE, wire, offset);
    const rest = cipher.openArena.subarray(opened * SEALED);
    return { opened, clean: Buffer.compare(rest, ZEROS.subarray(0, rest.length)) === 0 };
  }

  it.each([0, 1, 2])("refuses frame %i of three with any of its bits flipped", (frame) => {
    const wire = sealed(3);
    for (let bit = 0; bit < SEALED * 8; bit++) {
      const at = frame * SEALED + (bit >> 3);
      const flip = () => (wire[at] = (wire[at] as number) ^ (1 << (bit & 7)));
      flip();
      const { opened, clean } = open(3, wire);
      flip();
      if (opened !== frame || !clean) expect.fail(`bit ${bit}: ${opened} frames opened`);
    }
    expect(key.open(3, NONCE, wire, 0)).toBe(3);
  });

  it("refuses a tag of zeros, of ones, or of another frame", () => {
    const wire = sealed(2);
    const other = wire.slice(SEALED + PLAIN);
    for (const tag of [new Uint8Array(16), new Uint8Array(16).fill(0xff), other]) {
      wire.set(tag, PLAIN);
      expect(open(2, wire)).toEqual({ opened: 0, clean: true });
    }
  });

  it("refuses frames that are shifted by any number of bytes", () => {
    const wire = sealed(2);
    for (let shift = 1; shift < SEALED; shift++) {
      const { opened, clean } = open(1, wire, shift);
      if (opened !== 0 || !clean) expect.fail(`${shift} bytes: ${opened} frames opened`);
    }
    expect(key.open(1, NONCE + 1n, wire, SEALED)).toBe(1);
  });

  it("takes no part of a frame", () => {
    const wire = sealed(1);
    for (const length of [0, 15, 16, PLAIN, SEALED - 1])
      expect(() => key.open(1, NONCE, wire.subarray(0, length), 0)).toThrow(RangeError);
  });

  it("refuses a frame of zeros and of ones", () => {
    for (const byte of [0, 0xff])
      expect(open(1, new Uint8Array(SEALED).fill(byte))).toEqual({ opened: 0, clean: true });
  });

  it("refuses the right frame with a key that differs in one bit, and with nonces around", () => {
    const wire = sealed(1);
    for (let bit = 0; bit < 256; bit++) {
      const other = Uint8Array.from(KEY);
      other[bit >> 3] = (other[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(cipher.createKey(other).open(1, NONCE, wire, 0)).toBe(0);
    }
    for (let bit = 0n; bit < 64n; bit++) expect(key.open(1, NONCE ^ (1n << bit), wire, 0)).toBe(0);
  });
});
