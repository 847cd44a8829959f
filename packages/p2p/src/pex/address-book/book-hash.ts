import { createHash } from "node:crypto";
import type { KeyedHash64 } from "./keyed-hash.js";
import { SipHash24 } from "./sip-hash.js";

/**
 * The hash of a book with this key: SipHash-2-4 whose own key is derived from the book's.
 *
 * Go draws a key for its HighwayHash at every start and does not keep it (`p2p/pex/addrbook.go:112-119@v0.38.25`), so
 * that it cannot say after a restart where an address belongs. Here the answer stays the same.
 *
 * @param key - the book's key as it is in the file, 24 hex digits.
 */
export function bookHash(key: string): KeyedHash64 {
  return new SipHash24(
    createHash("sha256").update(`cometwire address book: ${key}`).digest().subarray(0, 16),
  );
}

/** Whether `text` can be a book's key. */
export function isBookKey(text: string): boolean {
  return /^[0-9a-f]{24}$/i.test(text);
}
