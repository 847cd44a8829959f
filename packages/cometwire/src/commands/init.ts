import { type Release, releases } from "@cometwire/messages";
import { printable } from "@cometwire/p2p";
import { type Command, Option } from "commander";
import { homeDirectory } from "../home/directory.js";
import { configFlags, configFlagValues } from "../home/flags.js";
import { initHome } from "../home/init-home.js";
import { labelled } from "../text/columns.js";
import { type CommandContext, printJson } from "./context.js";

interface InitFlags {
  readonly home?: string;
  readonly network?: string;
  readonly release: Release;
  readonly json?: boolean;
}

const MORE = `
Makes config/config.toml, config/node_key.json and data/; with --network also a config/genesis.json
that says that name and no more. The flags below become values of config.toml. What is there already
stays as it is. The home can be given to CometBFT, too, once it has a complete genesis.json.

Examples:
  $ cometwire init --home ./seed --network my-chain --moniker my-seed --p2p.seed-mode
  $ cometwire start --home ./seed
`;

/** Adds `init`. */
export function addInitCommand(program: Command, { io }: CommandContext): void {
  const command = program
    .command("init")
    .description("make a CometBFT home to start from; nothing that exists is changed")
    .option("--home <dir>", "where (default: $CMTHOME, or ~/.cometbft)")
    .option("--network <id>", "the network's name (chain id)")
    .addOption(
      new Option("--release <release>", "whose keys and defaults config.toml has")
        .choices(releases)
        .default("v0.38"),
    )
    .option("--json", "print one JSON object");
  for (const { flags, description } of configFlags) command.option(flags, description);
  command.addHelpText("after", MORE).action(async (flags: InitFlags) => {
    const { home, network, release, json } = flags;
    const { moniker, ...settings } = configFlagValues({ ...flags });
    const made = await initHome({
      dir: homeDirectory(home, io.env),
      network,
      release,
      moniker: moniker === undefined ? undefined : String(moniker),
      settings,
      random: io.random,
    });
    if (json === true) {
      printJson(io, made);
      return;
    }
    const files = made.files.map(({ path, made: how }) => [how, printable(path, 500)] as const);
    io.stdout.write(labelled([["id", made.id], ...files], ""));
  });
}
