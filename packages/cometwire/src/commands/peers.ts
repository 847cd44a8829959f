import { isNodeId, normalizeNodeId, printable } from "@cometwire/p2p";
import type { Command } from "commander";
import { renderPeer, renderPeers } from "../control/render-peers.js";
import { requireNode } from "../control/running-node.js";
import { homeDirectory } from "../home/directory.js";
import { formatTarget, parseTarget } from "../probe/target.js";
import { UsageError } from "../usage-error.js";
import { type CommandContext, printJson } from "./context.js";
import { HOME_OPTION } from "./home-option.js";

interface PeersFlags {
  readonly home?: string;
  readonly json?: boolean;
}

const MORE = `
They talk to the node that \`cometwire start\` runs with this home, over its control socket. Exits with
1 when none is running.
`;

/** Adds `peers`, `peers list`, `peers dial` and `peers disconnect`. */
export function addPeersCommands(program: Command, context: CommandContext): void {
  const { io } = context;
  const node = ({ home }: PeersFlags) => requireNode(homeDirectory(home, io.env), io.env);
  const peers = program
    .command("peers")
    .description("the running node's peers: list (default), dial, disconnect")
    .addHelpText(
      "after",
      `${MORE}\nExamples:\n  $ cometwire peers\n  $ cometwire peers dial id@host:26656\n`,
    );
  peers
    .command("list", { isDefault: true })
    .description("list the peers, those connected longest first")
    .option(...HOME_OPTION)
    .option("--json", "print one JSON object, with everything that is known of each")
    .addHelpText(
      "after",
      `
Marks: persistent peers are always kept connected; no limit applies to unconditional ones; private
ones are told to nobody; nothing is read from paused ones until what they have sent is done with.

Examples:
  $ cometwire peers
  $ cometwire peers --json | jq -r '.peers[].address'
`,
    )
    .action(async (flags: PeersFlags) => {
      const view = await (await node(flags)).peers();
      if (flags.json === true) printJson(io, view);
      else io.stdout.write(renderPeers(view));
    });
  peers
    .command("dial")
    .description("dial a peer and wait for how that goes")
    .argument("<address>", "the peer: id@host:port")
    .option("--persistent", "keep it connected until the node stops, also when this dial fails")
    .option(...HOME_OPTION)
    .option("--json", "print the peer as one JSON object")
    .addHelpText(
      "after",
      `${MORE}
Example:
  $ cometwire peers dial 2d9983b2e026419997a412b6b2b75263ba98cd74@203.0.113.5:26656 --persistent
`,
    )
    .action(async (text: string, flags: PeersFlags & { readonly persistent?: boolean }) => {
      const address = readAddress(text);
      const peer = await (await node(flags)).dial(address, { persistent: flags.persistent === true });
      if (flags.json === true) printJson(io, peer);
      else io.stdout.write(`connected to ${renderPeer(peer)}\n`);
    });
  peers
    .command("disconnect")
    .description("take leave of a peer")
    .argument("<id>", "its node id")
    .option("--forget", "no longer treat it as a persistent peer")
    .option(...HOME_OPTION)
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      `${MORE}
It may come back by itself; \`cometwire ban add\` keeps it out.

Example:
  $ cometwire peers disconnect 2d9983b2e026419997a412b6b2b75263ba98cd74 --forget
`,
    )
    .action(async (text: string, flags: PeersFlags & { readonly forget?: boolean }) => {
      const id = readId(text);
      const result = await (await node(flags)).disconnect(id, { forget: flags.forget === true });
      if (flags.json === true) printJson(io, { id, ...result });
      else {
        const forgotten = result.forgotten ? "; it is no longer persistent" : "";
        io.stdout.write(`${result.disconnected ? "disconnected" : "not connected:"} ${id}${forgotten}\n`);
      }
    });
}

/** With an id: a node has to know whom it meets. */
function readAddress(text: string): string {
  const target = parseTarget(text);
  if (target.id === undefined) {
    throw new UsageError("the id is missing: write id@host:port (`cometwire probe host:port` tells it)");
  }
  return formatTarget(target);
}

function readId(text: string): string {
  if (isNodeId(text)) return normalizeNodeId(text);
  throw new UsageError(`"${printable(text, 60)}" is not a node id (40 hex digits)`);
}
