import { limits, P2PError } from "../base/index.js";
import { FRAME_BATCH, type FrameCipher, type FrameKey } from "../crypto/index.js";
import { FRAME_HEADER_BYTES, LAST_NONCE } from "./frame-layout.js";

const { frameDataBytes, frameSealedBytes, emptyFramesInARow } = limits;

/** Whether an arena is being read: all connections share it, so no other frame may be opened meanwhile. */
let reading = false;

/** Takes plaintext as it comes out of the frames. */
export interface PlaintextConsumer {
  /** `bytes[start … end)` is valid during this call only. May throw a `P2PError` to end the connection. */
  consume(bytes: Uint8Array, start: number, end: number): void;
}

/**
 * The receiving half of a secret connection: wire bytes in, in any pieces; plaintext out, in order.
 *
 * The first bad frame ends it for good: every later call throws the same error. (Go would try the next frame.)
 */
export class FrameOpener {
  readonly #arena: Uint8Array;
  readonly #key: FrameKey;
  #nonce: bigint;
  /** The beginning of a frame that has not arrived completely. */
  readonly #partial = new PartialFrame();
  #emptyInARow = 0;
  #failure: P2PError | undefined;
  #wiped = false;

  /** `firstNonce` is 0 for a new session. */
  constructor(cipher: FrameCipher, key: Uint8Array, firstNonce = 0n) {
    this.#arena = cipher.openArena;
    this.#key = cipher.createKey(key);
    this.#nonce = firstNonce;
  }

  /**
   * Opens every frame that `chunk` completes and hands the plaintext to `consumer`.
   *
   * @throws P2PError `FRAME_FORGED`, `FRAME_LENGTH`, `FRAME_EMPTY_FLOOD`, `NONCE_EXHAUSTED`, or what `consumer` threw.
   */
  push(chunk: Uint8Array, consumer: PlaintextConsumer): void {
    this.#throwIfFailed();
    try {
      let position = 0;
      if (this.#partial.length > 0) {
        position = this.#partial.fill(chunk);
        if (this.#partial.length < frameSealedBytes) return;
        this.#open(this.#partial.take(), 0, 1, consumer);
      }
      let frames = Math.floor((chunk.length - position) / frameSealedBytes);
      while (frames > 0) {
        this.#throwIfFailed(); // the consumer may have wiped the key
        const batch = Math.min(frames, FRAME_BATCH);
        this.#open(chunk, position, batch, consumer);
        position += batch * frameSealedBytes;
        frames -= batch;
      }
      if (position < chunk.length) this.#partial.fill(chunk.subarray(position));
    } catch (error) {
      if (error instanceof P2PError) this.#failure = error;
      throw error;
    }
  }

  /** The error of a stream that ends now: `FRAME_TRUNCATED` inside a frame, undefined between frames. */
  endError(): P2PError | undefined {
    this.#noteWipe();
    if (this.#failure !== undefined) return this.#failure;
    return this.#partial.length === 0 ? undefined : new P2PError("FRAME_TRUNCATED");
  }

  /** Wipes the key; nothing may be called afterwards. */
  wipe(): void {
    this.#wiped = true;
    this.#key.wipe();
  }

  /** Not when the key is wiped: an error costs 5 to 7 µs, and nobody should ask any more. */
  #noteWipe(): void {
    if (this.#wiped) this.#failure ??= new P2PError("STOPPED");
  }

  #throwIfFailed(): void {
    this.#noteWipe();
    if (this.#failure !== undefined) throw this.#failure;
  }

  #open(wire: Uint8Array, offset: number, frames: number, consumer: PlaintextConsumer): void {
    if (reading) throw new RangeError("frames must not be opened while others are being consumed");
    if (this.#nonce + BigInt(frames - 1) > LAST_NONCE) throw new P2PError("NONCE_EXHAUSTED");
    const authentic = this.#key.open(frames, this.#nonce, wire, offset);
    this.#nonce += BigInt(authentic);
    reading = true;
    try {
      this.#consumeFrames(authentic, consumer);
    } finally {
      reading = false;
    }
    if (authentic < frames) throw new P2PError("FRAME_FORGED");
  }

  #consumeFrames(frames: number, consumer: PlaintextConsumer): void {
    for (let i = 0; i < frames; i++) {
      const at = i * frameSealedBytes;
      const length = readLength(this.#arena, at);
      if (length > frameDataBytes) throw new P2PError("FRAME_LENGTH", { detail: `${length} bytes` });
      if (length === 0) {
        if (++this.#emptyInARow > emptyFramesInARow) throw new P2PError("FRAME_EMPTY_FLOOD");
        continue;
      }
      this.#emptyInARow = 0;
      consumer.consume(this.#arena, at + FRAME_HEADER_BYTES, at + FRAME_HEADER_BYTES + length);
    }
  }
}

function readLength(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)) >>>
    0
  );
}

/** Collects one sealed frame; its buffer exists only while there is something in it. */
class PartialFrame {
  #buffer: Uint8Array | undefined;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Copies what is missing from `chunk`; returns how many bytes that was. */
  fill(chunk: Uint8Array): number {
    this.#buffer ??= new Uint8Array(frameSealedBytes);
    const count = Math.min(frameSealedBytes - this.#length, chunk.length);
    this.#buffer.set(chunk.subarray(0, count), this.#length);
    this.#length += count;
    return count;
  }

  /** The complete frame; the collector is empty afterwards. */
  take(): Uint8Array {
    const frame = this.#buffer as Uint8Array;
    this.#buffer = undefined;
    this.#length = 0;
    return frame;
  }
}
