import { printable } from "@cometwire/p2p";
import { counted, formatBytes, formatSpan } from "../../text/amounts.js";
import type { TapSummary } from "../totals.js";
import { peerLines, typeLines } from "./tables.js";

/** In one line: how long, how much, from how many. */
export function summaryLine({ network, elapsedMs, messages, bytes, errors, peers }: TapSummary): string {
  const connected = peers.filter((peer) => peer.connected).length;
  const faults = errors === 0 ? "no errors" : counted(errors, "error");
  return `${printable(network, 50)}: ${counted(messages, "message")}, ${formatBytes(bytes)}, ${faults}, ${formatSpan(elapsedMs)}, ${counted(connected, "peer")} connected`;
}

/** What a tap has seen, for its end: averages over all of its time. */
export function summaryText(summary: TapSummary): string {
  const tables = summary.messages === 0 ? [] : ["", ...typeLines(summary, undefined)];
  const peers = summary.peers.length === 0 ? [] : ["", ...peerLines(summary, undefined)];
  return `${[summaryLine(summary), ...tables, ...peers].join("\n")}\n`;
}
