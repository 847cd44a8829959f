import type { Command } from "commander";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { hasLoopbackAddresses } from "../localnet/loopback.js";
import { LARGEST_MESH, NODE_LIMITS, planLocalnet } from "../localnet/plan.js";
import { type LocalnetOutcome, runLocalnet } from "../localnet/run.js";
import { jsonWatcher, lineWatcher, screenWatcher, summaryLines } from "../localnet/watchers.js";
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

/** Without `--seconds`, `--until-complete` gives up after this time. */
const PATIENCE_MS = 60_000;
const LONGEST_SECONDS = 86_400;

const MORE = `
One of the nodes is the seed; the others are told its address and nothing else. Each listens
on a loopback address of its own (127.0.0.2, 127.0.0.3, …; on systems that have 127.0.0.1 alone,
on a port of its own). Nothing leaves this machine, and nothing is written to disk.

Up to ${LARGEST_MESH} nodes the network is complete when every node is connected to every other one (the seed
hangs up on everybody once it has told what it knows). In a larger one, when every node knows
every other's address, and connections lead from any one to any other.

Exits with 0 when it was complete, or was ended by Ctrl-C or q; 1 when --until-complete or --seconds
ran out before.

Examples:
  $ cometwire localnet
  $ cometwire localnet --nodes 20
  $ cometwire localnet --nodes 5 --until-complete --json
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
    .option("--until-complete", "end when everybody has found everybody; exit 1 if that takes too long")
    .option("--seconds <number>", "end after this time; default: never, with --until-complete 60")
    .option("--json", "print one JSON object an event, and a last one that sums up")
    .option("--no-color", "plain text")
    .addHelpText("after", MORE)
    .action(async (flags: LocalnetFlags) => {
      await runCommand(flags, context);
    });
}

async function runCommand(flags: LocalnetFlags, { io, exitWith }: CommandContext): Promise<void> {
  const nodes = parseWholeNumber(flags.nodes, "--nodes", NODE_LIMITS.least, NODE_LIMITS.most);
  const seconds = flags.seconds && parseWholeNumber(flags.seconds, "--seconds", 1, LONGEST_SECONDS);
  const untilComplete = flags.untilComplete === true;
  const durationMs = seconds ? seconds * 1_000 : untilComplete ? PATIENCE_MS : undefined;
  if (!/^[\x21-\x7e]{1,50}$/.test(flags.network)) {
    throw new UsageError("--network has 1 to 50 printable characters without blanks");
  }
  const json = flags.json === true;
  const terminal = json || io.env["TERM"] === "dumb" ? undefined : io.terminal;
  const ownAddresses = await hasLoopbackAddresses(nodes);
  const plan = planLocalnet({ nodes, network: flags.network, ownAddresses, watched: terminal !== undefined });
  const watcher =
    terminal === undefined
      ? json
        ? jsonWatcher(plan, io)
        : lineWatcher(plan, io)
      : screenWatcher(plan, terminal, io, wantsColor(io, !flags.color));
  const outcome = await runLocalnet(plan, { untilComplete, durationMs }, watcher, io);
  const code = exitCodeOf(outcome, untilComplete);
  if (!json) {
    // A terminal that shows it all needs only what is not in sight.
    if (terminal === undefined || code !== exitCodes.ok) {
      io.stdout.write(`${summaryLines(outcome).join("\n")}\n`);
    }
    if (outcome.error !== undefined) io.stderr.write(failureLine(outcome.error));
  }
  // Ctrl-C is how it is meant to end, unless something was waited for.
  exitWith(code, { evenIfInterrupted: !untilComplete });
}

function exitCodeOf({ endedBy, state }: LocalnetOutcome, untilComplete: boolean): ExitCode {
  if (endedBy === "failure") return exitCodes.failed;
  const asked = untilComplete || endedBy === "time";
  return asked && state.completeAtMs === undefined ? exitCodes.failed : exitCodes.ok;
}
