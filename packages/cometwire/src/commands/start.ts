import { type Release, releases } from "@cometwire/messages";
import { type Command, Option } from "commander";
import { configFlags, configFlagValues } from "../home/flags.js";
import { loadHome } from "../home/load-home.js";
import { runHome } from "../start/run-home.js";
import type { CommandContext } from "./context.js";

interface StartFlags {
  readonly home?: string;
  readonly network?: string;
  readonly mode?: "peer" | "seed";
  readonly release: Release;
  readonly seedServes: "verified" | "go";
}

const MORE = `
A home is an ordinary CometBFT home, of any release from v0.34 to v1.0, as cometwire init or
cometbft init makes it: config/config.toml, config/node_key.json, config/genesis.json (of which only
the chain id is read, and --network does instead). --home counts, else $CMTHOME, else $TMHOME, else
~/.cometbft. Flags come before environment variables (CMT_P2P_SEEDS), these before the file. What
has no effect here, and what is probably not meant, is said at the start.

Modes: a peer takes part in peer exchange and listens on all channels of a full node, of which it
relays nothing; a seed looks for nodes, verifies them, and tells them to whoever asks. Without
--mode, [p2p] seed_mode decides.

Ctrl-C or SIGTERM stops it cleanly; a second one at once.

Examples:
  $ cometwire init --home ./seed --network my-chain
  $ cometwire start --home ./seed --mode seed --p2p.external-address 203.0.113.7:26656
  $ cometwire start --home ~/.gaia --network cosmoshub-4 --log_format json
  $ CMT_P2P_SEEDS=id@host:26656 cometwire start --home ./peer
`;

/** Adds `start`. */
export function addStartCommand(program: Command, { io, exitWith }: CommandContext): void {
  const command = program
    .command("start")
    .alias("node")
    .description("run the peer or the seed that a CometBFT home describes")
    .option("--home <dir>", "CometBFT home (default: $CMTHOME, or ~/.cometbft)")
    .option("--network <id>", "the network's name (chain id); default: what genesis.json says")
    .addOption(
      new Option("--mode <mode>", "what to be; default: as [p2p] seed_mode").choices(["peer", "seed"]),
    )
    .addOption(
      new Option(
        "--seed-serves <which>",
        "what a seed hands out: addresses that it has verified, or any, as Go's do",
      )
        .choices(["verified", "go"])
        .default("verified"),
    )
    .addOption(
      new Option("--release <release>", "whose channels and protocol version to announce")
        .choices(releases)
        .default("v0.38"),
    );
  for (const { flags, description } of configFlags) command.option(flags, description);
  command.addHelpText("after", MORE).action(async (flags: StartFlags) => {
    const { home: dir, network, mode, release, seedServes } = flags;
    const home = await loadHome({
      dir,
      network,
      env: io.env,
      // The mode is a way to write that key.
      flags: {
        ...configFlagValues({ ...flags }),
        ...(mode === undefined ? {} : { "p2p.seed_mode": mode === "seed" }),
      },
    });
    const seedMode = home.config.seedMode && home.config.pex;
    exitWith(await runHome({ home, mode: seedMode ? "seed" : "peer", release, seedServes }, io), {
      evenIfInterrupted: true,
    });
  });
}
