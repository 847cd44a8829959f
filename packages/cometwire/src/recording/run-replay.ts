import type { Clock } from "@cometwire/p2p";
import { CommandError } from "../command-error.js";
import type { Io } from "../io.js";
import { type MessageChoice, wanted } from "../tap/choice.js";
import type { TapConsumer } from "../tap/consumer.js";
import type { FiguresSource, WatchFigures } from "../tap/stats-screen.js";
import type { TapMessage } from "../tap/tap-message.js";
import { Totals, type TapSummary } from "../tap/totals.js";
import { readRecording } from "./read-recording.js";

/** How a recording is to be replayed. */
export interface ReplayRequest extends MessageChoice {
  readonly file: string;
  /** How many times as fast as they came; 0: as fast as the consumer takes them. */
  readonly speed: number;
  /** Where messages go. Undefined: they are counted only. It is closed in the end. */
  readonly consumer: TapConsumer | undefined;
  /** Told of the figures; what it returns is called in the end. */
  readonly watch?: WatchFigures | undefined;
}

/** What has become of it. */
export interface ReplayOutcome {
  /** Of the messages that the consumer got; the time is the recorded one. */
  readonly summary: TapSummary;
  /** Why the rest could not be read. */
  readonly error: CommandError | undefined;
}

/**
 * Replays a recording until its end, Ctrl-C, or until the reader of standard output has gone.
 *
 * @throws whatever the consumer fails with.
 */
export async function runReplay(request: ReplayRequest, io: Io): Promise<ReplayOutcome> {
  const { consumer, watch } = request;
  const ended = new AbortController();
  const end = (): void => ended.abort();
  const forgetReader = io.stdout.onReaderGone?.(end);
  io.signal.addEventListener("abort", end, { once: true });
  if (io.signal.aborted) end();
  const figures = new Figures();
  const unwatch = watch?.(figures, end);
  let error: CommandError | undefined;
  try {
    await replay(request, figures, io.clock, ended.signal);
  } catch (reason) {
    if (!(reason instanceof CommandError)) throw reason;
    error = reason;
  } finally {
    unwatch?.();
    forgetReader?.();
    io.signal.removeEventListener("abort", end);
    await consumer?.close();
  }
  return { summary: figures.summary(), error };
}

async function replay(
  request: ReplayRequest,
  figures: Figures,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const { file, speed, consumer } = request;
  const wants = wanted(request);
  const start = clock.now();
  let first: number | undefined;
  for await (const message of readRecording(file)) {
    if (!wants(message)) continue;
    first ??= message.at;
    const dueIn = speed === 0 ? 0 : start + (message.at - first) / speed - clock.now();
    if (dueIn > 0) await pause(dueIn, clock, signal);
    if (signal.aborted) return;
    figures.add(message);
    const taken = consumer?.take(message);
    // Nearly always there is nothing to wait for.
    if (taken !== undefined) await taken;
  }
}

/** What was replayed so far. */
class Figures implements FiguresSource {
  readonly #totals = new Totals();
  readonly #met = new Set<string>();
  #network = "";
  #first: number | undefined;
  #last = 0;

  add(message: TapMessage): void {
    const { at, network, peer } = message;
    this.#network = network;
    this.#first ??= at;
    this.#last = at;
    if (!this.#met.has(peer.id)) {
      this.#met.add(peer.id);
      this.#totals.connected(peer);
    }
    this.#totals.add(message);
  }

  summary(): TapSummary {
    return this.#totals.summary(this.#network, this.#last - (this.#first ?? this.#last));
  }
}

function pause(ms: number, clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      timer.cancel();
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = clock.setTimer(ms, done);
    signal.addEventListener("abort", done, { once: true });
    if (signal.aborted) done();
  });
}
