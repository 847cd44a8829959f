import { printable } from "@cometwire/p2p";
import type { Command } from "commander";
import { type BookPlace, findBook } from "../../addrbook/book-place.js";
import { editBook } from "../../addrbook/edit-book.js";
import { type BookFromFile, loadBook } from "../../addrbook/load-book.js";
import { choosePrune, type PruneCriteria, type PrunedEntry } from "../../addrbook/prune-choice.js";
import type { Io } from "../../io.js";
import { counted } from "../../text/amounts.js";
import { table } from "../../text/columns.js";
import { DAY_MS, parseDuration } from "../../text/duration.js";
import { parseWholeNumber } from "../../text/whole-number.js";
import { type CommandContext, printJson } from "../context.js";
import { type BookFlags, withBookOptions } from "./book-options.js";

interface PruneFlags extends BookFlags {
  readonly failed?: string | true;
  readonly olderThan?: string;
  readonly unroutable?: boolean;
  readonly dryRun?: boolean;
}

const USUAL_FAILURES = 3;
const LONGEST_AGE_MS = 3_650 * DAY_MS;
/** Lines that people are shown; programs get all. */
const MOST_SHOWN = 40;

const MORE = `
Without a criterion it is --failed. An address goes when any criterion is met:
  --failed       it failed so many times in a row (default ${USUAL_FAILURES}) and has not worked for a week; or its
                 node was found to be on another network; or it never worked and another node answers
  --older-than   nothing good was heard of it for so long: it last worked, or if it never did, was last
                 tried or heard of, before that
  --unroutable   it cannot be reached from the Internet (private and local addresses)

The book's file is changed; while a node runs with the home that is refused, for the node would
overwrite the file. --dry-run changes nothing, and looks at the file also while a node runs.

Examples:
  $ cometwire addrbook prune --dry-run
  $ cometwire addrbook verify --write && cometwire addrbook prune --failed 1
  $ cometwire addrbook prune --file addrbook.json --older-than 30d
`;

/** Adds `addrbook prune`. */
export function addPruneCommand(addrbook: Command, { io }: CommandContext): void {
  withBookOptions(addrbook.command("prune"))
    .description("remove addresses that are dead, and say why")
    .option("--failed [times]", `those that failed, so many times in a row; default ${USUAL_FAILURES}`)
    .option("--older-than <duration>", "those of which nothing good was heard for so long: 30d")
    .option("--unroutable", "those that cannot be reached from the Internet")
    .option("--dry-run", "only say what would be removed")
    .addHelpText("after", MORE)
    .action(async (flags: PruneFlags) => {
      const criteria = readCriteria(flags);
      const place = await findBook(flags, io);
      const dryRun = flags.dryRun === true;
      const { before, removed } = dryRun
        ? prune(await loadBook(place.path, { clock: io.clock }), criteria, io)
        : await pruneFile(place, criteria, io);
      if (flags.json === true) {
        const list = removed.map(({ entry, reason, detail }) => ({
          address: entry.address.toString(),
          reason,
          detail,
        }));
        const after = before - removed.length;
        printJson(io, { path: place.path, dryRun, before, after, removed: list });
      } else io.stdout.write(render(place.path, before, removed, dryRun));
    });
}

interface Pruned {
  readonly before: number;
  readonly removed: readonly PrunedEntry[];
}

function pruneFile(place: BookPlace, criteria: PruneCriteria, io: Io): Promise<Pruned> {
  return editBook(place, io, {}, (loaded) => {
    const pruned = prune(loaded, criteria, io);
    return { ...pruned, save: pruned.removed.length > 0 };
  });
}

/** In memory only. */
function prune({ book }: BookFromFile, criteria: PruneCriteria, io: Io): Pruned {
  const before = book.size;
  const removed = choosePrune([...book.entries()], criteria, io.clock.wallTime());
  for (const { entry } of removed) book.remove(entry.address.id);
  return { before, removed };
}

function readCriteria({ failed, olderThan, unroutable = false }: PruneFlags): PruneCriteria {
  const none = failed === undefined && olderThan === undefined && !unroutable;
  return {
    failures: none ? USUAL_FAILURES : readFailures(failed),
    olderThanMs: olderThan === undefined ? undefined : parseDuration(olderThan, LONGEST_AGE_MS),
    unroutable,
  };
}

function readFailures(failed: PruneFlags["failed"]): number | undefined {
  if (failed === undefined) return undefined;
  return failed === true ? USUAL_FAILURES : parseWholeNumber(failed, "--failed", 1, 1_000);
}

function render(path: string, before: number, removed: readonly PrunedEntry[], dryRun: boolean): string {
  const what = `${removed.length} of ${counted(before, "address", "addresses")}`;
  const where = printable(path, 500);
  const sum = dryRun
    ? `would remove ${what} from ${where}; nothing was changed\n`
    : `removed ${what} from ${where}\n`;
  if (removed.length === 0) return sum;
  const rows = removed.slice(0, MOST_SHOWN).map(({ entry, detail }) => [entry.address.toString(), detail]);
  const rest = removed.length - rows.length;
  const more = rest > 0 ? `… and ${rest} more: --json lists all\n` : "";
  return `${table([{ head: "address" }, { head: "why" }], rows)}${more}\n${sum}`;
}
