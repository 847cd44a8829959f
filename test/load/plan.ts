/** What happens in a run, drawn from its seed: the same seed gives the same messages, pauses and closes. */
import type { Random } from "@cometwire/p2p";
import { SeededRandom } from "@cometwire/p2p/testing";
import { largestMessageBytes, stampBytes } from "./settings.js";

/** The two processes. */
export type End = "dialer" | "listener";

/** Messages of one channel in one direction of one session. */
export interface Stream {
  /** Who sends. */
  readonly end: End;
  /** Which of the connections, from 0. */
  readonly connection: number;
  /** The sender's count of sessions on this connection, from 1. */
  readonly incarnation: number;
  /** Its id. */
  readonly channel: number;
}

/** How a session is closed by one of its ends, unless the other end is faster. */
export interface Closing {
  readonly afterMs: number;
  readonly how: "graceful" | "abrupt";
}

/** How long a session lasts on average before one end closes it: with two ends, half of this. */
const meanLifeMs = 60_000;
/** Messages that go out without a pause, at most. */
const largestBurst = 8;

/** Randomness of its own for whatever the numbers and the text name. */
export function randomFor(seed: number, ...names: readonly (number | string)[]): Random {
  let mixed = seed;
  for (const code of names.join("/")) {
    mixed = Math.imul(mixed ^ code.charCodeAt(0), 0x9e3779b1);
    mixed ^= mixed >>> 15;
  }
  return new SeededRandom(mixed);
}

/** {@link randomFor} a stream. */
export function streamRandom(seed: number, use: string, stream: Stream): Random {
  return randomFor(seed, use, stream.end, stream.connection, stream.incarnation, stream.channel);
}

/** The sizes of a stream's messages, in order. Both ends know them. The first is large enough for a whole stamp. */
export function* messageSizes(seed: number, stream: Stream): Generator<number, never> {
  const random = streamRandom(seed, "sizes", stream);
  yield stampBytes;
  for (;;) yield messageSize(random);
}

/** Mostly small: from 0 B to 1 MiB, 4.4 kB on average. */
export function messageSize(random: Random): number {
  const share = random.integer(1_000);
  if (share < 700) return random.integer(200);
  if (share < 950) return between(random, 200, 4_096);
  if (share < 996) return between(random, 4_096, 65_536);
  return between(random, 65_536, largestMessageBytes + 1);
}

/** How many messages a channel sends without a pause, and the pause after them; `ratePerS` on average. */
export function burst(
  random: Random,
  ratePerS: number,
): { readonly messages: number; readonly pauseMs: number } {
  const meanPauseMs = (1_000 * (largestBurst + 1)) / 2 / ratePerS;
  return { messages: 1 + random.integer(largestBurst), pauseMs: random.integer(Math.ceil(2 * meanPauseMs)) };
}

/** When and how an end closes its session. */
export function closing(seed: number, { end, connection, incarnation }: Omit<Stream, "channel">): Closing {
  const random = randomFor(seed, "closing", end, connection, incarnation);
  const share = random.integer(1_000_000) / 1_000_000;
  return {
    // As likely in one moment as in any other.
    afterMs: Math.round(-Math.log(1 - share) * meanLifeMs),
    how: random.integer(2) === 0 ? "graceful" : "abrupt",
  };
}

/** Which end of a connection has the slow reader, if it has one: the first `slow` connections do, by turns. */
export function slowReader(connection: number, slow: number): End | undefined {
  if (connection >= slow) return undefined;
  return connection % 2 === 0 ? "listener" : "dialer";
}

/**
 * A reader that may be slow is sent so many times as much as others all the time: more than it can take when it is. That
 * it is slow then makes the whole difference.
 */
export const slowReaderFactor = 10;

/** How late a slow reader's promise settles: 35 ms on average, and now and then 50 to 300. */
export function slowDelayMs(random: Random): number {
  return random.integer(100) < 2 ? between(random, 50, 300) : between(random, 20, 50);
}

function between(random: Random, from: number, below: number): number {
  return from + random.integer(below - from);
}
