import { limits } from "../base/index.js";
import { FRAME_BATCH } from "../crypto/index.js";

const BATCH_BYTES = FRAME_BATCH * limits.frameSealedBytes;
/** Smaller batches get a buffer of their own size: what waits for the socket holds at most twice its size. */
const SMALLEST_KEPT_BYTES = BATCH_BYTES / 2;
/** Buffers that wait to be used again at most, 2 MiB in all. */
const KEPT_BUFFERS = 32;

/** A buffer for sealed frames. */
export interface WireBuffer {
  /** At least as long as was asked for. */
  readonly bytes: Uint8Array;
  /** Gives the buffer back, when nobody reads it any more. Undefined when it is not used again. */
  readonly release: (() => void) | undefined;
}

const kept: WireBuffer[] = [];

/**
 * A buffer for `bytes` of sealed frames, at most a batch. Large ones are used again and again, for all connections: new
 * ones would be a third of the memory that a busy connection leaves to the garbage collector, which then marks the whole
 * heap every 60 ms.
 */
export function takeWireBuffer(bytes: number): WireBuffer {
  if (bytes < SMALLEST_KEPT_BYTES) return { bytes: Buffer.allocUnsafe(bytes), release: undefined };
  return kept.pop() ?? createLarge();
}

function createLarge(): WireBuffer {
  const buffer: WireBuffer = {
    bytes: Buffer.allocUnsafeSlow(BATCH_BYTES),
    release: () => {
      if (kept.length < KEPT_BUFFERS) kept.push(buffer);
    },
  };
  return buffer;
}
