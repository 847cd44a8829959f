/*
 * Remote bytes lead to a value or a DecodeError, never to anything else, and what was read is written so that it reads the
 * same. Each decoder gets 200 000 inputs: random messages, the same with a few changes, and changed messages of its own.
 */
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DecodeError } from "../src/index.js";
import { allCodecs } from "./support/codecs.js";
import { SeededRandom } from "./support/random.js";
import { messageValue } from "./support/values.js";
import { mutated, randomMessage } from "./support/wire.js";

const shared = 120_000;
const own = 80_000;

const fuzzed = [
  ...["BytesValue", "PublicKey", "Packet", "AuthSigMessage", "DefaultNodeInfo", "PexMessage"],
  ...["Scalars", "Nested", "Lists", "Choice", "Chunk", "Timed", "Versioned", "Tree"],
];
const codecs = allCodecs().filter((codec) => fuzzed.includes(codec.name));

// A stack trace for each of a million expected errors would take longer than all the rest.
const { stackTraceLimit } = Error;
const random = new SeededRandom(1789);
const inputs: Uint8Array[] = [];
beforeAll(() => {
  Error.stackTraceLimit = 0;
  for (let i = 0; i < shared; i++) {
    const message = randomMessage(random, 5);
    inputs.push(Uint8Array.from(random.oneIn(4) ? mutated(random, message) : message));
  }
});
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit;
});

describe.each(codecs)("$name", ({ name, desc, encode, decode }) => {
  /** Whether `input` was read. Comparing whole values is slow, so it is done for some; the bytes are compared for all. */
  function check(input: Uint8Array, compareValues: boolean): boolean {
    let value: unknown;
    try {
      value = decode(input);
    } catch (error) {
      if (error instanceof DecodeError) return false;
      throw error;
    }
    const bytes = encode(value);
    const again = decode(bytes);
    if (Buffer.compare(encode(again), bytes) !== 0)
      expect.fail(`unstable: ${Buffer.from(input).toString("hex")}`);
    // Bytes that say whether they are there come back as absent when they are empty: Go does not write them, either.
    if (compareValues && name !== "Chunk" && !isDeepStrictEqual(again, value)) expect(again).toEqual(value);
    return true;
  }

  test("random and changed messages", () => {
    let read = 0;
    inputs.forEach((input, i) => {
      if (check(input, i % 10 === 0)) read++;
    });
    const samples = fc.sample(messageValue(desc, 2, { texts: "any" }), { numRuns: 200, seed: 7 }).map(encode);
    for (let i = 0; i < own; i++) {
      const sample = samples[i % samples.length] ?? new Uint8Array(0);
      if (check(Uint8Array.from(mutated(random, [...sample])), i % 10 === 0)) read++;
    }
    // Fuzzing that is nearly always refused, or never, would test little.
    expect(read).toBeGreaterThan(0.1 * (shared + own));
    expect(read).toBeLessThan(0.95 * (shared + own));
  });
});
