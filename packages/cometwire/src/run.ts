import { printable } from "@cometwire/p2p";
import { type Command, CommanderError } from "commander";
import { printJson } from "./commands/context.js";
import { failureLine, failureOf } from "./commands/failure.js";
import { type ExitCode, exitCodes } from "./exit-codes.js";
import type { Io } from "./io.js";
import { normalizeConfigFlags } from "./home/flags.js";
import { createProgram } from "./program.js";
import { UsageError } from "./usage-error.js";

/**
 * Runs one command line to its end.
 *
 * @param argv - the words behind the program's name.
 * @returns how the process should end; it never throws.
 */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const end: { code: ExitCode; decided: boolean } = { code: exitCodes.ok, decided: false };
  const program = createProgram({
    io,
    exitWith: (chosen, { evenIfInterrupted = false } = {}) => {
      end.code = chosen;
      end.decided = evenIfInterrupted;
    },
  });
  try {
    await program.parseAsync(normalizeConfigFlags(argv), { from: "user" });
  } catch (error) {
    end.code = report(error, `see ${commandName(program, argv)} --help`, wantsJson(argv), io);
  }
  return io.signal.aborted && !end.decided ? exitCodes.interrupted : end.code;
}

function report(error: unknown, usageHint: string, json: boolean, io: Io): ExitCode {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.ok;
    // The help that says which commands there are has been printed.
    if (error.code === "commander.help") return exitCodes.usage;
    return reportUsage(lineOf(error.message), usageHint, json, io);
  }
  if (error instanceof UsageError) return reportUsage(error.message, usageHint, json, io);
  if (io.signal.aborted) return exitCodes.interrupted;
  const failure = failureOf(error);
  if (failure !== undefined) {
    if (json) printJson(io, failure);
    else io.stderr.write(failureLine(failure));
    return exitCodes.failed;
  }
  const message = printable(error instanceof Error ? error.message : String(error), 500);
  io.stderr.write(`error: ${message} (unexpected; COMETWIRE_DEBUG=1 shows where it comes from)\n`);
  if ((io.env["COMETWIRE_DEBUG"] ?? "") !== "" && error instanceof Error)
    io.stderr.write(`${error.stack ?? ""}\n`);
  return exitCodes.failed;
}

function reportUsage(message: string, remedy: string, json: boolean, io: Io): ExitCode {
  if (json) {
    const likelyCause = "the command line is wrong; nothing was done";
    printJson(io, { ok: false, phase: "usage", code: "USAGE", message, likelyCause, remedy });
  } else io.stderr.write(`error: ${message}; ${remedy}\n`);
  return exitCodes.usage;
}

/** One line without the prefix, which is ours to add; what the user typed is escaped. */
function lineOf(message: string): string {
  return printable(
    message
      .replace(/^error: /, "")
      .replace(/\.$/, "")
      .replaceAll("\n", " "),
    500,
  );
}

/** The name, with those above it, of the command that the words lead to. */
function commandName(program: Command, argv: readonly string[]): string {
  let command = program;
  let name = program.name();
  for (const word of argv) {
    if (word.startsWith("-")) continue;
    const next = command.commands.find((child) => child.name() === word);
    if (next === undefined) break;
    command = next;
    name += ` ${word}`;
  }
  return name;
}

function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  return (end === -1 ? argv : argv.slice(0, end)).includes("--json");
}
