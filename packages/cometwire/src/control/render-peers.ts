import { joinHostPort } from "@cometwire/p2p";
import type { FlowView, PeersView, PeerView } from "../api/views.js";
import { counted, formatBytes, formatSpan } from "../text/amounts.js";
import { type Column, table } from "../text/columns.js";

const COLUMNS: readonly Column[] = [
  { head: "id" },
  { head: "dir" },
  { head: "address" },
  { head: "moniker" },
  { head: "version" },
  { head: "connected", align: "right" },
  { head: "received", align: "right" },
  { head: "sent", align: "right" },
  { head: "marks" },
];

/** The peers as a table, with a line that sums up. What peers have said comes escaped. */
export function renderPeers({ peers, inbound, outbound, dialing, missingPersistent }: PeersView): string {
  const sum = `${counted(peers.length, "peer")}: ${outbound} outbound, ${inbound} inbound; ${counted(dialing, "dial")} under way\n`;
  const rows = peers.toSorted((a, b) => b.connectedMs - a.connectedMs).map(row);
  const missing = missingPersistent.map((address) => `missing: persistent peer ${address}\n`).join("");
  return `${rows.length === 0 ? "" : `${table(COLUMNS, rows)}\n`}${sum}${missing}`;
}

/** A peer in one line. */
export function renderPeer({ id, moniker, version, remote }: PeerView): string {
  return `${id} "${moniker}" (${version}) at ${joinHostPort(remote.ip, remote.port)}`;
}

function row(peer: PeerView): string[] {
  const { id, direction, remote, moniker, version, connectedMs, received, sent } = peer;
  return [
    id,
    direction === "inbound" ? "in" : "out",
    joinHostPort(remote.ip, remote.port),
    moniker,
    version,
    formatSpan(connectedMs),
    flow(received),
    flow(sent),
    marks(peer).join(","),
  ];
}

function flow({ bytes, currentRate }: FlowView): string {
  return `${formatBytes(bytes)} ${`(${formatBytes(currentRate)}/s)`.padStart(10)}`;
}

function marks({ persistent, unconditional, private: isPrivate, paused }: PeerView): string[] {
  return [
    ...(persistent ? ["persistent"] : []),
    ...(unconditional ? ["unconditional"] : []),
    ...(isPrivate ? ["private"] : []),
    ...(paused ? ["paused"] : []),
  ];
}
