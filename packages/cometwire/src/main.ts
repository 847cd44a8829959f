import { writeSync } from "node:fs";
import { systemClock, systemRandom } from "@cometwire/p2p";
import { exitCodes } from "./exit-codes.js";
import type { Output } from "./io.js";
import { run } from "./run.js";
import { processTerminal } from "./terminal.js";

const interrupt = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    // The second time without waiting for anything.
    if (interrupt.signal.aborted) process.exit(exitCodes.interrupted);
    interrupt.abort(signal);
  });
}

/** A reader that goes away (`| head`) is no error. */
function isReaderGone(error: Error): boolean {
  return (error as NodeJS.ErrnoException).code === "EPIPE";
}

/** What was to be printed is lost: one line about it, unless standard error is what failed. */
function exitAfterLostOutput(error: Error): never {
  try {
    writeSync(2, `error: standard output cannot be written: ${error.message}\n`);
  } catch {
    // Nobody can be told.
  }
  process.exit(exitCodes.failed);
}

process.stdout.on("error", (error: Error) => {
  if (isReaderGone(error)) process.exit(exitCodes.ok);
  exitAfterLostOutput(error);
});
process.stderr.on("error", (error: Error) =>
  process.exit(isReaderGone(error) ? exitCodes.ok : exitCodes.failed),
);

function output(stream: NodeJS.WriteStream): Output {
  return { write: (text) => void stream.write(text), isTTY: stream.isTTY };
}

// The library's timers do not keep the process alive; while a command runs, this one does.
const alive = setInterval(() => undefined, 60_000);
const code = await run(process.argv.slice(2), {
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  env: process.env,
  clock: systemClock,
  random: systemRandom,
  signal: interrupt.signal,
  terminal: processTerminal(process),
});
clearInterval(alive);
// Not before everything is written.
process.stdout.write("", (error) => {
  if (error && !isReaderGone(error)) exitAfterLostOutput(error);
  process.stderr.write("", () => process.exit(code));
});
