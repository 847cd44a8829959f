import { type Release, releases } from "@cometwire/messages";
import { NodeKey } from "@cometwire/p2p";
import { type Command, Option } from "commander";
import { exitCodes } from "../exit-codes.js";
import { parseSinkUrl } from "../sink/sink-target.js";
import { openOutlets } from "../tap/open-outlets.js";
import { planTap } from "../tap/plan.js";
import { type RunTapOptions, runTap } from "../tap/run-tap.js";
import { drawingTerminal, statsWatch } from "../tap/stats-screen.js";
import { summaryText } from "../tap/view/summary.js";
import { parseDuration } from "../text/duration.js";
import { createStyle, wantsColor } from "../text/style.js";
import type { CommandContext } from "./context.js";
import { addViewOptions, parseView, statsOption, type ViewFlags } from "./message-view.js";

interface TapFlags extends ViewFlags {
  readonly home?: string;
  readonly network?: string;
  readonly record?: string;
  readonly sink?: string;
  readonly for?: string;
  readonly release?: Release;
  readonly color: boolean;
}

/** Said after the picture is gone. */
const LATE_NOTICES = 20;

const MORE = `
It joins as an ordinary peer with a throw-away key, listens at no port, and tells each peer that it is
as far as that peer itself, since peers send transactions, proposals, parts and votes to no other. It
sends nothing of the chain: neither votes nor transactions nor blocks.

ADDRESS is id@host:port, or host:port when the id is not known. Without one, the persistent_peers
and seeds of the home are used. The network is --network, or what the home's genesis.json says, or
what the first peer says.

Lines are for people, or with --output ndjson one JSON object a message, for programs: 64-bit integers
are strings, bytes and hashes are lower-case hex, times are RFC 3339. What could not be read, or breaks
a rule of CometBFT's, has an error in it. What everybody passes on says who was first, and how much
later the others were. What happens to the connections, and in the end how much came of what from
whom, goes to standard error.

What is chosen by --channel and --type is also what --record and --sink get. --sink is written
nats://[user:password@]host[:port][/prefix][?stream=NAME][&creds=FILE], or with tls:// in front.

Channels: consensus, mempool, evidence, blocksync, statesync, pex, or their ids. Types: as the protocol
calls them, and Tx for Txs.

Examples:
  $ cometwire tap 2d9983b2e026419997a412b6b2b75263ba98cd74@203.0.113.5:26656
  $ cometwire tap 203.0.113.5:26656 --type Vote,Proposal
  $ cometwire tap --home ~/.gaia --stats
  $ cometwire tap 203.0.113.5:26656 --type Tx --output ndjson | jq -r '.txHashes[]'
  $ cometwire tap 203.0.113.5:26656 --record gossip.cwrec --for 10m
  $ cometwire tap 203.0.113.5:26656 --stats --sink nats://127.0.0.1:4222
`;

/** Adds `tap`. */
export function addTapCommand(program: Command, context: CommandContext): void {
  const command = program
    .command("tap")
    .description("listen to a chain's gossip: transactions, proposals, votes, as they pass")
    .argument("[address...]", "peers: id@host:port or host:port; default: those of the home")
    .option("--home <dir>", "CometBFT home whose peers to use (default: $CMTHOME, or ~/.cometbft)")
    .option("--network <id>", "the network's name (chain id); default: the home's, or the peer's own");
  addViewOptions(command)
    .option(...statsOption)
    .option("--record <file>", "write all that comes into a new file, for cometwire replay")
    .option("--sink <url>", "publish all that comes to NATS JetStream: nats://host")
    .option("--for <duration>", "end after this time: 30s, 5m")
    .addOption(
      new Option(
        "--release <release>",
        "whose protocol version to announce; default: that of the first peer, if asked, or v0.38",
      ).choices(releases),
    )
    .option("--no-color", "plain text")
    .addHelpText("after", MORE)
    .action(async (addresses: string[], flags: TapFlags) => {
      await runCommand(addresses, flags, context);
    });
}

async function runCommand(
  addresses: readonly string[],
  flags: TapFlags,
  { io, exitWith }: CommandContext,
): Promise<void> {
  const { home, network, release } = flags;
  const { choice, stats, printer } = parseView(flags);
  const durationMs = flags.for === undefined ? undefined : parseDuration(flags.for);
  const sink = flags.sink === undefined ? undefined : parseSinkUrl(flags.sink);
  const nodeKey = NodeKey.generate(io.random);
  const plan = { ...(await planTap({ addresses, home, network, release }, io)), nodeKey };
  const drawing = stats && drawingTerminal(io) !== undefined;
  // A picture would be torn by lines.
  const late: string[] = [];
  const notice = (line: string): void => {
    if (drawing) late.push(line);
    else io.stderr.write(line);
  };
  const outlets = await openOutlets(
    { record: flags.record, sink },
    { tap: nodeKey.id, network: plan.network, io, notice },
  );
  const style = createStyle(wantsColor(io, !flags.color));
  const printed = printer(io, style);
  const options: RunTapOptions = {
    ...choice,
    durationMs,
    plan,
    consumers: [...(printed === undefined ? [] : [printed]), ...outlets],
    watch: stats ? statsWatch(io, style) : undefined,
    // Of connections a picture says enough itself.
    notice: drawing ? () => undefined : notice,
  };
  const summary = await runTap(options, io);
  io.stderr.write(drawing ? late.slice(-LATE_NOTICES).join("") : `\n${summaryText(summary)}`);
  // Ctrl-C is how it is meant to end.
  exitWith(exitCodes.ok, { evenIfInterrupted: true });
}
