/** Below this many bytes a loop is faster than the call of `set` with the view that it needs (measured: 16 to 20). */
const SHORT = 18;

/** Copies `from[start … end)` to `to[at …]`. */
export function copyBytes(from: Uint8Array, start: number, end: number, to: Uint8Array, at: number): void {
  if (end - start < SHORT) {
    for (let i = start, j = at; i < end; i++, j++) to[j] = from[i] as number;
  } else {
    to.set(start === 0 && end === from.length ? from : from.subarray(start, end), at);
  }
}
