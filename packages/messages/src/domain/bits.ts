import type { BitArray } from "../gen/index.js";

/**
 * Whether bit `index` of a bit array is set; false outside of it.
 *
 * Source: `libs/bits/bit_array.go:58-75@v0.38.25`.
 */
export function hasBit({ bits, elems }: BitArray, index: number): boolean {
  if (!Number.isSafeInteger(index) || index < 0 || BigInt(index) >= bits) return false;
  const word = elems[Math.floor(index / 64)] ?? 0n;
  return ((word >> BigInt(index % 64)) & 1n) === 1n;
}

/**
 * A bit array of `size` bits with the bits at `indices` set.
 *
 * Source: `libs/bits/bit_array.go:25-56@v0.38.25`.
 *
 * @throws RangeError when an index is outside of it
 */
export function bitArray(size: number, indices: Iterable<number> = []): BitArray {
  const elems = Array.from({ length: Math.ceil(size / 64) }, () => 0n);
  for (const index of indices) {
    const at = Math.floor(index / 64);
    const word = elems[at];
    if (word === undefined || index < 0 || index >= size) {
      throw new RangeError(`bit ${index} of an array of ${size}`);
    }
    elems[at] = word | (1n << BigInt(index % 64));
  }
  return { bits: BigInt(size), elems };
}
