import type { Peer, PeerCounts, TrafficCounts } from "@cometwire/p2p";
import type { EventSource } from "../log/log-node-events.js";

/** The part of a node that metrics are read from. */
export interface MeteredNode extends EventSource {
  /** Chain id. */
  readonly network: string;
  readonly switch: {
    readonly peers: readonly Peer[];
    readonly roster: { readonly persistentIds: ReadonlySet<string> };
    peer(id: string): Peer | undefined;
    counts(): PeerCounts;
    traffic(): TrafficCounts;
  };
  readonly addressBook: {
    readonly counts: { readonly new: number; readonly old: number };
    entries(): Iterable<{ readonly lastVerifiedAt: number | undefined }>;
  };
  readonly bans: { list(): readonly unknown[] };
}
