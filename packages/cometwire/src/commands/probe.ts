import { NodeKey } from "@cometwire/p2p";
import type { Command } from "commander";
import { exitCodes } from "../exit-codes.js";
import { homeDirectory, nodeKeyPath } from "../home/directory.js";
import { probe } from "../probe/probe.js";
import { renderEvent, renderResult, renderStart } from "../probe/render.js";
import { formatTarget, parseTarget } from "../probe/target.js";
import { createTransport } from "../probe/transport.js";
import type { VisitOptions } from "../probe/visit.js";
import { parseDuration } from "../text/duration.js";
import { createStyle, wantsColor } from "../text/style.js";
import { UsageError } from "../usage-error.js";
import { type CommandContext, printJson } from "./context.js";

interface ProbeFlags {
  readonly network?: string;
  readonly chainId?: string;
  readonly timeout: string;
  readonly home?: string;
  readonly useNodeKey?: boolean;
  readonly json?: boolean;
  readonly pex: boolean;
  readonly color: boolean;
}

/** Far beyond Go's 50 characters, far below what a NodeInfo can hold. */
const LONGEST_NETWORK_BYTES = 1_000;

const EXAMPLES = `
ADDRESS is id@host:port, or host:port when the id is not known (whoever answers is
then reported, and nothing is verified). Without --network the peer is asked for its
network first, with a contact of its own.

Exits with 0 when the peer was reached, 1 when it was not, 2 on wrong usage.

Examples:
  $ cometwire probe 2d9983b2e026419997a412b6b2b75263ba98cd74@seed.example.com:26656
  $ cometwire probe 203.0.113.5:26656 --network cosmoshub-4 --timeout 5s
  $ cometwire probe [2001:db8::5]:26656 --json | jq -r '.addresses[]'
`;

/** Adds `probe`. */
export function addProbeCommand(program: Command, context: CommandContext): void {
  program
    .command("probe")
    .description("reach a peer: who it is, what it says, whom it knows, or why it cannot be reached")
    .argument("<address>", "the peer: id@host:port or host:port")
    .option("--network <id>", "network (chain id) to announce; default: the peer's own")
    .option("--chain-id <id>", "the same as --network")
    .option("--timeout <duration>", "deadline for everything: 500ms, 10s, 1m", "10s")
    .option("--use-node-key", "dial with the node key of the home; default: a throw-away key")
    .option("--home <dir>", "CometBFT home of the node key (default: $CMTHOME, or ~/.cometbft)")
    .option("--no-pex", "do not ask for addresses")
    .option("--json", "print one JSON object")
    .option("--no-color", "plain text")
    .addHelpText("after", EXAMPLES)
    .action(async (address: string, flags: ProbeFlags) => {
      await runProbe(probeOptions(address, flags), flags, context);
    });
}

/** Probes as the options say, printing all along, and sets the exit code. */
async function runProbe(
  options: VisitOptions,
  flags: Pick<ProbeFlags, "home" | "useNodeKey" | "json" | "color">,
  { io, exitWith }: CommandContext,
): Promise<void> {
  const style = createStyle(wantsColor(io, !flags.color));
  const print = (text: string): void => {
    if (flags.json !== true) io.stdout.write(text);
  };
  const nodeKey =
    flags.useNodeKey === true
      ? await NodeKey.load(nodeKeyPath(homeDirectory(flags.home, io.env)))
      : NodeKey.generate(io.random);
  print(renderStart(formatTarget(options.target), style));
  const result = await probe(options, {
    ownId: nodeKey.id,
    createTransport: (nodeInfo, remainingMs) => createTransport({ nodeKey, nodeInfo, io, remainingMs }),
    clock: io.clock,
    signal: io.signal,
    onEvent: (event) => print(renderEvent(event, style)),
  });
  if (flags.json === true) printJson(io, result);
  print(renderResult(result, style));
  exitWith(result.ok ? exitCodes.ok : exitCodes.failed);
}

/** @throws UsageError */
function probeOptions(address: string, flags: ProbeFlags): VisitOptions {
  const { network, chainId } = flags;
  if (flags.home !== undefined && flags.useNodeKey !== true) {
    throw new UsageError("--home is for --use-node-key; without that a throw-away key is used");
  }
  if (network !== undefined && chainId !== undefined && network !== chainId) {
    throw new UsageError("--network and --chain-id are the same option and have different values");
  }
  const named = network ?? chainId;
  if (named === "" || Buffer.byteLength(named ?? "") > LONGEST_NETWORK_BYTES) {
    throw new UsageError(`a network's name has 1 to ${LONGEST_NETWORK_BYTES} bytes`);
  }
  return {
    target: parseTarget(address),
    network: named,
    timeoutMs: parseDuration(flags.timeout),
    pex: flags.pex,
  };
}
