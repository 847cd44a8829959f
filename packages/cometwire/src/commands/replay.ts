import type { Command } from "commander";
import { runReplay } from "../recording/run-replay.js";
import { statsWatch } from "../tap/stats-screen.js";
import { summaryText } from "../tap/view/summary.js";
import { createStyle, wantsColor } from "../text/style.js";
import { UsageError } from "../usage-error.js";
import type { CommandContext } from "./context.js";
import { addViewOptions, parseView, statsOption, type ViewFlags } from "./message-view.js";

interface ReplayFlags extends ViewFlags {
  readonly speed: string;
  readonly color: boolean;
}

const MORE = `
Prints what \`cometwire tap --record\` has written, as \`cometwire tap\` does; in the end, how much came of
what from whom goes to standard error. With --stats only that is printed, to standard output; with
--speed it is shown while it grows.

--speed 1 takes the time that it took, 2 half of it; 0, the default, is as fast as it can be read.

Exits with 0, or with 1 when the recording is cut or damaged: what can be read is printed all the same.

Examples:
  $ cometwire replay gossip.cwrec
  $ cometwire replay gossip.cwrec --type Vote,Proposal --speed 1
  $ cometwire replay gossip.cwrec --channel mempool --output ndjson | jq -r '.txHashes[]'
  $ cometwire replay gossip.cwrec --stats
`;

/** Adds `replay`. */
export function addReplayCommand(program: Command, context: CommandContext): void {
  const command = program
    .command("replay")
    .description("print recorded gossip again")
    .argument("<file>", "what cometwire tap --record has written");
  addViewOptions(command)
    .option("--speed <factor>", "how many times as fast as it came; 0: at once", "0")
    .option(...statsOption)
    .option("--no-color", "plain text")
    .addHelpText("after", MORE)
    .action(async (file: string, flags: ReplayFlags) => {
      await runCommand(file, flags, context);
    });
}

async function runCommand(file: string, flags: ReplayFlags, { io }: CommandContext): Promise<void> {
  const { choice, stats, printer } = parseView(flags);
  const speed = parseSpeed(flags.speed);
  const style = createStyle(wantsColor(io, !flags.color));
  const { summary, error } = await runReplay(
    {
      ...choice,
      file,
      speed,
      consumer: printer(io, style),
      // At once there is nothing to watch.
      watch: stats && speed > 0 ? statsWatch(io, style) : undefined,
    },
    io,
  );
  if (stats) io.stdout.write(summaryText(summary));
  else if (error === undefined || summary.messages > 0) io.stderr.write(`\n${summaryText(summary)}`);
  if (error !== undefined) throw error;
}

/** @throws UsageError */
function parseSpeed(text: string): number {
  if (/^\d{1,6}(\.\d{1,6})?$/.test(text)) return Number(text);
  throw new UsageError("--speed is a number such as 0, 0.5, 1 or 100");
}
