import { type AddressBook, type LoadAddressBookOptions, loadAddressBook, printable } from "@cometwire/p2p";
import { CommandError } from "../command-error.js";

/** A book from a file, and how many of the file's entries are not in it. */
export interface BookFromFile {
  readonly book: AddressBook;
  /** By reason: damaged, twice there, no room. */
  readonly dropped: ReadonlyMap<string, number>;
}

/**
 * Loads a book for a look or a change; the file stays as it is, also when it is damaged.
 *
 * @param options - unless told to be strict, all addresses are taken, also those of private networks.
 * @throws CommandError `NO_ADDRESS_BOOK`, `STATE_FILE_DAMAGED`; P2PError `STATE_FILE_ACCESS`.
 */
export async function loadBook(
  path: string,
  options: Omit<LoadAddressBookOptions, "readOnly">,
): Promise<BookFromFile> {
  const { book, found, dropped, warning } = await loadAddressBook(path, {
    ...options,
    strict: options.strict ?? false,
    readOnly: true,
  });
  if (warning !== undefined) throw damaged(path, warning.detail ?? warning.message);
  if (found) return { book, dropped };
  throw new CommandError("NO_ADDRESS_BOOK", {
    message: `there is no address book ${printable(path, 500)}`,
    likelyCause: "no node has run with this home yet, or the name is misspelt",
    remedy: "name another home with --home, or a file with --file",
  });
}

function damaged(path: string, detail: string): CommandError {
  return new CommandError("STATE_FILE_DAMAGED", {
    message: `the address book cannot be read: ${detail}`,
    likelyCause: "the file was cut off or edited, or it is no address book",
    remedy: `mend or remove ${printable(path, 500)}`,
  });
}

/** `3 entries left out (bucketFull 2, badTime 1)`, or undefined when none was. */
export function describeDropped(dropped: ReadonlyMap<string, number>): string | undefined {
  const total = [...dropped.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  const reasons = Array.from(dropped, ([reason, count]) => `${reason} ${count}`).join(", ");
  return `${total} ${total === 1 ? "entry" : "entries"} left out (${reasons})`;
}
