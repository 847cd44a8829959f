/** Messages and their bytes, in both directions. Messages, not packets; what is sent counts when it is queued. */
export interface ChannelTraffic {
  /** Its id. */
  readonly channelId: number;
  /** Whole messages that have arrived. */
  readonly receivedMessages: number;
  /** Their bytes, without packets and frames around them. */
  readonly receivedBytes: number;
  /** Messages that were queued. */
  readonly sentMessages: number;
  /** Their bytes, without packets and frames around them. */
  readonly sentBytes: number;
  /** Messages of a kind that the channel's codec does not know: dropped. */
  readonly unknownMessages: number;
}

/** {@link ChannelTraffic} of every channel that was used, by ascending id. */
export type TrafficCounts = readonly ChannelTraffic[];

/** Counts messages by channel. Plain numbers, since it runs for every message. */
export class TrafficCounter {
  readonly #byChannel: (Counts | undefined)[] = [];

  received(channelId: number, bytes: number): void {
    const counts = this.#of(channelId);
    counts.receivedMessages++;
    counts.receivedBytes += bytes;
  }

  sent(channelId: number, bytes: number): void {
    const counts = this.#of(channelId);
    counts.sentMessages++;
    counts.sentBytes += bytes;
  }

  unknown(channelId: number): void {
    this.#of(channelId).unknownMessages++;
  }

  /** Adds up what another has counted. */
  add(other: TrafficCounter): void {
    for (const theirs of other.#byChannel) {
      if (theirs === undefined) continue;
      const ours = this.#of(theirs.channelId);
      ours.receivedMessages += theirs.receivedMessages;
      ours.receivedBytes += theirs.receivedBytes;
      ours.sentMessages += theirs.sentMessages;
      ours.sentBytes += theirs.sentBytes;
      ours.unknownMessages += theirs.unknownMessages;
    }
  }

  counts(): TrafficCounts {
    return this.#byChannel.filter((counts) => counts !== undefined).map((counts) => ({ ...counts }));
  }

  #of(channelId: number): Counts {
    return (this.#byChannel[channelId] ??= {
      channelId,
      receivedMessages: 0,
      receivedBytes: 0,
      sentMessages: 0,
      sentBytes: 0,
      unknownMessages: 0,
    });
  }
}

type Counts = { -readonly [K in keyof ChannelTraffic]: number };
