import { type AddressBook, judgeDial, NetAddress } from "@cometwire/p2p";
import type { VerifiedAddress } from "../verify/verify-addresses.js";

/** What was written into a book. */
export interface AppliedResults {
  readonly verified: number;
  readonly failed: number;
  /** Neither: whether the node is there could not be told. */
  readonly unclear: number;
}

/** Has a book learn how dials of its addresses went, as a seed's crawler does it. */
export function applyResults(book: AddressBook, results: readonly VerifiedAddress[]): AppliedResults {
  const counts = { verified: 0, failed: 0, unclear: 0 };
  for (const result of results) counts[applyOne(book, result)]++;
  return counts;
}

function applyOne(book: AddressBook, { address, error }: VerifiedAddress): keyof AppliedResults {
  if (!(address instanceof NetAddress)) return "unclear";
  const verdict = error === undefined ? "reached" : judgeDial(error.code);
  switch (verdict) {
    case "reached":
      // Its id is proven, also when it would not have us.
      book.markVerified(address.id, address);
      return "verified";
    case "failed":
    case "wrong-identity":
    case "other-network":
      book.markAttempt(address, error?.code);
      return "failed";
    default:
      return "unclear";
  }
}
