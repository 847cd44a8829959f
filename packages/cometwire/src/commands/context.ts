import type { ExitCode } from "../exit-codes.js";
import type { Io } from "../io.js";

/** What a command is given. */
export interface CommandContext {
  readonly io: Io;
  /**
   * How the process shall end; `ok` unless a command says otherwise. An interrupted command ends with `interrupted`
   * whatever it says, unless that is the way in which it is meant to end: `evenIfInterrupted`.
   */
  readonly exitWith: (code: ExitCode, options?: { readonly evenIfInterrupted?: boolean }) => void;
}

/** Prints one JSON value and a line feed: the whole of a command's standard output. */
export function printJson(io: Io, value: unknown): void {
  io.stdout.write(`${JSON.stringify(value)}\n`);
}
