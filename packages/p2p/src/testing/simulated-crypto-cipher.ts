import { limits } from "../base/index.js";
import { checkBatch, checkKey, FRAME_BATCH, type FrameCipher, type FrameKey } from "../crypto/index.js";
import { DIGEST_START, mix, mixNumber } from "./simulated-crypto-digest.js";

const PLAIN = limits.framePlainBytes;
const SEALED = limits.frameSealedBytes;
const TAG = SEALED - PLAIN;

const sealArena = new Uint8Array(FRAME_BATCH * SEALED);
const openArena = new Uint8Array(FRAME_BATCH * SEALED);

/**
 * A {@link FrameCipher} that copies, and appends a checksum of key, nonce and frame as its tag. It keeps the interface's
 * contract but for the secrecy: **for simulations only**.
 */
export const simulatedCipher: FrameCipher = {
  name: "simulated (no encryption)",
  sealArena,
  openArena,
  createKey: (key) => new SimulatedFrameKey(key),
};

class SimulatedFrameKey implements FrameKey {
  /** What is left of the key: undefined once wiped. */
  #state: number | undefined;

  constructor(key: Uint8Array) {
    checkKey(key);
    this.#state = mix(DIGEST_START, key);
  }

  seal(frames: number, nonce: bigint, wire: Uint8Array, offset: number): void {
    const state = checkBatch(this.#state, frames, nonce, wire, offset);
    let at = offset;
    for (let i = 0; i < frames; i++) {
      wire.set(sealArena.subarray(i * SEALED, i * SEALED + PLAIN), at);
      let tag = tagOf(state, nonce + BigInt(i), wire, at);
      for (let byte = 0; byte < TAG; byte++) {
        wire[at + PLAIN + byte] = tag;
        tag = mixNumber(tag, byte);
      }
      at += SEALED;
    }
  }

  open(frames: number, nonce: bigint, wire: Uint8Array, offset: number): number {
    const state = checkBatch(this.#state, frames, nonce, wire, offset);
    let at = offset;
    for (let i = 0; i < frames; i++) {
      if (!isTagged(tagOf(state, nonce + BigInt(i), wire, at), wire, at + PLAIN)) {
        openArena.fill(0, i * SEALED);
        return i;
      }
      openArena.set(wire.subarray(at, at + PLAIN), i * SEALED);
      at += SEALED;
    }
    return frames;
  }

  wipe(): void {
    this.#state = undefined;
  }
}

/** The tag's seed for the frame at `wire[at …]`. */
function tagOf(state: number, nonce: bigint, wire: Uint8Array, at: number): number {
  const low = Number(nonce & 0xffffffffn);
  const high = Number(nonce >> 32n);
  return mixNumber(mix(mixNumber(mixNumber(state, low), high), wire, at, at + PLAIN), PLAIN);
}

function isTagged(expected: number, wire: Uint8Array, at: number): boolean {
  let tag = expected;
  for (let byte = 0; byte < TAG; byte++) {
    if (wire[at + byte] !== (tag & 0xff)) return false;
    tag = mixNumber(tag, byte);
  }
  return true;
}
