/** The address book of a real node, as the file it is. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** An address in {@link GoBook}. */
export interface GoBookAddress {
  /** 40 hex digits. */
  readonly id: string;
  readonly ip: string;
  readonly port: number;
}

/** An entry of {@link GoBook}; times are RFC 3339. */
export interface GoBookEntry {
  readonly addr: GoBookAddress;
  readonly src: GoBookAddress;
  readonly buckets: readonly number[];
  readonly attempts: number;
  /** 1 for new, 2 for old. */
  readonly bucket_type: number;
  readonly last_attempt: string;
  readonly last_success: string;
  readonly last_ban_time: string;
}

/** `addrbook.json`. */
export interface GoBook {
  /** 24 hex digits. */
  readonly key: string;
  readonly addrs: readonly GoBookEntry[];
}

/**
 * Reads the address book in a node's home. `GoNode.saveBook` has it written; when a node is stopped, it may not be.
 *
 * @throws Error when there is none yet
 */
export function goBook(home: string): GoBook {
  const book = JSON.parse(readFileSync(bookFile(home), "utf8")) as {
    key: string;
    addrs: GoBookEntry[] | null;
  };
  return { key: book.key, addrs: book.addrs ?? [] };
}

/** Puts an address book into a node's home, for its next start: one of {@link goBook}, or a file's content as it is. */
export function writeGoBook(home: string, book: GoBook | string | Uint8Array): void {
  const isContent = typeof book === "string" || book instanceof Uint8Array;
  writeFileSync(bookFile(home), isContent ? book : JSON.stringify(book, null, "\t"));
}

function bookFile(home: string): string {
  return join(home, "config", "addrbook.json");
}
