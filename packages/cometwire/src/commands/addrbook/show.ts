import type { Command } from "commander";
import { findBook } from "../../addrbook/book-place.js";
import { rankAddresses } from "../../addrbook/rank.js";
import { readBook } from "../../addrbook/read-book.js";
import { renderBook } from "../../addrbook/render-book.js";
import { parseWholeNumber } from "../../text/whole-number.js";
import { type CommandContext, printJson } from "../context.js";
import { type BookFlags, withBookOptions } from "./book-options.js";

interface ShowFlags extends BookFlags {
  readonly limit?: string;
}

const USUAL_LIMIT = 20;
const MOST = 100_000;

const MORE = `
Of a running node's book as it is in memory, else of the file. Addresses come with the most promising
first: verified lately, then old (CometBFT's word for proven), then the others.

Examples:
  $ cometwire addrbook show
  $ cometwire addrbook show --file addrbook.json --limit 100
  $ cometwire addrbook show --json | jq -r '.entries[] | select(.lastVerified != null).address'
`;

/** Adds `addrbook show`. */
export function addShowCommand(addrbook: Command, { io }: CommandContext): void {
  withBookOptions(addrbook.command("show", { isDefault: true }))
    .description("show the book in numbers, and its addresses")
    .option("--limit <number>", `addresses to show, 0 for none; default: ${USUAL_LIMIT}, with --json all`)
    .addHelpText("after", MORE)
    .action(async (flags: ShowFlags) => {
      const usual = flags.json === true ? MOST : USUAL_LIMIT;
      const limit = flags.limit === undefined ? usual : parseWholeNumber(flags.limit, "--limit", 0, MOST);
      const reading = await readBook(await findBook(flags, io), io);
      if (flags.json === true) {
        const { origin, summary, dropped } = reading;
        const entries = rankAddresses(reading.entries).slice(0, limit);
        printJson(io, { origin, ...summary, dropped: Object.fromEntries(dropped), entries });
      } else io.stdout.write(renderBook(reading, limit, io.clock.wallTime()));
    });
}
