import { P2PError, printable } from "../base/index.js";

/** The error for an address that cannot be read. `text` is escaped; `why` is ours. */
export function malformed(text: string, why: string): P2PError {
  return new P2PError("ADDRESS_MALFORMED", { detail: `"${printable(text, 120)}": ${why}` });
}
