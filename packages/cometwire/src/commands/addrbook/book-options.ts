import type { Command } from "commander";
import { HOME_OPTION } from "../home-option.js";

/** The options of {@link withBookOptions}. */
export interface BookFlags {
  readonly home?: string;
  readonly file?: string;
  readonly json?: boolean;
}

/** Adds the options that say which book is meant, and `--json`. */
export function withBookOptions(command: Command): Command {
  return command
    .option(...HOME_OPTION)
    .option("--file <path>", "this addrbook.json, instead of a home's")
    .option("--json", "print one JSON object");
}
