import { type Clock, P2PError, systemClock } from "../../base/index.js";
import { readStateFile, removeLeftovers, setAside, StateSaver, writeStateFile } from "../state-file/index.js";
import { AddressBook } from "./address-book.js";
import { decodeBook, encodeBook, type EntryFault } from "./book-json.js";
import { isBookKey } from "./book-hash.js";
import type { AddressBookOptions } from "./options.js";
import { bookParameters } from "./parameters.js";
import type { RestoreFault, StoredBook } from "./stored-book.js";

/** A book and what happened when it was loaded. */
export interface LoadedAddressBook {
  /** The book itself. */
  readonly book: AddressBook;
  /** Whether there was a file that could be read. */
  readonly found: boolean;
  /** How many entries of the file were left out, by reason. */
  readonly dropped: ReadonlyMap<EntryFault | RestoreFault, number>;
  /** `STATE_FILE_DAMAGED` when there was a file that is no address book; the book is then empty. */
  readonly warning: P2PError | undefined;
  /** Where the damaged file is now. */
  readonly setAsideAs: string | undefined;
}

/** Settings of {@link loadAddressBook}. */
export interface LoadAddressBookOptions extends Omit<AddressBookOptions, "key"> {
  /** Private ids: their entries are left out. */
  readonly privateIds?: Iterable<string> | undefined;
  /** Changes nothing on the disk, for tools that look at another process's book: a damaged file stays. Default false. */
  readonly readOnly?: boolean | undefined;
}

/**
 * The address book in a file that a Go node or we have written. Without a file it is empty. A damaged file is set aside
 * as `<path>.corrupt-<time>`, where Go ends the process (`p2p/pex/file.go:46-66@v0.38.25`); a bad entry costs only itself.
 *
 * @throws P2PError `STATE_FILE_ACCESS` when the file is there and cannot be read or set aside.
 * @example
 * ```ts
 * const { book, warning } = await loadAddressBook("config/addrbook.json", { ourId: nodeKey.id });
 * ```
 */
export async function loadAddressBook(
  path: string,
  options: LoadAddressBookOptions = {},
): Promise<LoadedAddressBook> {
  const { readOnly = false, clock = systemClock } = options;
  if (!readOnly) await removeLeftovers(path);
  const content = await readStateFile(path);
  if (content.kind === "missing") return loaded(options);
  const decoded = content.kind === "text" ? decodeBook(content.text) : content.reason;
  if (typeof decoded !== "string") return loaded(options, decoded, decoded.faults);
  const setAsideAs = readOnly ? undefined : await setAside(path, clock.wallTime());
  const fate = setAsideAs === undefined ? "it is left as it is" : `it is now ${setAsideAs}`;
  const warning = new P2PError("STATE_FILE_DAMAGED", { detail: `${path}: ${decoded}; ${fate}` });
  return { ...loaded(options), warning, setAsideAs };
}

function loaded(
  options: LoadAddressBookOptions,
  stored?: StoredBook,
  faults?: ReadonlyMap<EntryFault, number>,
): LoadedAddressBook {
  // A key that anybody can guess (Go takes any, even none) would tell which addresses share a bucket.
  const key = stored?.key !== undefined && isBookKey(stored.key) ? stored.key : undefined;
  const book = new AddressBook({ ...options, key });
  book.addPrivateIds(options.privateIds ?? []);
  const dropped = new Map<EntryFault | RestoreFault, number>(faults);
  for (const ban of stored?.bans ?? []) book.restoreBan(ban);
  for (const entry of stored?.entries ?? []) {
    const fault = book.restore(entry);
    if (fault !== undefined) dropped.set(fault, (dropped.get(fault) ?? 0) + 1);
  }
  return { book, found: stored !== undefined, dropped, warning: undefined, setAsideAs: undefined };
}

/** Saves a book to `path`, whole or not at all. Throws as {@link AddressBookFile.save}. */
export async function saveAddressBook(book: AddressBook, path: string): Promise<void> {
  await writeStateFile(path, encodeBook(book.snapshot()));
}

/** Settings of an {@link AddressBookFile}. */
export interface AddressBookFileOptions {
  /** Path of `addrbook.json`. */
  readonly path: string;
  /** The book that is kept in it. */
  readonly book: AddressBook;
  /** Default: real time. */
  readonly clock?: Clock | undefined;
  /** A save has failed; it is tried again after 10 s. */
  readonly onProblem?: ((error: P2PError) => void) | undefined;
}

/** Keeps a book's file current: every two minutes when something has changed, and at the stop. */
export class AddressBookFile {
  readonly #saver: StateSaver;

  constructor(options: AddressBookFileOptions) {
    const { path, book, clock = systemClock, onProblem } = options;
    this.#saver = new StateSaver({
      path,
      clock,
      onProblem,
      intervalMs: bookParameters.saveIntervalMs,
      revision: () => book.revision,
      content: () => encodeBook(book.snapshot()),
    });
  }

  /** Starts the regular saves. */
  start(): void {
    this.#saver.start();
  }

  /**
   * Saves now what has changed.
   *
   * @throws P2PError `STATE_FILE_ACCESS`.
   */
  save(): Promise<void> {
    return this.#saver.save();
  }

  /** Ends the regular saves and saves once more; a failure is reported to `onProblem`. */
  stop(): Promise<void> {
    return this.#saver.stop();
  }
}
