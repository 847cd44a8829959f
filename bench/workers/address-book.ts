/** An address book alone: filling it and choosing from it. */
import { AddressBook, type NetAddress } from "@cometwire/p2p";
import { addressesPerSource, oldShare, selectionBias } from "../settings.js";
import { inventedAddresses } from "./invented-addresses.js";
import { serve } from "./serve.js";

/** What one run gave; the rates are calls a second. */
interface BookRates {
  /** Those that found a place. */
  readonly addresses: number;
  readonly addsPerSecond: number;
  readonly selectionsPerSecond: number;
  readonly biasedPerSecond: number;
}

/** Measures a book with `count` addresses as the reference peer's mode `address-book` does, each rate for `seconds`. */
function measure({ count, seconds }: { count: number; seconds: number }): BookRates {
  const addresses = inventedAddresses(count);
  const { book, addsPerSecond } = fill(addresses, seconds);
  for (let i = 0; i < count; i += oldShare) book.markGood((addresses[i] as NetAddress).id);
  return {
    addresses: book.size,
    addsPerSecond,
    selectionsPerSecond: perSecond(seconds, () => book.selection()),
    biasedPerSecond: perSecond(seconds, () => book.selectionWithBias(selectionBias)),
  };
}

/** Fills one book after the other; the last one is kept. Only the adding counts. */
function fill(
  addresses: readonly NetAddress[],
  seconds: number,
): { readonly book: AddressBook; readonly addsPerSecond: number } {
  const deadline = performance.now() + seconds * 1_000;
  let addingMs = 0;
  for (let added = addresses.length; ; added += addresses.length) {
    const book = new AddressBook();
    const began = performance.now();
    for (let i = 0; i < addresses.length; i++) {
      const source = addresses[i - (i % addressesPerSource)] as NetAddress;
      book.add(addresses[i] as NetAddress, source);
    }
    addingMs += performance.now() - began;
    if (performance.now() > deadline) return { book, addsPerSecond: (added * 1_000) / addingMs };
  }
}

function perSecond(seconds: number, work: () => void): number {
  const began = performance.now();
  for (let calls = 1; ; calls++) {
    work();
    const elapsedMs = performance.now() - began;
    if (elapsedMs >= seconds * 1_000) return (calls * 1_000) / elapsedMs;
  }
}

const api = { measure };

/** The functions of this worker. */
export type AddressBookApi = typeof api;

serve(api);
