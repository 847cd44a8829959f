import { copyBytes, limits, P2PError } from "../base/index.js";
import { FRAME_BATCH, type FrameCipher, type FrameKey } from "../crypto/index.js";
import { FRAME_HEADER_BYTES, LAST_NONCE } from "./frame-layout.js";

const { frameDataBytes, framePlainBytes, frameSealedBytes } = limits;

/**
 * The sending half of a secret connection: bytes are put straight into frame plaintext, then sealed in one call.
 *
 * `put` … `put`, `seal` must happen without anything in between: the plaintext lies in the cipher's shared arena.
 *
 * @example
 * ```ts
 * sealer.put(message, 0, message.length);
 * const wire = sealer.seal(new Uint8Array(sealer.wireBytes));
 * ```
 */
export class FrameSealer {
  /** The plaintext: for {@link FrameSealer.place}. */
  readonly arena: Uint8Array;
  readonly #key: FrameKey;
  #nonce: bigint;
  /** Index of the frame being filled, and how many payload bytes it has. */
  #frame = 0;
  #used = 0;

  /** `firstNonce` is 0 for a new session. */
  constructor(cipher: FrameCipher, key: Uint8Array, firstNonce = 0n) {
    this.arena = cipher.sealArena;
    this.#key = cipher.createKey(key);
    this.#nonce = firstNonce;
  }

  /** Payload bytes that still fit before {@link FrameSealer.seal} must be called. */
  get room(): number {
    return (FRAME_BATCH - this.#frame) * frameDataBytes - this.#used;
  }

  /** Whether there is nothing to seal. */
  get empty(): boolean {
    return this.#frame === 0 && this.#used === 0;
  }

  /** How many bytes there will be once sealed: whole frames. */
  get wireBytes(): number {
    return this.#frames * frameSealedBytes;
  }

  get #frames(): number {
    return this.#used === 0 ? this.#frame : this.#frame + 1;
  }

  /**
   * Where the next bytes lie in {@link FrameSealer.arena} if the frame has room for `bytes` of them and more, otherwise -1.
   * Whoever writes there tells {@link FrameSealer.advance} how many.
   */
  place(bytes: number): number {
    if (this.#used + bytes >= frameDataBytes || this.#frame === FRAME_BATCH) return -1;
    return this.#position;
  }

  get #position(): number {
    return this.#frame * frameSealedBytes + FRAME_HEADER_BYTES + this.#used;
  }

  /** Counts bytes that were written at {@link FrameSealer.place}. */
  advance(bytes: number): void {
    this.#used += bytes;
  }

  /** Appends `bytes[start … end)`; at most {@link FrameSealer.room} bytes. */
  put(bytes: Uint8Array, start: number, end: number): void {
    if (end - start > this.room) throw new RangeError(`${end - start} bytes, room for ${this.room}`);
    let position = start;
    while (position < end) {
      const count = Math.min(end - position, frameDataBytes - this.#used);
      this.#copy(bytes, position, position + count);
      position += count;
    }
  }

  /**
   * Seals what was put into the beginning of `wire`, and returns that: {@link FrameSealer.wireBytes}, the unused tail of the
   * last frame zero. Never an empty frame.
   */
  seal(wire: Uint8Array): Uint8Array {
    const { wireBytes } = this;
    const frames = this.#frames;
    if (this.#used > 0) this.#finishFrame();
    this.#frame = 0;
    this.#used = 0;
    const next = this.#nonce + BigInt(frames);
    if (next - 1n > LAST_NONCE) throw new P2PError("NONCE_EXHAUSTED");
    this.#key.seal(frames, this.#nonce, wire, 0);
    this.#nonce = next;
    return wireBytes === wire.length ? wire : wire.subarray(0, wireBytes);
  }

  /** Wipes the key; nothing may be called afterwards. */
  wipe(): void {
    this.#key.wipe();
  }

  #copy(bytes: Uint8Array, start: number, end: number): void {
    copyBytes(bytes, start, end, this.arena, this.#position);
    this.#used += end - start;
    if (this.#used === frameDataBytes) this.#finishFrame();
  }

  /** Writes the length field and clears the tail, which Go leaves as it was. */
  #finishFrame(): void {
    const at = this.#frame * frameSealedBytes;
    this.arena[at] = this.#used & 0xff;
    this.arena[at + 1] = this.#used >> 8;
    this.arena[at + 2] = 0;
    this.arena[at + 3] = 0;
    if (this.#used < frameDataBytes) {
      this.arena.fill(0, at + FRAME_HEADER_BYTES + this.#used, at + framePlainBytes);
    } else {
      this.#frame++;
      this.#used = 0;
    }
  }
}
