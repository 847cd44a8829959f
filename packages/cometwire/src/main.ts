#!/usr/bin/env node
import { systemClock, systemRandom } from "@cometwire/p2p";
import { exitCodes } from "./exit-codes.js";
import type { Output } from "./io.js";
import { run } from "./run.js";

const interrupt = new AbortController();
process.on("SIGINT", () => {
  // The second time without waiting for anything.
  if (interrupt.signal.aborted) process.exit(exitCodes.interrupted);
  interrupt.abort();
});

/** A reader that goes away (`| head`) is no error; whatever else a stream reports cannot be reported on it. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) =>
    process.exit(error.code === "EPIPE" ? exitCodes.ok : exitCodes.failed),
  );
}

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
});
clearInterval(alive);
// Not before everything is written.
process.stdout.write("", () => process.stderr.write("", () => process.exit(code)));
