import { systemClock, systemRandom } from "@cometwire/p2p";
import type { ExitCode } from "../../src/exit-codes.js";
import type { Io, Output } from "../../src/io.js";
import { run } from "../../src/run.js";

/** What a command line has done. */
export interface CliResult {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
  /** The one JSON object that is all of stdout. */
  json(): Record<string, unknown>;
}

/** Runs a command line in this process. */
export async function cli(argv: readonly string[], changes: Partial<Io> = {}): Promise<CliResult> {
  const stdout = recorder();
  const stderr = recorder();
  const io: Io = {
    stdout,
    stderr,
    env: {},
    clock: systemClock,
    random: systemRandom,
    signal: new AbortController().signal,
    ...changes,
  };
  const code = await run(argv, io);
  return {
    code,
    stdout: stdout.text(),
    stderr: stderr.text(),
    json: () => {
      const text = stdout.text();
      if (text.indexOf("\n") !== text.length - 1) throw new Error(`not one line: ${text}`);
      return JSON.parse(text) as Record<string, unknown>;
    },
  };
}

/** An output that keeps everything. */
export function recorder(isTTY = false): Output & { text(): string } {
  const parts: string[] = [];
  return { write: (text) => void parts.push(text), isTTY, text: () => parts.join("") };
}
