import { NetAddress, printable } from "@cometwire/p2p";
import type { Command } from "commander";
import type { AddressView } from "../../api/views.js";
import { applyResults } from "../../addrbook/apply-results.js";
import { type BookPlace, findBook } from "../../addrbook/book-place.js";
import { editBook } from "../../addrbook/edit-book.js";
import { verificationOrder } from "../../addrbook/rank.js";
import { readBook, viewOf } from "../../addrbook/read-book.js";
import { countFailures, renderVerification, verificationJson } from "../../addrbook/render-verification.js";
import { exitCodes } from "../../exit-codes.js";
import { networkFault } from "../../home/genesis.js";
import { loadHome } from "../../home/load-home.js";
import type { Io } from "../../io.js";
import { parseDuration } from "../../text/duration.js";
import { ProgressLine } from "../../text/progress.js";
import { parseWholeNumber } from "../../text/whole-number.js";
import { UsageError } from "../../usage-error.js";
import { VERIFY_CONCURRENCY, type VerifiedAddress, verifyAddresses } from "../../verify/verify-addresses.js";
import { type CommandContext, printJson } from "../context.js";
import { type BookFlags, withBookOptions } from "./book-options.js";

interface VerifyFlags extends BookFlags {
  readonly network?: string;
  readonly concurrency: string;
  readonly timeout: string;
  readonly limit?: string;
  readonly write?: boolean;
}

const MORE = `
Every address is dialled from this machine with a throw-away key: it answers when its node has that
id, is on the network, and keeps the connection. The network's name is the home's (genesis.json), or
the running node's, or that of --network. Peers that this machine is connected to already may refuse
a second connection (RESET_BEFORE_FIRST_BYTE).

Nothing is changed unless you say --write: then the book's file gets to know which addresses were
verified now and which failed, which addrbook prune and export --verified go by. The home stays
locked all the while; while a node runs with it, --write is refused, for the node would overwrite the
file. When nobody at all answers, nothing is written: more likely this machine is offline.

Exits with 1 when nobody answered.

Examples:
  $ cometwire addrbook verify
  $ cometwire addrbook verify --write && cometwire addrbook prune --failed 1
  $ cometwire addrbook verify --file addrbook.json --network cosmoshub-4 --limit 200
`;

/** Adds `addrbook verify`. */
export function addVerifyCommand(addrbook: Command, { io, exitWith }: CommandContext): void {
  withBookOptions(addrbook.command("verify"))
    .description("dial the addresses: who answers, and why do the others not?")
    .option("--network <id>", "the network's name (chain id); default: the home's")
    .option("--write", "note in the book's file what was found; no node may be running")
    .option("--limit <number>", "dial so many only: those verified longest ago first")
    .option("--concurrency <number>", "dials at once", String(VERIFY_CONCURRENCY))
    .option("--timeout <duration>", "time for each address", "10s")
    .addHelpText("after", MORE)
    .action(async (flags: VerifyFlags) => {
      const settings = readSettings(flags);
      const place = await findBook(flags, io);
      const found =
        flags.write === true
          ? await verifyAndWrite(place, settings, io)
          : await verifyOnly(place, settings, io);
      const { network, results } = found;
      const reached = results.filter(({ outcome }) => outcome === "reached").length;
      if (flags.json === true) {
        printJson(io, {
          network: printable(network),
          total: results.length,
          reached,
          failures: Object.fromEntries(countFailures(results)),
          written: found.written ?? null,
          results: results.map(verificationJson),
        });
      } else {
        io.stdout.write(`${renderVerification(network, results)}${renderWritten(found, place.path)}`);
      }
      if (reached === 0) exitWith(exitCodes.failed);
    });
}

interface Settings {
  readonly network: string | undefined;
  readonly limit: number | undefined;
  readonly concurrency: number;
  readonly timeoutMs: number;
}

interface Verification {
  readonly network: string;
  readonly results: readonly VerifiedAddress[];
  /** What was written into the book; undefined for nothing. */
  readonly written?: ReturnType<typeof applyResults> | undefined;
  /** Whether it was to be written. */
  readonly write: boolean;
}

/** @throws UsageError */
function readSettings({ network, limit, concurrency, timeout }: VerifyFlags): Settings {
  const fault = network === undefined ? undefined : networkFault(network);
  if (fault !== undefined) throw new UsageError(`--network: ${fault}`);
  return {
    network,
    limit: limit === undefined ? undefined : parseWholeNumber(limit, "--limit", 1, 100_000),
    concurrency: parseWholeNumber(concurrency, "--concurrency", 1, 256),
    timeoutMs: parseDuration(timeout),
  };
}

async function verifyOnly(place: BookPlace, settings: Settings, io: Io): Promise<Verification> {
  const { node, entries } = await readBook(place, io);
  const network =
    settings.network ?? (node === undefined ? await homeNetwork(place, io) : (await node.peers()).network);
  return { network, write: false, results: await verify(entries, network, settings, io) };
}

async function verifyAndWrite(place: BookPlace, settings: Settings, io: Io): Promise<Verification> {
  const network = settings.network ?? (await homeNetwork(place, io));
  return editBook(place, io, {}, async ({ book }) => {
    const results = await verify(viewOf(book).entries ?? [], network, settings, io);
    const save = results.some(({ outcome }) => outcome === "reached");
    return { network, results, write: true, save, written: save ? applyResults(book, results) : undefined };
  });
}

/** @throws UsageError, ConfigError when it is not known. */
async function homeNetwork({ settings }: BookPlace, io: Io): Promise<string> {
  if (settings === undefined) throw new UsageError("name the network with --network: a file does not say");
  return (await loadHome({ dir: settings.dir, env: io.env })).network;
}

async function verify(
  entries: readonly AddressView[],
  network: string,
  { limit, concurrency, timeoutMs }: Settings,
  io: Io,
): Promise<readonly VerifiedAddress[]> {
  const addresses = verificationOrder(entries)
    .slice(0, limit)
    .map(({ address }) => NetAddress.parse(address));
  const progress = new ProgressLine(io.stderr);
  let done = 0;
  let reached = 0;
  progress.update(`dialling ${addresses.length} addresses`);
  const results = await verifyAddresses(addresses, {
    network,
    io,
    concurrency,
    timeoutMs,
    onResult: ({ outcome }) => {
      done++;
      if (outcome === "reached") reached++;
      progress.update(`${done} of ${addresses.length} dialled, ${reached} answered`);
    },
  });
  progress.end();
  return results;
}

function renderWritten({ write, written, results }: Verification, path: string): string {
  if (!write || results.length === 0) return "";
  const where = printable(path, 500);
  if (written === undefined) return `\nnothing written to ${where}: is this machine online?\n`;
  const { verified, failed, unclear } = written;
  return `\nwritten to ${where}: ${verified} verified, ${failed} failed, ${unclear} left as they were\n`;
}
