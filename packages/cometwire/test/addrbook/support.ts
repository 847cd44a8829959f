import { type BookEntry, encodeBook, IpAddress, NetAddress, NEVER } from "@cometwire/p2p";
import type { AddressView } from "../../src/api/views.js";

/** A node id from a number. */
export function id(serial: number): string {
  return serial.toString(16).padStart(40, "0");
}

/** A public address of node `serial`, each in a group of its own. */
export function address(serial: number, port = 26656): NetAddress {
  return new NetAddress(id(serial), IpAddress.fromBytes(Uint8Array.of(11, serial, 0, 1)), port);
}

/** Something that somebody told of and nobody has tried, with changes. */
export function entry(serial: number, changes: Partial<BookEntry> = {}): BookEntry {
  return {
    address: address(serial),
    source: address(250),
    kind: "new",
    buckets: [serial],
    attempts: 0,
    lastAttempt: NEVER,
    lastSuccess: NEVER,
    lastBanTime: NEVER,
    lastVerifiedAt: undefined,
    lastFailure: undefined,
    candidates: [],
    ...changes,
  };
}

/** An `addrbook.json` with these entries. */
export function bookText(entries: readonly BookEntry[]): string {
  return encodeBook({ key: "00112233445566778899aabb", entries, bans: [] });
}

/** An entry as it is shown, with changes. */
export function view(serial: number, changes: Partial<AddressView> = {}): AddressView {
  return {
    address: address(serial).toString(),
    kind: "new",
    source: address(250).toString(),
    attempts: 0,
    lastAttempt: null,
    lastSuccess: null,
    lastVerified: null,
    lastFailure: null,
    candidates: [],
    ...changes,
  };
}
