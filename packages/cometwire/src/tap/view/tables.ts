import { formatChannelId, printable } from "@cometwire/p2p";
import { formatBytes } from "../../text/amounts.js";
import { type Column, table } from "../../text/columns.js";
import { formatMs } from "../../text/duration.js";
import { stepNames } from "../explain.js";
import { PEER_DIGITS } from "../pretty-line.js";
import type { Amount, PeerTotals, TapSummary } from "../totals.js";
import { reactorOf } from "../names.js";

const right = "right" as const;

const typeColumns: readonly Column[] = [
  { head: "channel" },
  { head: "type" },
  { head: "a second", align: right },
  { head: "", align: right },
  { head: "in all", align: right },
  { head: "", align: right },
];

const peerColumns: readonly Column[] = [
  { head: "peer" },
  { head: "address" },
  { head: "release" },
  { head: "height/round step" },
  { head: "a second", align: right },
  { head: "", align: right },
  { head: "first", align: right },
  { head: "", align: right },
  { head: "later by", align: right },
];

/** Lines about each type of messages, the most frequent first: how many a second since `before`, and in all. */
export function typeLines(now: TapSummary, before: TapSummary | undefined): string[] {
  const seconds = secondsSince(now, before);
  const earlier = new Map(before?.types.map((each) => [`${each.channel} ${each.type}`, each]));
  const rows = now.types.map((each) => [
    `${formatChannelId(each.channel)} ${reactorOf(each.channel) ?? ""}`,
    each.type,
    ...rates(each, earlier.get(`${each.channel} ${each.type}`), seconds),
    String(each.messages),
    formatBytes(each.bytes),
  ]);
  return linesOf(typeColumns, rows);
}

/**
 * Lines about each peer: where it is, how much it sends, how often it is the first of those who pass something on, and by
 * how much it is later when it is not.
 */
export function peerLines(now: TapSummary, before: TapSummary | undefined): string[] {
  const seconds = secondsSince(now, before);
  const earlier = new Map(before?.peers.map((each) => [each.peer.id, each]));
  const rows = now.peers.map((each) => {
    const { peer, firsts, duplicates, meanDelayMs } = each;
    const passedOn = firsts + duplicates;
    return [
      peer.id.slice(0, PEER_DIGITS),
      printable(peer.address, 47),
      peer.release,
      placeOf(each),
      ...rates(each, earlier.get(peer.id), seconds),
      String(firsts),
      passedOn === 0 ? "" : `${Math.round((100 * firsts) / passedOn)} %`,
      meanDelayMs === undefined ? "" : formatMs(meanDelayMs),
    ];
  });
  return linesOf(peerColumns, rows);
}

function placeOf({ connected, round }: PeerTotals): string {
  if (!connected) return "gone";
  if (round === undefined) return "";
  return `${round.height}/${round.round} ${stepNames[round.step] ?? ""}`;
}

function rates(now: Amount, before: Amount | undefined, seconds: number): [string, string] {
  const messages = (now.messages - (before?.messages ?? 0)) / seconds;
  const bytes = (now.bytes - (before?.bytes ?? 0)) / seconds;
  return [messages.toFixed(messages < 9.95 ? 1 : 0), `${formatBytes(bytes)}/s`];
}

function secondsSince(now: TapSummary, before: TapSummary | undefined): number {
  return Math.max(1, now.elapsedMs - (before?.elapsedMs ?? 0)) / 1_000;
}

function linesOf(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  return table(columns, rows).trimEnd().split("\n");
}
