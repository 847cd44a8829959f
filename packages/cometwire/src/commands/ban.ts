import { asP2PError, formatBanTarget, parseBanTarget } from "@cometwire/p2p";
import type { Command } from "commander";
import type { BanView } from "../api/views.js";
import { CommandError } from "../command-error.js";
import { type Bans, fileBans, nodeBans } from "../control/bans.js";
import { requireHome } from "../control/require-home.js";
import { findNode } from "../control/running-node.js";
import { homeDirectory } from "../home/directory.js";
import { loadHomeSettings } from "../home/load-home.js";
import { formatSpan } from "../text/amounts.js";
import { table } from "../text/columns.js";
import { DAY_MS, parseDuration } from "../text/duration.js";
import { UsageError } from "../usage-error.js";
import { type CommandContext, printJson } from "./context.js";
import { HOME_OPTION } from "./home-option.js";

interface BanFlags {
  readonly home?: string;
  readonly json?: boolean;
}

interface AddFlags extends BanFlags {
  readonly for?: string;
  readonly reason?: string;
}

const LONGEST_BAN_MS = 3_650 * DAY_MS;

const MORE = `
Who is banned is not let in and not dialled. A running node heeds it at once, and ends the sessions
that it is about. When no node is running the home's ban file is changed (data/cometwire-bans.json),
for the next start. CometBFT's own nodes have no such list.

TARGET is a node id, an IP address, or a range of addresses such as 10.0.0.0/8.
`;

/** Adds `ban`, `ban list`, `ban add` and `ban remove`. */
export function addBanCommands(program: Command, context: CommandContext): void {
  const { io } = context;
  const ban = program
    .command("ban")
    .description("shut node ids and addresses out: list bans (default), add, remove")
    .addHelpText(
      "after",
      `${MORE}\nExamples:\n  $ cometwire ban\n  $ cometwire ban add 203.0.113.9 --for 24h\n`,
    );
  ban
    .command("list", { isDefault: true })
    .description("list the bans in force")
    .option(...HOME_OPTION)
    .option("--json", "print a JSON array")
    .addHelpText("after", "\nExample:\n  $ cometwire ban list --home ~/.gaia\n")
    .action(async (flags: BanFlags) => {
      const list = await (await bansOf(flags, context)).list();
      if (flags.json === true) printJson(io, list);
      else io.stdout.write(renderBans(list, io.clock.wallTime()));
    });
  ban
    .command("add")
    .description("ban a node id, an IP address or a range")
    .argument("<target>", "a node id, an IP address or a range")
    .option("--for <duration>", "how long: 30m, 24h, 7d; default: for ever")
    .option("--reason <text>", "why, for whoever reads the list later")
    .option(...HOME_OPTION)
    .option("--json", "print the ban as one JSON object")
    .addHelpText(
      "after",
      `${MORE}
Examples:
  $ cometwire ban add 2d9983b2e026419997a412b6b2b75263ba98cd74 --reason "sends nonsense"
  $ cometwire ban add 203.0.113.0/24 --for 7d
`,
    )
    .action(async (text: string, flags: AddFlags) => {
      const target = readTarget(text);
      const durationMs = flags.for === undefined ? undefined : parseDuration(flags.for, LONGEST_BAN_MS);
      const bans = await bansOf(flags, context);
      const all = await bans.add({ target, reason: flags.reason, durationMs });
      const made = all.find((each) => each.target === target);
      if (made === undefined) throw listFull();
      if (flags.json === true) printJson(io, made);
      else io.stdout.write(`banned ${describe(made, io.clock.wallTime())}${whenItCounts(bans)}\n`);
    });
  ban
    .command("remove")
    .description("lift the ban of exactly this target")
    .argument("<target>", "as it was banned: a node id, an IP address or a range")
    .option(...HOME_OPTION)
    .option("--json", "print the lifted ban as one JSON object")
    .addHelpText("after", "\nExample:\n  $ cometwire ban remove 203.0.113.0/24\n")
    .action(async (text: string, flags: BanFlags) => {
      const target = readTarget(text);
      const bans = await bansOf(flags, context);
      const lifted = await bans.remove(target);
      if (flags.json === true) printJson(io, lifted);
      else io.stdout.write(`no longer banned: ${lifted.target} (${lifted.reason})${whenItCounts(bans)}\n`);
    });
}

/** The running node's bans, or those in the file. */
async function bansOf({ home }: BanFlags, { io }: CommandContext): Promise<Bans> {
  const node = await findNode(homeDirectory(home, io.env), io.env);
  if (node !== undefined) return nodeBans(node);
  const { dir, paths } = await loadHomeSettings({ dir: home, env: io.env });
  await requireHome(dir);
  return fileBans({ dir, path: paths.banFile }, io, (text) => io.stderr.write(`warning: ${text}\n`));
}

/** The one text for a target. */
function readTarget(text: string): string {
  try {
    return formatBanTarget(parseBanTarget(text));
  } catch (error) {
    throw new UsageError(asP2PError(error, "OPTION_INVALID").detail ?? "this cannot be banned");
  }
}

function renderBans(bans: readonly BanView[], now: number): string {
  if (bans.length === 0) return "nobody is banned\n";
  const columns = ["target", "since", "ends", "reason"].map((head) => ({ head }));
  const rows = bans.map(({ target, createdAt, expiresAt, reason }) => [
    target,
    `${formatSpan(now - Date.parse(createdAt))} ago`,
    expiresAt === null ? "never" : `in ${timeLeft(expiresAt, now)}`,
    reason,
  ]);
  return table(columns, rows);
}

function describe({ target, reason, expiresAt }: BanView, now: number): string {
  const time = expiresAt === null ? "for ever" : `for ${timeLeft(expiresAt, now)}`;
  return `${target} ${time} (${reason})`;
}

/** Rounded up, so that what was just banned for 24h does not end in 23 h 59 min. */
function timeLeft(expiresAt: string, now: number): string {
  return formatSpan(Math.ceil((Date.parse(expiresAt) - now) / 1_000) * 1_000);
}

function whenItCounts({ live }: Bans): string {
  return live ? "" : "; no node is running: it counts from the next start";
}

function listFull(): CommandError {
  return new CommandError("BAN_LIST_FULL", {
    message: "the ban was not taken: the list is full of bans that last longer",
    likelyCause: "single addresses are banned in great numbers",
    remedy: "remove some, or ban ranges instead",
  });
}
