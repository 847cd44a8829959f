/** The state that digests start from (FNV-1a's offset basis). */
export const DIGEST_START = 0x811c9dc5;

/** Mixes `bytes[start … end)` into a 32-bit state: FNV-1a. Not cryptography. */
export function mix(state: number, bytes: Uint8Array, start = 0, end = bytes.length): number {
  let mixed = state;
  for (let i = start; i < end; i++) mixed = Math.imul(mixed ^ (bytes[i] as number), 0x01000193);
  return mixed;
}

/** Mixes one 32-bit number into a 32-bit state and spreads it over all bits. */
export function mixNumber(state: number, value: number): number {
  let mixed = Math.imul(state ^ value, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** `length` bytes that depend on all of `parts`, and of each other as far as chance goes. Not cryptography. */
export function digest(length: number, ...parts: readonly Uint8Array[]): Uint8Array {
  let state = DIGEST_START;
  for (const part of parts) state = mixNumber(mix(state, part), part.length);
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    state = mixNumber(state, i);
    bytes[i] = state;
  }
  return bytes;
}
