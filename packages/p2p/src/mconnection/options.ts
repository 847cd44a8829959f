import { type Clock, limits, P2PError } from "../base/index.js";
import type { MConnectionChannel } from "./channel.js";
import type { MessageReceiver } from "./inbox.js";

/** Settings of an {@link MConnection}. Everything but the first two has a default. */
export interface MConnectionOptions {
  /**
   * All channels that either side may use here: at least those that our NodeInfo announces. A message on another one ends
   * the connection (`UNKNOWN_CHANNEL`).
   */
  readonly channels: readonly MConnectionChannel[];
  /** Takes the messages. A returned promise holds this peer back until it settles. */
  readonly receive: MessageReceiver;
  /**
   * The peer has said goodbye while messages from it wait for the receiver: they are delivered, nothing is sent any more,
   * and `onClosed` follows. Called at most once.
   */
  readonly onGoodbye?: (() => void) | undefined;
  /** Called exactly once, when the connection has ended for whatever reason; `STOPPED` when we ended it. */
  readonly onClosed?: ((reason: P2PError) => void) | undefined;
  /** What timeouts and rates go by. Default `systemClock`. */
  readonly clock?: Clock | undefined;
  /** Payload bytes of a packet, 1 to 65536; both ends should use the same. Default 1024. */
  readonly maxPacketPayloadBytes?: number | undefined;
  /** Wire bytes a second that are sent, long-term. 0 (default) = unlimited. */
  readonly sendRateBytesPerS?: number | undefined;
  /** Wire bytes a second that are received, long-term; beyond it reading pauses. 0 (default) = unlimited. */
  readonly recvRateBytesPerS?: number | undefined;
  /** Time between our pings. Default 60,000. */
  readonly pingIntervalMs?: number | undefined;
  /** Time for the answer to a ping, less than the interval; then the peer is dropped (`PONG_TIMEOUT`). Default 45,000. */
  readonly pongTimeoutMs?: number | undefined;
  /** How long `send` waits for room in a queue. Default 10,000. */
  readonly sendTimeoutMs?: number | undefined;
  /** How long `flushStop` tries. Default 5,000. */
  readonly flushStopMs?: number | undefined;
  /** A peer that takes nothing for so long is dropped. Default 45,000. */
  readonly writeStallMs?: number | undefined;
  /** A receiver that finishes nothing for so long, while the peer is paused or has said goodbye, loses it. Default 120,000. */
  readonly reactorStallMs?: number | undefined;
  /** Time between the pongs sent unasked while the peer is paused, so that it stays. Default 15,000. */
  readonly pausedPongIntervalMs?: number | undefined;
  /** Bytes of unfinished messages over all channels. Default 134,217,728. */
  readonly unfinishedBytes?: number | undefined;
  /** A message that gets no further packet for so long ends the connection. Default 60,000. */
  readonly unfinishedMessageIdleMs?: number | undefined;
  /** Bytes handed over and not finished at which the socket is paused. Default 4,194,304. */
  readonly unhandledBytes?: number | undefined;
  /** Messages handed over and not finished at which the socket is paused. Default 1,000. */
  readonly unhandledMessages?: number | undefined;
}

/** The numbers of {@link MConnectionOptions}, all present. */
export type MConnectionSettings = Readonly<
  Record<
    Exclude<keyof MConnectionOptions, "channels" | "receive" | "onGoodbye" | "onClosed" | "clock">,
    number
  >
>;

const defaults: MConnectionSettings = {
  maxPacketPayloadBytes: limits.packetPayloadBytes,
  sendRateBytesPerS: 0,
  recvRateBytesPerS: 0,
  pingIntervalMs: limits.pingIntervalMs,
  pongTimeoutMs: limits.pongTimeoutMs,
  sendTimeoutMs: limits.sendTimeoutMs,
  flushStopMs: limits.flushStopMs,
  writeStallMs: limits.writeStallMs,
  reactorStallMs: limits.reactorStallMs,
  pausedPongIntervalMs: limits.pausedPongIntervalMs,
  unfinishedBytes: limits.unfinishedBytesPerPeer,
  unfinishedMessageIdleMs: limits.unfinishedMessageIdleMs,
  unhandledBytes: limits.unhandledBytesPerPeer,
  unhandledMessages: limits.unhandledMessagesPerPeer,
};

/**
 * Fills in defaults.
 *
 * @throws P2PError `OPTION_INVALID` on numbers out of range, or without `receive`.
 */
export function completeSettings(options: MConnectionOptions): MConnectionSettings {
  // Programs without types get this far with anything.
  if (typeof (options as Partial<MConnectionOptions>).receive !== "function")
    invalid("receive must be a function");
  const settings: Record<keyof MConnectionSettings, number> = { ...defaults };
  for (const name of Object.keys(defaults) as (keyof MConnectionSettings)[]) {
    const value = options[name];
    if (value === undefined) continue;
    if (!(value >= 0)) invalid(`${name} must not be negative`);
    settings[name] = value;
  }
  const { maxPacketPayloadBytes: payload } = settings;
  if (!Number.isInteger(payload) || payload < 1 || payload > 65_536) {
    invalid("maxPacketPayloadBytes must be an integer from 1 to 65536");
  }
  if (settings.pongTimeoutMs >= settings.pingIntervalMs)
    invalid("pongTimeoutMs must be less than pingIntervalMs");
  return settings;
}

function invalid(detail: string): never {
  throw new P2PError("OPTION_INVALID", { detail });
}
