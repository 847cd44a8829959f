import { type Command, Option } from "commander";
import { findBook } from "../../addrbook/book-place.js";
import { exportAddresses, type ExportFormat, exportFormats } from "../../addrbook/export-book.js";
import { rankAddresses } from "../../addrbook/rank.js";
import { readBook } from "../../addrbook/read-book.js";
import { CommandError } from "../../command-error.js";
import { parseWholeNumber } from "../../text/whole-number.js";
import type { CommandContext } from "../context.js";
import { type BookFlags, withBookOptions } from "./book-options.js";

interface ExportFlags extends BookFlags {
  readonly format: ExportFormat;
  readonly verified?: boolean;
  readonly limit?: string;
}

const MORE = `
Formats:
  peers     one line for persistent_peers or seeds in config.toml: id@ip:port,id@ip:port
  json      a JSON array (as --json)
  csv       a table for a spreadsheet
  addrbook  an addrbook.json that a node can start with, ours or Go's. It has a key of its own, and
            does not tell who told of an address, so that it can be given away.

The most promising addresses come first. --verified leaves only those that this node, or addrbook
verify --write, has connected to; Go's nodes do not write that down. Exits with 1 when no address is
left.

Examples:
  $ cometwire addrbook export --verified --limit 10
  $ cometwire addrbook export --format addrbook > addrbook.json
  $ cometwire addrbook export --file addrbook.json --format csv
`;

/** Adds `addrbook export`. */
export function addExportCommand(addrbook: Command, { io }: CommandContext): void {
  withBookOptions(addrbook.command("export"))
    .description("print addresses for a configuration, a program, or another node")
    .addOption(new Option("--format <format>", "what to print").choices(exportFormats).default("peers"))
    .option("--verified", "only addresses that were connected to")
    .option("--limit <number>", "at most so many addresses")
    .addHelpText("after", MORE)
    .action(async (flags: ExportFlags) => {
      const limit =
        flags.limit === undefined ? undefined : parseWholeNumber(flags.limit, "--limit", 1, 100_000);
      const { entries, origin } = await readBook(await findBook(flags, io), io);
      const wanted = entries.filter(({ lastVerified }) => flags.verified !== true || lastVerified !== null);
      if (wanted.length === 0) throw nothingToExport(origin, flags.verified === true && entries.length > 0);
      const format = flags.json === true ? "json" : flags.format;
      io.stdout.write(exportAddresses(rankAddresses(wanted).slice(0, limit), format, io.random));
    });
}

function nothingToExport(origin: string, unverified: boolean): CommandError {
  if (!unverified) {
    return new CommandError("NO_ADDRESSES", {
      message: `the address book of ${origin} is empty`,
      likelyCause: "the node has met nobody yet",
      remedy: "see that it knows a seed, or find peers with `cometwire bootstrap`",
    });
  }
  return new CommandError("NO_ADDRESSES", {
    message: `the address book of ${origin} has no verified address`,
    likelyCause: "it is a Go node's book, or its node has not connected to any of them",
    remedy: "verify them with `cometwire addrbook verify --write`, or leave --verified out",
  });
}
