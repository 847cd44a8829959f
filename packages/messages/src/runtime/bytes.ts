/** What all empty `bytes` fields share. Don't transfer its buffer to another thread: that would take it from all of them. */
export const noBytes: Uint8Array = /* @__PURE__ */ new Uint8Array(0);
