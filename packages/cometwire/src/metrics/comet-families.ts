import { channelName, type Peer, type TrafficCounts } from "@cometwire/p2p";
import type { Registry } from "prom-client";
import { addFamily, type Sample, single } from "./family.js";
import type { MeteredNode } from "./metered-node.js";
import { cometMetrics } from "./metric-table.js";

type Bytes = "receivedBytes" | "sentBytes";

/** Registers CometBFT's metrics. */
export function addCometFamilies(
  registry: Registry,
  node: MeteredNode,
  options: { readonly namespace: string; readonly peerIds: boolean },
): void {
  const { namespace, peerIds } = options;
  const add = (metric: keyof typeof cometMetrics, read: () => Iterable<Sample>): void => {
    const description = cometMetrics[metric];
    const name = namespace === "" ? description.name : `${namespace}_${description.name}`;
    addFamily(registry, { ...description, name }, read);
  };
  const { switch: sw } = node;
  const byChannel = (which: Bytes): Iterable<Sample> =>
    peerIds ? sw.peers.flatMap((peer) => peerChannels(peer, which)) : channels(sw.traffic(), which, {});
  const queued = (): Iterable<Sample> =>
    peerIds
      ? sw.peers.map((peer) => ({ labels: { peer_id: peer.id }, value: queueSize(peer) }))
      : single(sw.peers.reduce((sum, peer) => sum + queueSize(peer), 0));
  add("peers", () => single(sw.peers.length));
  add("peerReceiveBytes", () => byChannel("receivedBytes"));
  add("peerSendBytes", () => byChannel("sentBytes"));
  add("peerPendingSendBytes", queued);
  add("peerSendQueueSize", queued);
  add("messageReceiveBytes", () => messageTypes(sw.traffic(), "receivedBytes"));
  add("messageSendBytes", () => messageTypes(sw.traffic(), "sentBytes"));
}

function peerChannels(peer: Peer, which: Bytes): Sample[] {
  return channels(peer.traffic(), which, { peer_id: peer.id });
}

function channels(traffic: TrafficCounts, which: Bytes, labels: Readonly<Record<string, string>>): Sample[] {
  return traffic.map((counts) => ({
    labels: { ...labels, chID: channelLabel(counts.channelId) },
    value: counts[which],
  }));
}

function messageTypes(traffic: TrafficCounts, which: Bytes): Sample[] {
  return traffic.map((counts) => ({
    labels: { message_type: channelName(counts.channelId) ?? channelLabel(counts.channelId) },
    value: counts[which],
  }));
}

/** As Go prints it: lower-case hex without padding, `0x0`, `0x20` (`p2p/peer.go:289@v0.38.25`). */
export function channelLabel(channelId: number): string {
  return `0x${channelId.toString(16)}`;
}

function queueSize(peer: Peer): number {
  return peer.status().channels.reduce((sum, { sendQueueSize }) => sum + sendQueueSize, 0);
}
