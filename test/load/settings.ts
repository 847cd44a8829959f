/** What both ends and their judge agree on. */

/** The chain id of every node. */
export const network = "load";

/** The largest message. */
export const largestMessageBytes = 1_048_576;

/** Bytes of a whole stamp. A shorter message consists of the first bytes of its stamp, without time and checksum. */
export const stampBytes = 28;

/** Four channels of different priorities, with queues from many small messages to a few. */
export const channels = [
  { id: 0x20, priority: 10, sendQueueCapacity: 100, recvMessageCapacity: largestMessageBytes },
  { id: 0x21, priority: 5, sendQueueCapacity: 50, recvMessageCapacity: largestMessageBytes },
  { id: 0x22, priority: 2, sendQueueCapacity: 10, recvMessageCapacity: largestMessageBytes },
  { id: 0x30, priority: 1, sendQueueCapacity: 1, recvMessageCapacity: largestMessageBytes },
] as const;

/**
 * Pings twelve times as often as usual. The patience is for a machine of two cores that many others use: what counts is
 * that nothing of ours keeps a pong waiting.
 */
const keepalive = { pingIntervalMs: 5_000, pongTimeoutMs: 4_000, pausedPongIntervalMs: 500 } as const;

/** How every connection is set. */
export const connection = {
  ...keepalive,
  /** Reached within seconds by a slow reader, so that sockets pause and resume all the time. */
  unhandledBytes: 524_288,
  unhandledMessages: 200,
  /** What waits for a slow reader in socket buffers has to arrive before a goodbye. */
  flushStopMs: 60_000,
} as const;

/** Messages up to this size count for the delay: a larger one is late by its own weight. */
export const smallMessageBytes = 4_096;

/** How long everything may take to arrive, and everybody to be connected, once nobody sends. */
export const settleDeadlineMs = 60_000;
