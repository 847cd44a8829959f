import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from "node:crypto";
import { limits } from "../base/index.js";
import { checkBatch, checkKey, FRAME_BATCH, type FrameCipher, type FrameKey } from "./frame-cipher.js";

const PLAIN = limits.framePlainBytes;
const SEALED = limits.frameSealedBytes;
const NONCE_BYTES = 12;
const ALGORITHM = "chacha20-poly1305";
const OPTIONS = { authTagLength: SEALED - PLAIN } as const;

const sealArena = new Uint8Array(FRAME_BATCH * SEALED);
const openArena = new Uint8Array(FRAME_BATCH * SEALED);

/** Where each frame of a batch lies in an arena: views cost more than the copy they save, so they are made once. */
const sealViews = Array.from({ length: FRAME_BATCH }, (_, i) =>
  sealArena.subarray(i * SEALED, i * SEALED + PLAIN),
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
    checkKey(key);
    this.#key = createSecretKey(key);
  }

  seal(frames: number, nonce: bigint, wire: Uint8Array, offset: number): void {
    const key = checkBatch(this.#key, frames, nonce, wire, offset);
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
    const key = checkBatch(this.#key, frames, nonce, wire, offset);
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
        openArena.fill(0, i * SEALED);
        return i;
      }
      openArena.set(plain, i * SEALED);
      at += SEALED;
    }
    return frames;
  }

  wipe(): void {
    // OpenSSL clears the key's memory when the object is collected; nothing else holds it.
    this.#key = undefined;
  }
}

function setNonce(first: bigint, index: number): void {
  nonceView.setBigUint64(4, first + BigInt(index), true);
}
