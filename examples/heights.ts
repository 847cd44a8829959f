/** A protocol of our own with every part that a reactor can have: nodes tell each other how far they have got. */
import {
  type ChannelDescriptor,
  P2PError,
  type Peer,
  PeerKey,
  type Reactor,
  type ReactorContext,
  type Timer,
} from "@cometwire/p2p";

/** What a peer has told us last. Other reactors can read it, too. */
export const peerHeight = new PeerKey<bigint>("height");
const timer = new PeerKey<Timer>("height timer");

const TELL_EVERY_MS = 10_000;

export const heightChannel = {
  id: 0x70,
  priority: 2,
  sendQueueCapacity: 2,
  recvMessageCapacity: 100,
  codec: {
    // What does not begin with a 1 is a kind of message that is yet to be invented: it is counted and dropped.
    decode: (bytes) => (bytes[0] === 1 ? Buffer.from(bytes).readBigUInt64BE(1) : undefined),
    encode(height) {
      const bytes = Buffer.of(1, 0, 0, 0, 0, 0, 0, 0, 0);
      bytes.writeBigUInt64BE(height, 1);
      return bytes;
    },
  },
} satisfies ChannelDescriptor<bigint>;

export class Heights implements Reactor<bigint> {
  readonly name = "heights";
  readonly channels = [heightChannel];
  #height = 0n;
  #context: ReactorContext | undefined;

  start(context: ReactorContext): void {
    this.#context = context;
  }

  /** We have got further: everybody is told, but nobody is waited for. */
  reach(height: bigint): void {
    this.#height = height;
    this.#context?.tryBroadcast(heightChannel, height);
  }

  initPeer(peer: Peer): void {
    peer.set(peerHeight, 0n);
  }

  addPeer(peer: Peer): void {
    const tell = (): void => {
      peer.trySend(heightChannel, this.#height);
      peer.set(timer, this.#context?.clock.setTimer(TELL_EVERY_MS, tell));
    };
    tell();
  }

  receive(peer: Peer, _channelId: number, height: bigint): void {
    if (height < (peer.get(peerHeight) ?? 0n)) {
      throw new P2PError("PEER_MISBEHAVED", { detail: "its height went back" });
    }
    peer.set(peerHeight, height);
  }

  removePeer(peer: Peer): void {
    peer.get(timer)?.cancel();
  }
}
