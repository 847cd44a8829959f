import type { AddressChange, AddResult } from "./options.js";

/** The id was unknown. */
export const added: AddResult = { outcome: "added" };

/** Results without content of their own, made once: a flood of addresses should cost little. */
export const known = {
  nothing: { outcome: "known", change: "nothing" },
  bucket: { outcome: "known", change: "bucket" },
  candidate: { outcome: "known", change: "candidate" },
  address: { outcome: "known", change: "address" },
} as const satisfies Record<AddressChange, AddResult>;
