import type { NetAddress } from "../../wire/index.js";
import type { AddressCandidate } from "./known-address.js";

/**
 * The candidates with one more at the end, unless it is there already. Where that makes more than `limit`, the first
 * that never worked is dropped, so that inventions do not drive out an address that did; if all worked, the first.
 */
export function withCandidate(
  candidates: readonly AddressCandidate[],
  candidate: AddressCandidate,
  limit: number,
): readonly AddressCandidate[] {
  if (candidates.some(({ address }) => address.equals(candidate.address))) return candidates;
  const all = [...candidates, candidate];
  if (all.length <= limit) return all;
  const victim = all.findIndex(({ proven }) => !proven);
  return all.toSpliced(Math.max(victim, 0), 1);
}

/** The candidates without this address. */
export function withoutCandidate(
  candidates: readonly AddressCandidate[],
  address: NetAddress,
): readonly AddressCandidate[] {
  return candidates.filter((each) => !each.address.equals(address));
}
