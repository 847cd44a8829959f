import type { Command } from "commander";
import { examine } from "../doctor/examine.js";
import { checksJson, passed, renderChecks } from "../doctor/render.js";
import { exitCodes } from "../exit-codes.js";
import { createStyle, wantsColor } from "../text/style.js";
import { type CommandContext, printJson } from "./context.js";

interface DoctorOptions {
  readonly json?: boolean;
  readonly color: boolean;
}

/** Adds `doctor`. */
export function addDoctorCommand(program: Command, context: CommandContext): void {
  const { io } = context;
  program
    .command("doctor")
    .description("check whether this machine is fit for the work")
    .option("--json", "print one JSON object")
    .option("--no-color", "plain text")
    .addHelpText("after", "\nExits with 1 when a check fails.\n\nExample:\n  $ cometwire doctor\n")
    .action((options: DoctorOptions) => {
      const checks = examine(io.clock, io.random);
      if (options.json === true) printJson(io, checksJson(checks));
      else io.stdout.write(renderChecks(checks, createStyle(wantsColor(io, !options.color))));
      if (!passed(checks)) context.exitWith(exitCodes.failed);
    });
}
