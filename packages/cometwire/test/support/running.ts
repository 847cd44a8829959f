import type { ExitCode } from "../../src/exit-codes.js";
import { onTestFinished } from "vitest";
import { cli, type CliResult } from "./cli.js";

/** A line of a log in JSON. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly event: string };

/** A command that runs until it is told to end. */
export interface RunningCommand {
  /** The lines so far. */
  readonly log: readonly LogLine[];
  /** Waits for a line with this event. */
  event(name: string): Promise<LogLine>;
  /** Sends a signal, and waits for the end. */
  signal(name: "SIGINT" | "SIGTERM"): Promise<ExitCode>;
  /** How it ended, if it does by itself. */
  readonly ended: Promise<CliResult>;
}

/** Runs a command that logs in JSON, in this process. It is ended when the test has finished. */
export function runCommand(argv: readonly string[]): RunningCommand {
  const controller = new AbortController();
  const log: LogLine[] = [];
  const waiting = new Set<() => void>();
  let rest = "";
  const write = (text: string): void => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    log.push(...lines.map((line) => JSON.parse(line) as LogLine));
    for (const look of waiting) look();
  };
  const ended = cli(argv, { signal: controller.signal, stdout: { write, isTTY: false } });
  onTestFinished(async () => {
    controller.abort("SIGTERM");
    await ended;
  });
  const event = (name: string): Promise<LogLine> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = log.find((line) => line.event === name);
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      void ended.then(({ stderr }) => reject(new Error(`it ended before "${name}": ${stderr}`)));
      look();
    });
  return {
    log,
    event,
    ended,
    signal: async (name) => {
      controller.abort(name);
      return (await ended).code;
    },
  };
}
