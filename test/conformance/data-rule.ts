/** Test content as the vectors describe it: `byte[i] = (i * factor + summand) & 0xff`. */
export function ruledBytes(length: number, factor = 31, summand = 7): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * factor + summand) & 0xff);
}
