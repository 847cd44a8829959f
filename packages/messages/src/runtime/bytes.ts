/** What all empty `bytes` fields share. Don't transfer its buffer to another thread: that would take it from all of them. */
export const noBytes: Uint8Array = /* @__PURE__ */ new Uint8Array(0);

/** Whether both hold the same bytes. */
export function isEqualBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
