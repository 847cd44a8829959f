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

/** Who wants to end in order when the reader of standard output goes away. */
const readerGoneListeners = new Set<() => void>();
let readerGone = false;

process.stdout.on("error", (error: Error) => {
  if (readerGone) return;
  if (!isReaderGone(error)) exitAfterLostOutput(error);
  if (readerGoneListeners.size === 0) process.exit(exitCodes.ok);
  readerGone = true;
  for (const listener of readerGoneListeners) listener();
});
process.stderr.on("error", (error: Error) =>
  process.exit(isReaderGone(error) ? exitCodes.ok : exitCodes.failed),
);

/** Waits until everything is written, or cannot be. */
function drain(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off("drain", done).off("error", done);
      resolve();
    };
    stream.on("drain", done).on("error", done);
  });
}

function output(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => void stream.write(text),
    isTTY: stream.isTTY,
    drained: () => (stream.writableNeedDrain ? drain(stream) : undefined),
    onReaderGone(listener) {
      readerGoneListeners.add(listener);
      return () => void readerGoneListeners.delete(listener);
    },
  };
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
  if (error && !readerGone && !isReaderGone(error)) exitAfterLostOutput(error);
  process.stderr.write("", () => process.exit(code));
});
