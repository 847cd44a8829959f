import type { Random } from "@cometwire/p2p";
import { openNatsSession } from "./nats-session.js";
import { Sink, type SinkOptions } from "./sink.js";
import type { SinkTarget } from "./sink-target.js";

/** What {@link openSink} goes by. */
export interface OpenSinkOptions extends SinkOptions {
  /** Tells the runs of a tap apart. */
  readonly random: Random;
}

/**
 * Connects a sink: what it takes is published to a stream of NATS JetStream, at least once.
 *
 * @param target - see `parseSinkUrl`.
 * @throws CommandError when it cannot be published to it now: `SINK_UNREACHABLE`, `SINK_AUTH`, `SINK_CREDENTIALS`,
 * `SINK_PERMISSION`, `SINK_NO_JETSTREAM`, `SINK_STREAM`, `SINK_FAILED`. Later failures lead to events, and to another attempt.
 *
 * @example
 * ```ts
 * const target = parseSinkUrl("nats://127.0.0.1:4222");
 * const sink = await openSink(target, { tap: tap.id, network: tap.network, clock: systemClock, random: systemRandom });
 * for await (const message of tap.messages()) sink.take(message);
 * await sink.close();
 * ```
 */
export function openSink(target: SinkTarget, { random, ...options }: OpenSinkOptions): Promise<Sink> {
  // A tap that starts again begins to count again: its messages are others.
  const run = Buffer.from(random.bytes(8)).toString("hex");
  const messageId = (sequence: number): string => `${options.tap}.${run}.${sequence}`;
  return Sink.open(target, options, () => openNatsSession(target, messageId));
}
