import { markAsUntransferable } from "node:worker_threads";
import { copyBytes, limits } from "../base/index.js";

/** Up to this size messages share slabs: a buffer of its own costs more than the bytes. */
const LARGEST_SHARED_BYTES = 2_048;
/** What a message can hold in memory, however small, as long as somebody keeps it: as much as with Node's own small buffers. */
const SLAB_BYTES = 8_192;

let slab = new ArrayBuffer(0);
let used = 0;

/** Memory for a message, not cleared. */
export function allocateMessage(bytes: number): Uint8Array {
  if (bytes > LARGEST_SHARED_BYTES) return new Uint8Array(allocate(bytes));
  if (used + bytes > slab.byteLength) {
    slab = allocate(SLAB_BYTES);
    // Whoever sent a message's buffer to a worker would take all others in it along.
    markAsUntransferable(slab);
    used = 0;
  }
  const message = new Uint8Array(slab, used, bytes);
  used += (bytes + 7) & ~7; // whole words, so that copies begin at one
  return message;
}

function allocate(bytes: number): ArrayBuffer {
  return Buffer.allocUnsafeSlow(bytes).buffer;
}

/** Up to this size messages that lie side by side are copied together. */
const LARGEST_TOGETHER_BYTES = 256;
/** What is copied at once: a frame. */
const TOGETHER_BYTES = limits.frameDataBytes;

/**
 * Copies messages that come in one piece out of plaintext that is lent. Small ones are copied together with what follows
 * them, and then are views of that copy: at 100 bytes this saves eight of nine copies, a fifth of the receiver's time.
 */
export class MessageCopier {
  #copy: Uint8Array | undefined;
  /** Which part of the plaintext was copied. */
  #start = 0;
  #end = 0;

  /** The plaintext goes back to its owner. */
  reset(): void {
    this.#copy = undefined;
  }

  /**
   * A copy of `bytes[start … end)`, where `bytes` is valid up to `validEnd`. It belongs to the caller. Between two resets
   * all copies are of the same `bytes`.
   */
  copy(bytes: Uint8Array, start: number, end: number, validEnd: number): Uint8Array {
    if (end - start > LARGEST_TOGETHER_BYTES || start === end) return copyOf(bytes, start, end);
    if (this.#copy === undefined || end > this.#end) {
      this.#start = start;
      this.#end = Math.min(validEnd, start + TOGETHER_BYTES);
      this.#copy = copyOf(bytes, start, this.#end);
    }
    const { buffer, byteOffset } = this.#copy;
    return new Uint8Array(buffer, byteOffset + start - this.#start, end - start);
  }
}

function copyOf(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const copy = allocateMessage(end - start);
  copyBytes(bytes, start, end, copy, 0);
  return copy;
}
