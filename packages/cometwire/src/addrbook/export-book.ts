import { AddressBook, encodeBook, NetAddress, NEVER, type Random } from "@cometwire/p2p";
import type { AddressView } from "../api/views.js";

/** What addresses can be exported as. */
export const exportFormats = ["peers", "json", "csv", "addrbook"] as const;

/** One of {@link exportFormats}. */
export type ExportFormat = (typeof exportFormats)[number];

/** The addresses as text, a line feed at its end. */
export function exportAddresses(
  entries: readonly AddressView[],
  format: ExportFormat,
  random: Random,
): string {
  switch (format) {
    case "peers":
      return `${entries.map(({ address }) => address).join(",")}\n`;
    case "json":
      return `${JSON.stringify(entries)}\n`;
    case "csv":
      return csv(entries);
    case "addrbook":
      return `${addressBook(entries, random)}\n`;
  }
}

const CSV_HEAD = [
  "id",
  "ip",
  "port",
  "kind",
  "attempts",
  "last_attempt",
  "last_success",
  "last_verified",
  "last_failure",
];

function csv(entries: readonly AddressView[]): string {
  const rows = entries.map((entry) => {
    const { id, host, port } = NetAddress.parse(entry.address);
    const { kind, attempts, lastAttempt, lastSuccess, lastVerified, lastFailure } = entry;
    const cells = [id, host, port, kind, attempts, lastAttempt, lastSuccess, lastVerified, lastFailure?.code];
    return cells.map((cell) => csvCell(String(cell ?? "")));
  });
  return [CSV_HEAD, ...rows].map((cells) => `${cells.join(",")}\n`).join("");
}

/** Quoted where that is needed. A cell that a spreadsheet would take for a formula gets an apostrophe. */
function csvCell(text: string): string {
  const harmless = /^[=+@-]/.test(text) ? `'${text}` : text;
  return /[",\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/**
 * An `addrbook.json` to give away. Its key is a new one, for the key of a book is a secret, and it does not tell who told
 * us of an address.
 */
function addressBook(entries: readonly AddressView[], random: Random): string {
  const book = new AddressBook({ strict: false, random });
  for (const entry of entries) {
    const address = NetAddress.parse(entry.address);
    const fault = book.restore({
      address,
      source: address,
      kind: entry.kind,
      buckets: [],
      attempts: entry.attempts,
      lastAttempt: timeOf(entry.lastAttempt),
      lastSuccess: timeOf(entry.lastSuccess),
      lastBanTime: NEVER,
      lastVerifiedAt: entry.lastVerified === null ? undefined : timeOf(entry.lastVerified),
      lastFailure: undefined,
      candidates: [],
    });
    if (fault === "bucketFull") book.add(address, address);
  }
  return encodeBook(book.snapshot());
}

function timeOf(text: string | null): number {
  return text === null ? NEVER : Date.parse(text);
}
