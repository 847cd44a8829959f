/** What both sides are given alike. */

/** The release that the reference peers are built on. */
export const goVersion = "v0.40";

/** The chain id of every NodeInfo. */
export const network = "bench";

/** A channel, as both sides are given it. */
export interface BenchChannel {
  readonly id: number;
  readonly priority: number;
  readonly sendQueueCapacity: number;
  readonly recvMessageCapacity: number;
}

/** The channel that messages are sent on. */
export const channel: BenchChannel = {
  id: 0x20,
  priority: 1,
  sendQueueCapacity: 1_000,
  recvMessageCapacity: 1_048_576,
};

/** A channel whose messages must not wait for those of {@link channel}. */
export const urgentChannel: BenchChannel = { ...channel, id: 0x21, priority: 10 };

/** The same for a reference peer. Rates are unlimited; the flush throttle is what v0.40 has by default. */
export const goFlags = {
  network,
  channels: goChannels([channel]),
  "send-rate": 0,
  "recv-rate": 0,
  "flush-throttle": "10ms",
  quiet: true,
} as const;

/** The channels of a full node (v0.38): what a connection costs in memory depends on them. */
export const fullNodeChannels = [
  { id: 0x00, priority: 1, sendQueueCapacity: 10, recvMessageCapacity: 64_000 },
  { id: 0x20, priority: 6, sendQueueCapacity: 100, recvMessageCapacity: 1_048_576 },
  { id: 0x21, priority: 10, sendQueueCapacity: 100, recvMessageCapacity: 1_048_576 },
  { id: 0x22, priority: 7, sendQueueCapacity: 100, recvMessageCapacity: 1_048_576 },
  { id: 0x23, priority: 1, sendQueueCapacity: 2, recvMessageCapacity: 1_048_576 },
  { id: 0x30, priority: 5, sendQueueCapacity: 1, recvMessageCapacity: 1_048_576 },
  { id: 0x38, priority: 6, sendQueueCapacity: 1, recvMessageCapacity: 1_048_576 },
  { id: 0x40, priority: 5, sendQueueCapacity: 1_000, recvMessageCapacity: 22_020_096 },
  { id: 0x60, priority: 5, sendQueueCapacity: 10, recvMessageCapacity: 4_194_304 },
  { id: 0x61, priority: 3, sendQueueCapacity: 10, recvMessageCapacity: 16_777_216 },
] as const;

/** Channels as a reference peer's flag names them. */
export function goChannels(channels: readonly BenchChannel[]): string {
  return channels
    .map((each) =>
      [each.id.toString(16), each.priority, each.sendQueueCapacity, each.recvMessageCapacity].join(":"),
    )
    .join(",");
}

/** From so many addresses 127.0.1.x many connections come. */
export const sourceAddresses = 50;

/** How much is measured. */
export interface Extent {
  readonly rounds: number;
  /** Length of each measured window. */
  readonly seconds: number;
  /** What comes before it and does not count. */
  readonly warmUpSeconds: number;
}

/** Addresses that one source has told of, in the measured address books: about as many as an answer holds. */
export const addressesPerSource = 100;

/** One in so many addresses has proved good. */
export const oldShare = 4;

/** The share of new addresses that a seed hands out, in percent. */
export const selectionBias = 30;
