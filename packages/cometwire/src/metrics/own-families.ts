import type { Registry } from "prom-client";
import { packageVersion } from "../package-info.js";
import { channelLabel } from "./comet-families.js";
import type { EventCounters } from "./event-counters.js";
import { addFamily, type Sample, single } from "./family.js";
import type { MeteredNode } from "./metered-node.js";
import { ownMetrics } from "./metric-table.js";

/** Registers our metrics of a node. */
export function addNodeFamilies(registry: Registry, node: MeteredNode, counters: EventCounters): void {
  const { switch: sw, addressBook, bans } = node;
  const add = (metric: keyof typeof ownMetrics, read: () => Iterable<Sample>): void =>
    addFamily(registry, ownMetrics[metric], read);
  add("peers", () => {
    const outbound = sw.peers.filter((peer) => peer.outbound).length;
    return labelled("direction", { inbound: sw.peers.length - outbound, outbound });
  });
  add("persistentPeers", () => {
    const ids = [...sw.roster.persistentIds];
    const connected = ids.filter((id) => sw.peer(id) !== undefined).length;
    return labelled("state", { connected, missing: ids.length - connected });
  });
  add("dialing", () => single(sw.counts().dialing));
  add("dials", () => counters.dials.samples());
  add("handshakeFailures", () => counters.handshakeFailures.samples());
  add("inboundRefused", () => counters.inboundRefused.samples());
  add("disconnects", () => counters.disconnects.samples());
  add("reconnects", () => counters.reconnects.samples());
  add("pexRequests", () => single(counters.pexRequests));
  add("pexReceived", () => counters.pexReceived.samples());
  add("pexAnswers", () => single(counters.pexAnswers));
  add("pexServed", () => counters.pexServed.samples());
  add("verifications", () => counters.verifications.samples());
  add("events", () => counters.events.samples());
  add("unknownMessages", () =>
    sw.traffic().map(({ channelId, unknownMessages }) => ({
      labels: { chID: channelLabel(channelId) },
      value: unknownMessages,
    })),
  );
  add("messages", () =>
    sw.traffic().flatMap(({ channelId, receivedMessages, sentMessages }) => [
      { labels: { direction: "in", chID: channelLabel(channelId) }, value: receivedMessages },
      { labels: { direction: "out", chID: channelLabel(channelId) }, value: sentMessages },
    ]),
  );
  add("addressBook", () => labelled("kind", { new: addressBook.counts.new, old: addressBook.counts.old }));
  add("addressBookVerified", () => {
    let verified = 0;
    for (const { lastVerifiedAt } of addressBook.entries()) if (lastVerifiedAt !== undefined) verified++;
    return single(verified);
  });
  add("bans", () => single(bans.list().length));
  add("buildInfo", () => [{ labels: { version: packageVersion, node_version: process.version }, value: 1 }]);
}

function labelled(label: string, values: Readonly<Record<string, number>>): Sample[] {
  return Object.entries(values).map(([name, value]) => ({ labels: { [label]: name }, value }));
}
