import { limits } from "@cometwire/p2p";
import type { Command } from "commander";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { hasLoopbackAddresses } from "../localnet/loopback.js";
import { LARGEST_MESH, NODE_LIMITS, planLocalnet } from "../localnet/plan.js";
import { type LocalnetOutcome, runLocalnet } from "../localnet/run.js";
import { screenWatcher } from "../localnet/screen-watcher.js";
import { jsonWatcher, lineWatcher, summaryLines } from "../localnet/watchers.js";
import { wantsColor } from "../text/style.js";
import { parseWholeNumber } from "../text/whole-number.js";
import { UsageError } from "../usage-error.js";
import type { CommandContext } from "./context.js";
import { failureLine } from "./failure.js";

interface LocalnetFlags {
  readonly nodes: string;
  readonly network: string;
  readonly untilComplete?: boolean;
  readonly seconds?: string;
  readonly json?: boolean;
  readonly color: boolean;
}

/** When it is to be complete and is not, it ends after this time, if no other is given. */
const PATIENCE_MS = 60_000;
const LONGEST_SECONDS = 86_400;

const MORE = `
One of the nodes is the seed; the others are told its address and nothing else. They are nodes as
"cometwire start" runs them, with real connections. Each listens on a loopback address of its own
(127.0.0.2, 127.0.0.3, …; on systems that have 127.0.0.1 alone, on a port of its own). Nothing leaves
this machine, and nothing is written to disk.

Up to ${LARGEST_MESH} nodes, each wants all others as peers, and the network is complete when it has them. In a
larger one each wants ${limits.outboundPeers}, and connections have to lead from any node to any other. The seed does not
count: it hangs up on everybody once it has told what it knows.

At a terminal it shows a picture, until q or Ctrl-C. Otherwise it prints a line an event, and ends as
soon as the network is complete; with --seconds alone it goes on until then.

Exits with 0, or with 1 when it was to be complete and was not in time (60 s without --seconds).

Examples:
  $ cometwire localnet
  $ cometwire localnet --nodes 50
  $ cometwire localnet --nodes 5 --json
`;

/** Adds `localnet`. */
export function addLocalnetCommand(program: Command, context: CommandContext): void {
  program
    .command("localnet")
    .description("start a network of nodes on this machine and watch them find each other")
    .option(
      "--nodes <number>",
      `how many, the seed counted: ${NODE_LIMITS.least} to ${NODE_LIMITS.most}`,
      "10",
    )
    .option("--network <id>", "the network's name (chain id)", "localnet")
    .option("--until-complete", "end when it is complete, also at a terminal")
    .option("--seconds <number>", "end after this time in any case")
    .option("--json", "print one JSON object an event, and a last one that sums up")
    .option("--no-color", "plain text")
    .addHelpText("after", MORE)
    .action(async (flags: LocalnetFlags) => {
      await runCommand(flags, context);
    });
}

async function runCommand(flags: LocalnetFlags, { io, exitWith }: CommandContext): Promise<void> {
  const nodes = parseWholeNumber(flags.nodes, "--nodes", NODE_LIMITS.least, NODE_LIMITS.most);
  const seconds =
    flags.seconds === undefined
      ? undefined
      : parseWholeNumber(flags.seconds, "--seconds", 1, LONGEST_SECONDS);
  if (!/^[\x21-\x7e]{1,50}$/.test(flags.network)) {
    throw new UsageError("--network has 1 to 50 printable characters without blanks");
  }
  const json = flags.json === true;
  const terminal = json || io.env["TERM"] === "dumb" ? undefined : io.terminal;
  // Without a terminal nobody is there to end it.
  const untilComplete = flags.untilComplete === true || (terminal === undefined && seconds === undefined);
  const durationMs = seconds === undefined ? (untilComplete ? PATIENCE_MS : undefined) : seconds * 1_000;
  const ownAddresses = await hasLoopbackAddresses(nodes);
  const plan = planLocalnet({ nodes, network: flags.network, ownAddresses });
  const watcher = json
    ? jsonWatcher(io)
    : terminal === undefined
      ? lineWatcher(plan, io)
      : screenWatcher(terminal, io, wantsColor(io, !flags.color));
  const outcome = await runLocalnet(plan, { untilComplete, durationMs }, watcher, io);
  const code = exitCodeOf(outcome, untilComplete);
  // A picture of what is missing does not say so.
  if (terminal !== undefined && code !== exitCodes.ok)
    io.stdout.write(`${summaryLines(outcome).join("\n")}\n`);
  if (!json && outcome.error !== undefined) io.stderr.write(failureLine(outcome.error));
  // Ctrl-C is how it is meant to end, unless something was waited for.
  exitWith(code, { evenIfInterrupted: !untilComplete });
}

function exitCodeOf({ endedBy, state }: LocalnetOutcome, untilComplete: boolean): ExitCode {
  if (endedBy === "failure") return exitCodes.failed;
  return untilComplete && state.completeAtMs === undefined ? exitCodes.failed : exitCodes.ok;
}
