/** The command line tool, run in this process. */
import { systemClock, systemRandom } from "@cometwire/p2p";
import { run } from "../../../packages/cometwire/src/run.js";

/** What a run of the tool left behind. */
export interface CliResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `cometwire` with these words as it runs in a shell whose output goes to files. */
export async function cometwire(...argv: readonly string[]): Promise<CliResult> {
  const written = { stdout: "", stderr: "" };
  const output = (name: keyof typeof written) => ({
    isTTY: false,
    write: (text: string) => {
      written[name] += text;
    },
  });
  const exitCode = await run(argv, {
    stdout: output("stdout"),
    stderr: output("stderr"),
    env: {},
    clock: systemClock,
    random: systemRandom,
    signal: new AbortController().signal,
  });
  return { exitCode, ...written };
}
