import { type ErrorCode, errorCodes, joinHostPort, printable } from "@cometwire/p2p";
import { labelled } from "../text/columns.js";
import { formatMs } from "../text/duration.js";
import type { Style } from "../text/style.js";
import type { CrawlEnd } from "./crawl.js";
import type { BootstrapReport, ReportedPeer, ReportedSeed } from "./report.js";

/** What `--print` can be. */
export const printForms = ["persistent_peers", "seeds", "list"] as const;

/** One of {@link printForms}. */
export type PrintForm = (typeof printForms)[number];

/** The peers as a line of config.toml's `[p2p]`, or one a line. Empty without peers. */
export function renderPeers(peers: readonly ReportedPeer[], form: PrintForm): string {
  const addresses = peers.map(addressOf);
  if (addresses.length === 0) return "";
  return form === "list"
    ? addresses.map((each) => `${each}\n`).join("")
    : `${form} = "${addresses.join(",")}"\n`;
}

/** Everything for people: the peers, how they were found, what was in the way, what to do next. */
export function renderReport(report: BootstrapReport, style: Style): string {
  const { peers, network } = report;
  const groups = new Set(peers.map(({ group }) => group)).size;
  const chain = `of the chain "${printable(network)}"`;
  const title =
    peers.length === 0
      ? style.bad(`No peers ${chain} were found`)
      : style.good(`${count(peers.length, "peer")} ${chain} in ${count(groups, "subnet")}`);
  const table = peers.length === 0 ? "" : `\n${peerTable(peers, style)}`;
  return `${title}\n${table}\n${renderSearch(report)}`;
}

/** How the search went, without its result. */
export function renderSearch(report: BootstrapReport): string {
  const { counts, failures, endedBy, seeds, want } = report;
  const rows: [string, string][] = [
    ["search", `${seconds(report.elapsedMs)}; ${endings[endedBy]}`],
    ["dialled", dialled(report)],
  ];
  if (counts.private > 0) {
    rows.push([
      "left out",
      `${count(counts.private, "address", "addresses")} that cannot be reached from the Internet`,
    ]);
  }
  if (counts.waiting > 0) rows.push(["not dialled", count(counts.waiting, "address", "addresses")]);
  rows.push(["wanted", count(want, "peer")]);
  const why = Object.entries(failures).map(([code, times]): [string, string] => [
    `${times} × ${code}`,
    errorCodes[code as ErrorCode].what,
  ]);
  const reasons = why.length === 0 ? "" : `\n  Not reached\n${labelled(why, "    ")}`;
  return `${labelled(rows)}\n  Seeds\n${seeds.map(seedLine).join("")}${reasons}`;
}

/** A peer in one line, as it is found. */
export function peerLine({
  id,
  host,
  port,
  latencyMs,
  moniker,
}: Omit<ReportedPeer, "group" | "why">): string {
  return `${formatMs(latencyMs).padStart(8)}  ${addressOf({ id, host, port })}  ${short(moniker)}`;
}

const endings: Readonly<Record<CrawlEnd, string>> = {
  ample: "there was more than enough to choose from",
  exhausted: "every address that was told of has been dialled",
  dials: "as many addresses were dialled as is fit for so many peers",
  time: "the time was up",
  interrupt: "it was interrupted",
};

function dialled({ counts }: BootstrapReport): string {
  const { dialled: all, peers, seeds, refused, failed } = counts;
  const parts = [
    `${count(peers, "peer")} found`,
    seeds > 0 && `${count(seeds, "seed")} that only tell${seeds === 1 ? "s" : ""} addresses`,
    refused > 0 && `${refused} had no room for us`,
    failed > 0 && `${failed} not reached`,
  ];
  return `${count(all, "address", "addresses")}: ${parts.filter((part) => part !== false).join(", ")}`;
}

function seedLine({ address, reached, told, code, message }: ReportedSeed): string {
  const outcome = reached
    ? `told ${count(told, "address", "addresses")}`
    : message === null
      ? "not dialled to the end"
      : `${message} (${code})`;
  return `    ${printable(address, 300)}  ${outcome}\n`;
}

function peerTable(peers: readonly ReportedPeer[], style: Style): string {
  const rows = [
    ["LATENCY", "ADDRESS", "MONIKER", "VERSION", "CHOSEN AS"],
    ...peers.map((peer) => [
      formatMs(peer.latencyMs),
      addressOf(peer),
      short(peer.moniker),
      short(peer.version),
      peer.why,
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row, index) => {
      const cells = row.map((cell, column) =>
        column === 0 ? cell.padStart(widths[0] ?? 0) : cell.padEnd(widths[column] ?? 0),
      );
      const line = `  ${cells.join("  ")}`.trimEnd();
      return `${index === 0 ? style.dim(line) : line}\n`;
    })
    .join("");
}

function addressOf({ id, host, port }: Pick<ReportedPeer, "id" | "host" | "port">): string {
  return `${id}@${joinHostPort(host, port)}`;
}

/** A text of a peer's in a cell. */
function short(text: string): string {
  return printable(text, 24);
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}
