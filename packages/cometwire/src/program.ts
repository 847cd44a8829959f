import { Command } from "commander";
import { addAddressBookCommands } from "./commands/addrbook.js";
import { addBanCommands } from "./commands/ban.js";
import { addBootstrapCommand } from "./commands/bootstrap.js";
import { addCompletionCommand } from "./commands/completion.js";
import type { CommandContext } from "./commands/context.js";
import { addInitCommand } from "./commands/init.js";
import { addStartCommand } from "./commands/start.js";
import { addDoctorCommand } from "./commands/doctor.js";
import { addKeyCommands } from "./commands/key.js";
import { addLocalnetCommand } from "./commands/localnet.js";
import { addPeersCommands } from "./commands/peers.js";
import { addProbeCommand } from "./commands/probe.js";
import { addReplayCommand } from "./commands/replay.js";
import { addTapCommand } from "./commands/tap.js";
import { packageVersion } from "./package-info.js";

const EXAMPLES = `
Examples:
  $ cometwire localnet                     a network on this machine that finds itself
  $ cometwire init --home ./seed --network my-chain && cometwire start --home ./seed --mode seed
  $ cometwire probe id@host:26656          who is there, on which network, and can it be reached?
  $ cometwire probe host:26656 --json      the same for scripts, when the id is not known
  $ cometwire tap host:26656               its gossip: transactions, votes, blocks as they pass
  $ cometwire bootstrap --network my-chain --seed id@host:26656
                                           good peers of a chain, for a node's first start
  $ cometwire key show --home ~/.gaia      a node's id
  $ cometwire doctor                       is this machine fit for it?

Exit codes: 0 done, 1 not done (for probe: not reached), 2 wrong usage, 130 interrupted.
`;

/** The command tree. Errors are thrown, not printed, and nothing ends the process. */
export function createProgram(context: CommandContext): Command {
  const { io } = context;
  const program = new Command("cometwire")
    .description(
      "CometBFT's peer-to-peer network: run a peer or a seed, find and probe peers, see why they cannot connect",
    )
    .version(packageVersion, "--version", "print the version")
    .helpOption("-h, --help", "show help")
    .helpCommand("help [command]", "show help, of a command if one is named")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: () => undefined,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText("after", EXAMPLES);
  addInitCommand(program, context);
  addStartCommand(program, context);
  addLocalnetCommand(program, context);
  addProbeCommand(program, context);
  addTapCommand(program, context);
  addReplayCommand(program, context);
  addPeersCommands(program, context);
  addBanCommands(program, context);
  addBootstrapCommand(program, context);
  addAddressBookCommands(program, context);
  addKeyCommands(program, context);
  addDoctorCommand(program, context);
  addCompletionCommand(program, context);
  program
    .command("version")
    .description("print the version, as --version does")
    .addHelpText("after", "\nExample:\n  $ cometwire version\n")
    .action(() => io.stdout.write(`${packageVersion}\n`));
  return program;
}
