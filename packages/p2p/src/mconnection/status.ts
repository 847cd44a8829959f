import type { FlowStatus } from "./flow-meter.js";

/** One channel in {@link MConnectionStatus}. */
export interface ChannelStatus {
  /** The channel: 0 to 255. */
  readonly id: number;
  /** Its share of the bandwidth, relative to the others'. */
  readonly priority: number;
  /** Messages that can wait for sending. */
  readonly sendQueueCapacity: number;
  /** Messages waiting. */
  readonly sendQueueSize: number;
  /** Bytes sent lately, decaying by a fifth every two seconds. */
  readonly recentlySent: number;
}

/** A picture of an `MConnection`. */
export interface MConnectionStatus {
  /** Age in milliseconds. */
  readonly durationMs: number;
  /** Wire bytes sent. */
  readonly send: FlowStatus;
  /** Wire bytes received. */
  readonly recv: FlowStatus;
  /** Bytes of messages that have begun and not ended. */
  readonly unfinishedBytes: number;
  /** Whether the peer's socket is paused because its messages are not finished. */
  readonly paused: boolean;
  /** Whether all messages that were queued have been handed to the socket. */
  readonly sendIdle: boolean;
  /** In the order of {@link MConnectionOptions.channels}. */
  readonly channels: readonly ChannelStatus[];
}
