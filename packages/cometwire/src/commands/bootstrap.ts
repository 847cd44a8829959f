import { printable } from "@cometwire/p2p";
import { type Command, Option } from "commander";
import { bootstrap } from "../bootstrap/bootstrap.js";
import { nextSteps } from "../bootstrap/next-steps.js";
import { type BootstrapFlags, checkFlags, MOST_WANTED } from "../bootstrap/options.js";
import { lineProgress, liveProgress, noProgress } from "../bootstrap/progress.js";
import { printForms, renderPeers, renderReport, renderSearch } from "../bootstrap/render.js";
import { exitCodes } from "../exit-codes.js";
import { createStyle, wantsColor } from "../text/style.js";
import { type CommandContext, printJson } from "./context.js";

const MORE = `
The seeds are asked for addresses, whoever they tell of is dialled and asked in turn. A peer is a
node that answers with the id of its address, on this network, takes us and keeps us. Chosen are
the nearest of as many subnets (IPv4 /16, IPv6 /32) as possible. Seeds themselves are not peers.
Everything is dialled with a throw-away key; no chain data is exchanged.

--out writes CometBFT's addrbook.json: put it into config/ of a home while the node is stopped.
--print persistent_peers (or seeds) prints the line for [p2p] of config.toml, --print list one
address a line. Progress goes to standard error, what was found to standard output.

Exits with 0 when as many peers were found as were wanted, 1 when fewer were (they are printed and
written all the same; without any, no file is written), 2 on wrong usage, 130 on Ctrl-C, which
ends the search: what it has found by then is printed and written.

Examples:
  $ cometwire bootstrap --network cosmoshub-4 --seed 2d9983b2e026419997a412b6b2b75263ba98cd74@seed.example.com:26656
  $ cometwire bootstrap --network cosmoshub-4 --seed ID@HOST:PORT,ID@HOST:PORT --out addrbook.json
  $ cometwire bootstrap --network cosmoshub-4 --seed ID@HOST:PORT --want 5 --print persistent_peers
  $ cometwire bootstrap --network my-net --seed ID@10.0.0.5:26656 --allow-private --json | jq .peers
`;

/** Adds `bootstrap`. */
export function addBootstrapCommand(program: Command, context: CommandContext): void {
  program
    .command("bootstrap")
    .description("find good peers of a chain, for an address book or a line of config.toml")
    .requiredOption("--network <id>", "the chain's id")
    .requiredOption("--seed <address...>", "where to begin: id@host:port, several with blanks or commas")
    .option("--want <number>", `how many peers, 1 to ${MOST_WANTED}`, "20")
    .option("--out <file>", "write an addrbook.json")
    .option("--force", "let --out replace a file")
    .addOption(new Option("--print <form>", "print only the peers, in this form").choices(printForms))
    .option("--timeout <duration>", "end the search after this time: 30s, 2m", "60s")
    .option("--allow-private", "take private and local addresses, too")
    .option("--json", "print one JSON object")
    .option("--no-color", "plain text")
    .addHelpText("after", MORE)
    .action(async (flags: BootstrapFlags) => {
      await runCommand(flags, context);
    });
}

async function runCommand(flags: BootstrapFlags, { io, exitWith }: CommandContext): Promise<void> {
  const options = checkFlags(flags);
  const { want, allowPrivate, print } = options;
  const json = flags.json === true;
  const live = io.stderr.isTTY && io.env["TERM"] !== "dumb";
  const progress = live ? liveProgress({ io, want }) : json ? noProgress : lineProgress({ io, want });
  const report = await bootstrap(options, io, progress);
  exitWith(report.ok ? exitCodes.ok : exitCodes.failed);
  if (json) {
    printJson(io, report);
    return;
  }
  const { file } = report;
  const written = file === null ? "" : `\nWritten: ${printable(file, 500)}\n`;
  const steps = nextSteps({ report, allowPrivate, printed: print !== undefined });
  const advice = steps.length === 0 ? "" : `\nNext: ${steps.join(";\n      ")}.\n`;
  if (print === undefined) {
    const style = createStyle(wantsColor(io, !flags.color));
    io.stdout.write(`${renderReport(report, style)}${written}${advice}`);
    return;
  }
  io.stdout.write(renderPeers(report.peers, print));
  // What is printed may go to a file; whether it is enough is said where a person sees it.
  if (!report.ok) io.stderr.write(renderSearch(report));
  io.stderr.write(`${written}${report.ok && file === null ? "" : advice}`);
}
