import type { Io } from "../io.js";
import type { MessageChoice } from "./choice.js";
import type { TapConsumer } from "./consumer.js";
import { Notices } from "./notices.js";
import type { TapPlan } from "./plan.js";
import type { WatchFigures } from "./stats-screen.js";
import { createTap } from "./tap.js";
import type { TapMessage } from "./tap-message.js";
import type { TapSummary } from "./totals.js";

/** How a tap is to run. */
export interface RunTapOptions extends MessageChoice {
  readonly plan: TapPlan;
  /** Where messages go: each gets all of them, in order. They are closed in the end. */
  readonly consumers: readonly TapConsumer[];
  /** Ends by itself after this time. Undefined: never. */
  readonly durationMs: number | undefined;
  /** Told of the tap once it has started; what it returns is called in the end, before the last summary. */
  readonly watch?: WatchFigures | undefined;
  /** Where it is said what happens to connections. */
  readonly notice: (line: string) => void;
}

/**
 * Taps until Ctrl-C, the end of the time, or the reader of standard output has gone.
 *
 * @returns what has been seen.
 * @throws P2PError, and whatever a consumer fails with.
 */
export async function runTap(options: RunTapOptions, io: Io): Promise<TapSummary> {
  const { plan, consumers, durationMs, notice, watch } = options;
  const { clock, random, resolve: resolver, signal } = io;
  const ended = new AbortController();
  const end = (): void => ended.abort();
  const tap = createTap({ ...plan, clock, random, resolver });
  const notices = new Notices(notice);
  tap.onEvent((event) => notices.note(event));
  const timer = durationMs === undefined ? undefined : clock.setTimer(durationMs, end);
  const forgetReader = io.stdout.onReaderGone?.(end);
  signal.addEventListener("abort", end, { once: true });
  if (signal.aborted) end();
  try {
    await tap.start();
    const messages = tap.messages({ types: options.types, channels: options.channels, signal: ended.signal });
    const unwatch = watch?.(tap, end);
    try {
      await feed(messages, consumers);
    } finally {
      unwatch?.();
    }
    return tap.summary();
  } finally {
    timer?.cancel();
    forgetReader?.();
    signal.removeEventListener("abort", end);
    await tap.stop();
    await closeAll(consumers);
  }
}

async function feed(messages: AsyncIterable<TapMessage>, consumers: readonly TapConsumer[]): Promise<void> {
  for await (const message of messages) {
    for (const consumer of consumers) {
      const taken = consumer.take(message);
      // Nearly always there is nothing to wait for.
      if (taken !== undefined) await taken;
    }
  }
}

/** Closes all, whatever becomes of one; the first failure is thrown. */
async function closeAll(consumers: readonly TapConsumer[]): Promise<void> {
  const results = await Promise.allSettled(consumers.map((consumer) => consumer.close()));
  for (const result of results) if (result.status === "rejected") throw result.reason;
}
