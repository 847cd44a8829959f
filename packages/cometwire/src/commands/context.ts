import type { ExitCode } from "../exit-codes.js";
import type { Io } from "../io.js";

/** What a command is given. */
export interface CommandContext {
  readonly io: Io;
  /** How the process shall end; `ok` unless a command says otherwise. */
  readonly exitWith: (code: ExitCode) => void;
}

/** Prints one JSON value and a line feed: the whole of a command's standard output. */
export function printJson(io: Io, value: unknown): void {
  io.stdout.write(`${JSON.stringify(value)}\n`);
}
