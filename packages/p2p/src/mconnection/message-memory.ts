/** Up to this size messages share slabs: a buffer of its own costs more than the bytes. */
const LARGEST_SHARED_BYTES = 2_048;
const SLAB_BYTES = 16_384;

let slab = new ArrayBuffer(0);
let used = 0;

/** Memory for a message, not cleared. Plain `Uint8Array`s: making a `Buffer` takes half as long again. */
export function allocateMessage(bytes: number): Uint8Array {
  if (bytes > LARGEST_SHARED_BYTES) return Buffer.allocUnsafeSlow(bytes);
  if (used + bytes > slab.byteLength) {
    slab = Buffer.allocUnsafeSlow(SLAB_BYTES).buffer;
    used = 0;
  }
  const message = new Uint8Array(slab, used, bytes);
  used += (bytes + 7) & ~7; // whole words, so that copies begin at one
  return message;
}
