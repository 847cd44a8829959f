import {
  type Ban,
  type BookEntry,
  channelName,
  type FlowStatus,
  NEVER,
  type Peer,
  printable,
} from "@cometwire/p2p";
import { directionOf } from "../log/event-fields.js";
import type { ApiNode } from "./api-node.js";

/** Wire bytes in one direction; rates in bytes a second. */
export interface FlowView {
  readonly bytes: number;
  readonly currentRate: number;
  readonly averageRate: number;
  readonly peakRate: number;
  readonly idleMs: number;
}

/** What has gone over one channel: messages, not packets. */
export interface ChannelView {
  readonly id: number;
  readonly name: string | undefined;
  readonly receivedMessages: number;
  readonly receivedBytes: number;
  readonly sentMessages: number;
  readonly sentBytes: number;
  readonly unknownMessages: number;
}

/** A peer in `GET /peers`. Text that the peer has said is escaped. */
export interface PeerView {
  readonly id: string;
  readonly direction: "inbound" | "outbound";
  /** Where it can be dialled, `id@host:port`; null when it does not say. */
  readonly address: string | null;
  readonly remote: { readonly ip: string; readonly port: number };
  readonly persistent: boolean;
  readonly unconditional: boolean;
  readonly private: boolean;
  readonly moniker: string;
  readonly network: string;
  readonly version: string;
  readonly listenAddr: string;
  /** Ids of the channels that it announced. */
  readonly channels: readonly number[];
  /** RFC 3339. */
  readonly connectedAt: string;
  readonly connectedMs: number;
  /** When its last byte came, RFC 3339. */
  readonly lastSeen: string;
  readonly sent: FlowView;
  readonly received: FlowView;
  /** Messages waiting to be sent. */
  readonly sendQueue: number;
  /** Whether we read nothing from it, because what it has sent is not finished. */
  readonly paused: boolean;
  readonly traffic: readonly ChannelView[];
}

/** A peer, in full. */
export function peerView(peer: Peer, node: ApiNode, now: number): PeerView {
  const { id, nodeInfo, remote } = peer;
  const { durationMs, send, recv, channels, paused } = peer.status();
  return {
    id: printable(id),
    direction: directionOf(peer.outbound),
    address: peer.address === undefined ? null : printable(peer.address.toString()),
    remote: { ip: remote.ip, port: remote.port },
    persistent: peer.persistent,
    unconditional: peer.unconditional,
    private: node.switch.roster.privateIds.has(id),
    moniker: printable(nodeInfo.moniker),
    network: printable(nodeInfo.network),
    version: printable(nodeInfo.version),
    listenAddr: printable(nodeInfo.listenAddr),
    channels: [...nodeInfo.channels],
    connectedAt: time(now - durationMs),
    connectedMs: Math.round(durationMs),
    lastSeen: time(now - recv.idleMs),
    sent: flowView(send),
    received: flowView(recv),
    sendQueue: channels.reduce((sum, { sendQueueSize }) => sum + sendQueueSize, 0),
    paused,
    traffic: peer.traffic().map(({ channelId, ...counts }) => ({
      id: channelId,
      name: channelName(channelId),
      ...counts,
    })),
  };
}

function flowView({ bytes, currentRate, averageRate, peakRate, idleMs }: FlowStatus): FlowView {
  return { bytes, currentRate, averageRate, peakRate, idleMs: Math.round(idleMs) };
}

/** Answer of `GET /peers`. */
export interface PeersView {
  readonly id: string;
  readonly network: string;
  readonly inbound: number;
  readonly outbound: number;
  /** Dials under way. */
  readonly dialing: number;
  readonly peers: readonly PeerView[];
  /** Addresses of persistent peers that are not connected. */
  readonly missingPersistent: readonly string[];
}

/** All peers. */
export function peersView(node: ApiNode, now: number): PeersView {
  const { peers, roster } = node.switch;
  const outbound = peers.filter((peer) => peer.outbound).length;
  return {
    id: node.id,
    network: node.network,
    inbound: peers.length - outbound,
    outbound,
    dialing: node.switch.counts().dialing,
    peers: peers.map((peer) => peerView(peer, node, now)),
    missingPersistent: roster.persistentAddresses
      .filter(({ id }) => node.switch.peer(id) === undefined)
      .map((address) => printable(address.toString())),
  };
}

/** A ban. */
export interface BanView {
  /** A node id, an IP address or a range. */
  readonly target: string;
  readonly reason: string;
  /** RFC 3339. */
  readonly createdAt: string;
  /** RFC 3339; null for a ban that does not end. */
  readonly expiresAt: string | null;
}

/** A ban, with times as text. */
export function banView({ text, reason, createdAt, expiresAt }: Ban): BanView {
  return {
    target: text,
    reason: printable(reason),
    createdAt: time(createdAt),
    expiresAt: timeOrNull(expiresAt),
  };
}

/** An address in the book. */
export interface AddressView {
  /** `id@ip:port` */
  readonly address: string;
  readonly kind: "new" | "old";
  /** Who told us first. */
  readonly source: string;
  /** Failures in a row. */
  readonly attempts: number;
  readonly lastAttempt: string | null;
  readonly lastSuccess: string | null;
  /** When we last found the node at exactly this address. */
  readonly lastVerified: string | null;
  readonly lastFailure: { readonly code: string; readonly at: string | null } | null;
  /** Other addresses that we have heard of for this id. */
  readonly candidates: readonly string[];
}

/** An entry of the address book. */
function addressView(entry: BookEntry): AddressView {
  const { address, source, kind, attempts, lastFailure, candidates } = entry;
  return {
    address: printable(address.toString()),
    kind,
    source: printable(source.toString()),
    attempts,
    lastAttempt: timeOrNull(entry.lastAttempt),
    lastSuccess: timeOrNull(entry.lastSuccess),
    lastVerified: timeOrNull(entry.lastVerifiedAt),
    lastFailure:
      lastFailure === undefined
        ? null
        : { code: printable(lastFailure.code), at: timeOrNull(lastFailure.at) },
    candidates: candidates.map((each) => printable(each.address.toString())),
  };
}

/** Answer of `GET /addrbook`. */
export interface AddressBookView {
  readonly size: number;
  readonly new: number;
  readonly old: number;
  /** Addresses that we have connected to ourselves. */
  readonly verified: number;
  /** Ids that the book has banned; `GET /bans` has the operator's bans. */
  readonly banned: number;
  /** With `?entries=1`. */
  readonly entries?: readonly AddressView[];
  readonly page?: number;
  readonly pages?: number;
}

/** The address book: numbers, and one page of entries when asked for. */
export function addressBookView(
  { addressBook }: Pick<ApiNode, "addressBook">,
  page?: { readonly number: number; readonly size: number },
): AddressBookView {
  const entries = [...addressBook.entries()];
  const summary = {
    size: addressBook.size,
    ...addressBook.counts,
    verified: entries.filter(({ lastVerifiedAt }) => lastVerifiedAt !== undefined).length,
    banned: [...addressBook.bans()].length,
  };
  if (page === undefined) return summary;
  entries.sort((a, b) => (a.address.id < b.address.id ? -1 : 1));
  const start = (page.number - 1) * page.size;
  return {
    ...summary,
    page: page.number,
    pages: Math.max(1, Math.ceil(entries.length / page.size)),
    entries: entries.slice(start, start + page.size).map(addressView),
  };
}

function time(wallTime: number): string {
  return new Date(wallTime).toISOString();
}

/** Files may hold any time; one that no calendar has counts as none. */
function timeOrNull(wallTime: number | undefined): string | null {
  if (wallTime === undefined || wallTime <= NEVER || !(Math.abs(wallTime) <= 8.64e15)) return null;
  return time(wallTime);
}
