import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from "node:crypto";
import { limits } from "../base/index.js";
import { FRAME_BATCH, type FrameCipher, type FrameKey } from "./frame-cipher.js";

const PLAIN = limits.framePlainBytes;
const SEALED = limits.frameSealedBytes;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const NONCE_END = 1n << 64n;
const ALGORITHM = "chacha20-poly1305";
const OPTIONS = { authTagLength: SEALED - PLAIN } as const;

const sealArena = new Uint8Array(FRAME_BATCH * PLAIN);
const openArena = new Uint8Array(FRAME_BATCH * PLAIN);

/** Where each frame of a batch lies in an arena: views cost more than the copy they save, so they are made once. */
const sealViews = Array.from({ length: FRAME_BATCH }, (_, i) =>
  sealArena.subarray(i * PLAIN, (i + 1) * PLAIN),
);

/** The nonce of the frame at work: four zero bytes, then the counter in 64 bits little-endian. */
const nonceBytes = new Uint8Array(NONCE_BYTES);
const nonceView = new DataView(nonceBytes.buffer);

/**
 * {@link FrameCipher} with the ChaCha20-Poly1305 of `node:crypto`: the reference that other implementations are held
 * equal to, and the fallback. OpenSSL wants a new cipher object for every nonce, which is most of what a frame costs.
 */
export const nodeFrameCipher: FrameCipher = {
  name: `node:crypto (OpenSSL ${process.versions.openssl})`,
  sealArena,
  openArena,
  createKey: (key) => new NodeFrameKey(key),
};

class NodeFrameKey implements FrameKey {
  /** A key object is checked and copied once, a raw key at every frame. Undefined once wiped. */
  #key: KeyObject | undefined;

  constructor(key: Uint8Array) {
    if (key.length !== KEY_BYTES) throw new RangeError(`key has ${key.length} bytes, want ${KEY_BYTES}`);
    this.#key = createSecretKey(key);
  }

  seal(frames: number, nonce: bigint, wire: Uint8Array, offset: number): void {
    const key = this.#checked(frames, nonce, wire, offset);
    let at = offset;
    for (let i = 0; i < frames; i++) {
      setNonce(nonce, i);
      const cipher = createCipheriv(ALGORITHM, key, nonceBytes, OPTIONS);
      wire.set(cipher.update(sealViews[i] as Uint8Array), at);
      cipher.final();
      wire.set(cipher.getAuthTag(), at + PLAIN);
      at += SEALED;
    }
  }

  open(frames: number, nonce: bigint, wire: Uint8Array, offset: number): number {
    const key = this.#checked(frames, nonce, wire, offset);
    let at = offset;
    for (let i = 0; i < frames; i++) {
      setNonce(nonce, i);
      const decipher = createDecipheriv(ALGORITHM, key, nonceBytes, OPTIONS);
      decipher.setAuthTag(wire.subarray(at + PLAIN, at + SEALED));
      const plain = decipher.update(wire.subarray(at, at + PLAIN));
      try {
        decipher.final();
      } catch {
        plain.fill(0);
        openArena.fill(0, i * PLAIN);
        return i;
      }
      openArena.set(plain, i * PLAIN);
      at += SEALED;
    }
    return frames;
  }

  wipe(): void {
    // OpenSSL clears the key's memory when the object is collected; nothing else holds it.
    this.#key = undefined;
  }

  /** The key, when the arguments are in bounds. */
  #checked(frames: number, nonce: bigint, wire: Uint8Array, offset: number): KeyObject {
    if (!Number.isInteger(frames) || frames < 0 || frames > FRAME_BATCH) {
      throw new RangeError(`${frames} frames, want 0 to ${FRAME_BATCH}`);
    }
    if (!Number.isInteger(offset) || offset < 0 || offset + frames * SEALED > wire.length) {
      throw new RangeError(`${frames} frames at ${offset} exceed a buffer of ${wire.length} bytes`);
    }
    if (nonce < 0n || nonce + BigInt(frames) > NONCE_END)
      throw new RangeError("nonce is not in 0 to 2^64 - 1");
    if (this.#key === undefined) throw new RangeError("the key has been wiped");
    return this.#key;
  }
}

function setNonce(first: bigint, index: number): void {
  nonceView.setBigUint64(4, first + BigInt(index), true);
}
