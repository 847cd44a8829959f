import type { AddressView } from "../api/views.js";

/**
 * Addresses, the most promising first: those that do not fail now before those that do; then those that were verified
 * last; then old before new; then those that worked last.
 */
export function rankAddresses(entries: readonly AddressView[]): AddressView[] {
  return entries.toSorted(
    (a, b) =>
      Math.sign(a.attempts) - Math.sign(b.attempts) ||
      timeOf(b.lastVerified) - timeOf(a.lastVerified) ||
      Number(b.kind === "old") - Number(a.kind === "old") ||
      timeOf(b.lastSuccess) - timeOf(a.lastSuccess) ||
      (a.address < b.address ? -1 : 1),
  );
}

/** The order in which they should be verified: those of which we know least first. */
export function verificationOrder(entries: readonly AddressView[]): AddressView[] {
  return entries.toSorted(
    (a, b) =>
      timeOf(a.lastVerified) - timeOf(b.lastVerified) || timeOf(a.lastAttempt) - timeOf(b.lastAttempt),
  );
}

function timeOf(text: string | null): number {
  return text === null ? 0 : Date.parse(text);
}
