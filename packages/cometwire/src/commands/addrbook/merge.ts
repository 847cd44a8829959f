import { NodeKey, P2PError, printable } from "@cometwire/p2p";
import type { Command } from "commander";
import { type BookPlace, findBook, placeOfFile } from "../../addrbook/book-place.js";
import { editBook, type EditBookOptions } from "../../addrbook/edit-book.js";
import { type BookFromFile, loadBook } from "../../addrbook/load-book.js";
import { type MergeCounts, mergeEntries } from "../../addrbook/merge-books.js";
import { counted } from "../../text/amounts.js";
import { type CommandContext, printJson } from "../context.js";
import { HOME_OPTION } from "../home-option.js";

interface MergeFlags {
  readonly home?: string;
  readonly out?: string;
  readonly trust?: boolean;
  readonly json?: boolean;
}

const MORE = `
The files are addrbook.json files, ours or Go's. They are merged into the home's book, or into the
file of --out, which is made when it does not exist. What that book has banned stays out; so do the
node's own address and, with addr_book_strict, addresses that cannot be reached from the Internet.

Addresses come in as if a peer had told of them: new and unverified. --trust keeps what the files say
of them (old, verified, last worked): for books of your own nodes.

While a node runs with the home this is refused, for the node would overwrite the file.

Examples:
  $ cometwire addrbook merge addrbook-from-a-friend.json
  $ cometwire addrbook merge --trust node1/addrbook.json node2/addrbook.json --out merged.json
`;

/** Adds `addrbook merge`. */
export function addMergeCommand(addrbook: Command, { io }: CommandContext): void {
  addrbook
    .command("merge")
    .description("take the addresses of other books into a book")
    .argument("<file...>", "addrbook.json files, ours or Go's")
    .option("--out <path>", "merge into this file, instead of the home's book")
    .option("--trust", "keep what the files say of addresses that are new to the book")
    .option(...HOME_OPTION)
    .option("--json", "print one JSON object")
    .addHelpText("after", MORE)
    .action(async (files: readonly string[], flags: MergeFlags) => {
      const sources = await loadAll(files, io);
      const place = flags.out === undefined ? await findBook(flags, io) : await placeOfFile(flags.out);
      const options = { ...(await rulesOf(place)), mayBeNew: true };
      const result = await editBook(place, io, options, ({ book }) => {
        const before = book.size;
        const merged = sources.map(({ file, loaded }) => ({
          file,
          ...mergeEntries(book, loaded.book.entries(), flags.trust === true),
        }));
        return { save: true, before, after: book.size, files: merged };
      });
      const { before, after, files: merged } = result;
      if (flags.json === true) printJson(io, { path: place.path, before, after, files: merged });
      else io.stdout.write(render(place.path, before, after, merged));
    });
}

async function loadAll(files: readonly string[], { clock }: CommandContext["io"]) {
  const sources: { file: string; loaded: BookFromFile }[] = [];
  for (const file of files) sources.push({ file, loaded: await loadBook(file, { clock }) });
  return sources;
}

/** What the home's own node would not take into its book. */
async function rulesOf({ settings }: BookPlace): Promise<EditBookOptions> {
  if (settings === undefined) return {};
  const { config, paths } = settings;
  const ourId = await NodeKey.load(paths.nodeKeyFile).then(
    ({ id }) => id,
    (error: unknown) => {
      // A home without a key has no own address.
      if (error instanceof P2PError && error.code === "KEY_FILE_MISSING") return undefined;
      throw error;
    },
  );
  return { strict: config.addressBookStrict, ourId, privateIds: config.privatePeerIds };
}

function render(
  path: string,
  before: number,
  after: number,
  files: readonly (MergeCounts & { readonly file: string })[],
): string {
  const lines = files.map(({ file, entries, added, known, refused }) => {
    const reasons = Object.entries(refused).map(([reason, count]) => `, ${count} refused (${reason})`);
    const what = counted(entries, "address", "addresses");
    return `${printable(file, 500)}: ${what}: ${added} added, ${known} known${reasons.join("")}\n`;
  });
  const sum = `${printable(path, 500)} has ${counted(after, "address", "addresses")} now, ${before} before\n`;
  return `${lines.join("")}${sum}`;
}
