import { encodeMessage, type Release, type StandardChannel, standardChannels } from "@cometwire/messages";
import { type ChannelDescriptor, defineReactor, type Peer, PeerKey, type Reactor } from "@cometwire/p2p";
import { describeChannel } from "../passive/describe-channel.js";
import { isFurther, type RoundStep } from "./follow-rounds.js";
import type { TapMessage } from "./tap-message.js";

/** Takes a message that has come, and says what it is. A promise holds the peer back. */
export type Listen = (
  peer: Peer,
  channelId: number,
  bytes: Uint8Array,
) => { readonly message: TapMessage; readonly taken: Promise<void> | undefined };

/** What we have told the peer of where we are. */
const toldRound = new PeerKey<RoundStep>("tap: round");

/**
 * The reactors of a full node, peer exchange apart, which listen and are polite:
 *
 * - Each peer is told that we are at the height, round and step where it is itself, without which it sends no transaction,
 *   vote, proposal or part. We claim to have none of them.
 * - A block that is asked for is not there (`NoBlockResponse`).
 * - `StatusRequest` gets no answer. A status with height 0 is taken for that of the chain by a node in block sync that has
 *   no other: measured on v0.38, v0.40 and v1.0, it stops syncing within a second. Without an answer nobody drops us,
 *   and the node waits for somebody who has blocks.
 * - `SnapshotsRequest` gets no answer, as from a node without snapshots; a chunk is missing.
 */
export function tapReactors(release: Release, listen: Listen): Reactor[] {
  const channels = standardChannels(release).filter(({ reactor }) => reactor !== "pex");
  return [...new Set(channels.map(({ reactor }) => reactor))].map((name) =>
    defineReactor({
      name,
      channels: channels.filter(({ reactor }) => reactor === name).map(describe),
      receive(peer, channelId, bytes) {
        const { message, taken } = listen(peer, channelId, bytes);
        if (message.error === undefined) answer(peer, message);
        return taken;
      },
    }),
  );
}

/**
 * A reactor whose messages are listened to before it gets them. It goes on at its own pace, so that a promise of the
 * listener's is not waited for.
 */
export function overheard<T>(reactor: Reactor<T>, listen: Listen): Reactor<T> {
  const channels = reactor.channels.map(
    (channel): ChannelDescriptor<T> => ({
      ...channel,
      filter(peer, bytes) {
        listen(peer, channel.id, bytes.slice());
        return channel.filter?.(peer, bytes);
      },
    }),
  );
  return {
    name: reactor.name,
    channels,
    start: (context) => reactor.start?.(context),
    stop: () => reactor.stop?.(),
    initPeer: (peer) => reactor.initPeer?.(peer),
    addPeer: (peer) => reactor.addPeer?.(peer),
    receive: (peer, channelId, message) => reactor.receive?.(peer, channelId, message),
    removePeer: (peer, reason) => reactor.removePeer?.(peer, reason),
  };
}

function describe(channel: StandardChannel): ChannelDescriptor {
  const described = describeChannel(channel);
  // How large transactions are is each chain's choice: the library's default has room for all.
  return channel.reactor === "mempool" ? { ...described, recvMessageCapacity: undefined } : described;
}

/** Without room for it an answer is left out, as in Go. */
function answer(peer: Peer, { channel, message }: TapMessage): void {
  if (message?.type === "NewRoundStep") {
    if (!isFurther(message.value, peer.get(toldRound))) return;
    if (!peer.trySend(channel, encodeMessage(message))) return;
    const { height, round, step } = message.value;
    peer.set(toldRound, { height, round, step });
  } else if (message?.type === "BlockRequest") {
    const { height } = message.value;
    peer.trySend(channel, encodeMessage({ type: "NoBlockResponse", value: { height } }));
  } else if (message?.type === "ChunkRequest") {
    const chunk = new Uint8Array();
    const value = { ...message.value, chunk, missing: true };
    peer.trySend(channel, encodeMessage({ type: "ChunkResponse", value }));
  }
}
