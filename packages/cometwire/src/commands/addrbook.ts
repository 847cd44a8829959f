import type { Command } from "commander";
import { addExportCommand } from "./addrbook/export.js";
import { addMergeCommand } from "./addrbook/merge.js";
import { addPruneCommand } from "./addrbook/prune.js";
import { addShowCommand } from "./addrbook/show.js";
import { addVerifyCommand } from "./addrbook/verify.js";
import type { CommandContext } from "./context.js";

const MORE = `
They work on a home's book (config/addrbook.json), ours or a Go node's, or on any such file.

Examples:
  $ cometwire addrbook
  $ cometwire addrbook verify --write
  $ cometwire addrbook prune --dry-run
  $ cometwire addrbook export --verified --limit 10
`;

/** Adds `addrbook` and its commands. */
export function addAddressBookCommands(program: Command, context: CommandContext): void {
  const addrbook = program
    .command("addrbook")
    .description("address books: show (default), verify, merge, prune, export")
    .addHelpText("after", MORE);
  addShowCommand(addrbook, context);
  addVerifyCommand(addrbook, context);
  addMergeCommand(addrbook, context);
  addPruneCommand(addrbook, context);
  addExportCommand(addrbook, context);
}
