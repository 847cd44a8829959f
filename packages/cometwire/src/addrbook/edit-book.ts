import {
  AddressBook,
  type LoadAddressBookOptions,
  P2PError,
  printable,
  saveAddressBook,
} from "@cometwire/p2p";
import { CommandError } from "../command-error.js";
import { type HomeLock, lockHome } from "../home/lock-home.js";
import type { Io } from "../io.js";
import type { BookPlace } from "./book-place.js";
import { type BookFromFile, describeDropped, loadBook } from "./load-book.js";

/** What {@link editBook} goes by. */
export interface EditBookOptions extends Pick<LoadAddressBookOptions, "strict" | "ourId" | "privateIds"> {
  /** Whether a missing file is an empty book. Default false. */
  readonly mayBeNew?: boolean;
}

/**
 * Changes a book's file. Its home is locked all the while, so that no node can be started that would overwrite it. What
 * of the file could not be read is gone afterwards, which is said on standard error.
 *
 * @param work - changes the book, and says whether it is to be saved.
 * @throws CommandError `HOME_IN_USE` while a node runs with the home; as `loadBook`; P2PError `STATE_FILE_ACCESS`.
 */
export async function editBook<T extends { readonly save: boolean }>(
  place: BookPlace,
  io: Pick<Io, "clock" | "random" | "stderr">,
  options: EditBookOptions,
  work: (loaded: BookFromFile) => T | Promise<T>,
): Promise<T> {
  const { path, dir } = place;
  const lock = dir === undefined ? undefined : await claim(dir, io);
  try {
    const loaded = await load(path, { ...options, clock: io.clock, random: io.random });
    const result = await work(loaded);
    if (result.save) {
      await saveAddressBook(loaded.book, path);
      const dropped = describeDropped(loaded.dropped);
      if (dropped !== undefined) io.stderr.write(`warning: ${printable(path, 500)}: ${dropped}\n`);
    }
    return result;
  } finally {
    await lock?.release();
  }
}

async function load(
  path: string,
  { mayBeNew = false, ...options }: EditBookOptions & LoadAddressBookOptions,
): Promise<BookFromFile> {
  try {
    return await loadBook(path, options);
  } catch (error) {
    if (!mayBeNew || !(error instanceof CommandError) || error.code !== "NO_ADDRESS_BOOK") throw error;
    const book = new AddressBook({ ...options, strict: options.strict ?? false });
    book.addPrivateIds(options.privateIds ?? []);
    return { book, dropped: new Map() };
  }
}

async function claim(dir: string, io: Pick<Io, "clock" | "random">): Promise<HomeLock> {
  try {
    return await lockHome(dir, io);
  } catch (error) {
    if (!(error instanceof P2PError) || error.code !== "HOME_IN_USE") throw error;
    throw new CommandError("HOME_IN_USE", {
      message: `the address book cannot be changed now: ${error.detail ?? error.message}`,
      likelyCause: "a node is running, which keeps the book in memory and would overwrite the file",
      remedy: "stop the node first, or work on a copy (--file; for merge, --out)",
    });
  }
}
