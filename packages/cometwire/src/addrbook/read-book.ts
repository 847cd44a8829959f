import { type AddressBook, groupKey, NetAddress, printable } from "@cometwire/p2p";
import type { ControlClient } from "../api/control-client.js";
import { type AddressBookView, addressBookView, type AddressView } from "../api/views.js";
import { findNode } from "../control/running-node.js";
import type { Io } from "../io.js";
import type { BookPlace } from "./book-place.js";
import { loadBook } from "./load-book.js";

/** A book as it was found. */
export interface BookReading {
  /** Where it was read: the file's path, or words for a running node. */
  readonly origin: string;
  /** The node that has it in memory; undefined when it was read from the file. */
  readonly node: ControlClient | undefined;
  /** All entries. */
  readonly entries: readonly AddressView[];
  /** Numbers. */
  readonly summary: BookSummary;
  /** How many entries of the file were left out, by reason. */
  readonly dropped: ReadonlyMap<string, number>;
}

/** A book in numbers. */
export interface BookSummary {
  readonly size: number;
  readonly new: number;
  readonly old: number;
  /** Addresses that we have connected to ourselves. */
  readonly verified: number;
  /** Ids that the book has banned. */
  readonly banned: number;
  /** Groups of addresses, such as IPv4 /16: each likely has one owner. */
  readonly groups: number;
}

/** As many as the API gives at once. */
const PAGE_ENTRIES = 1_000;

/**
 * Reads a book: from the node that runs with its home, if one does, else from the file.
 *
 * @throws as `findNode`, `loadBook`.
 */
export async function readBook(place: BookPlace, io: Pick<Io, "clock" | "env">): Promise<BookReading> {
  const { path, dir, settings } = place;
  const node = settings === undefined || dir === undefined ? undefined : await findNode(dir, io.env);
  const strict = settings?.config.addressBookStrict ?? false;
  if (node !== undefined) {
    const view = await readAll(node);
    return reading("the running node", node, view, strict, new Map());
  }
  const { book, dropped } = await loadBook(path, { clock: io.clock });
  const view = viewOf(book);
  return reading(printable(path, 500), undefined, view, strict, dropped);
}

/** Numbers and all entries of a book in memory. */
export function viewOf(book: AddressBook): AddressBookView {
  return addressBookView({ addressBook: book }, { number: 1, size: Math.max(1, book.size) });
}

/** All pages. What comes and goes in between is there or not. */
async function readAll(node: ControlClient): Promise<AddressBookView> {
  const first = await node.addressBook({ page: 1, perPage: PAGE_ENTRIES });
  const entries = [...(first.entries ?? [])];
  for (let page = 2; page <= (first.pages ?? 1); page++) {
    entries.push(...((await node.addressBook({ page, perPage: PAGE_ENTRIES })).entries ?? []));
  }
  return { ...first, entries };
}

function reading(
  origin: string,
  node: ControlClient | undefined,
  { size, new: fresh, old, verified, banned, entries = [] }: AddressBookView,
  strict: boolean,
  dropped: ReadonlyMap<string, number>,
): BookReading {
  const groups = new Set(entries.map(({ address }) => groupKey(NetAddress.parse(address), strict))).size;
  return { origin, node, entries, dropped, summary: { size, new: fresh, old, verified, banned, groups } };
}
