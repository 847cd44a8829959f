import { describe, expect, it } from "vitest";
import { faultOf, SessionChecker } from "./checker.js";
import { messageSizes, type Stream } from "./plan.js";
import { channels, stampBytes } from "./settings.js";
import { MessageWriter } from "./stamp.js";

const seed = 3;
const writer = new MessageWriter(seed);
const stream: Stream = { end: "dialer", connection: 5, incarnation: 2, channel: 0x20 };

/** The first messages of a stream, as its sender makes them. */
function messagesOf(of: Stream, count: number): Uint8Array[] {
  const sizes = messageSizes(seed, of);
  return Array.from({ length: count }, (_, sequence) =>
    writer.write({ ...of, sequence, length: sizes.next().value }, 1),
  );
}

function checkAll(messages: readonly Uint8Array[], heardBefore = 1): SessionChecker {
  const checker = new SessionChecker({ seed, end: "dialer", connection: 5, heardBefore });
  for (const message of messages) checker.check(0x20, message);
  return checker;
}

const messages = messagesOf(stream, 400);
/** Places of messages that have a whole stamp, and of those that have not. */
const long = messages.findIndex(({ length }, i) => i > 10 && length > 100);
const short = messages.findIndex(({ length }, i) => i > 10 && length > 0 && length < stampBytes);

/** The messages with those from `at` on changed. */
const changed = (at: number, count: number, ...instead: readonly Uint8Array[]) =>
  messages.toSpliced(at, count, ...instead);
const at = (i: number) => messages[i] as Uint8Array;

function damaged(message: Uint8Array): Uint8Array {
  return Uint8Array.from(message, (byte, i) => (i === message.length - 1 ? byte ^ 1 : byte));
}

describe("a session's checker", () => {
  it("finds nothing in what was sent, over all channels, however they interleave", () => {
    const checker = new SessionChecker({ seed, end: "dialer", connection: 5, heardBefore: 0 });
    const all = channels.map(({ id: channel }) => messagesOf({ ...stream, channel }, 200));
    for (let i = 0; i < 200; i++) {
      for (const [index, { id }] of channels.entries()) checker.check(id, all[index]?.[i] as Uint8Array);
    }
    expect(checker.fault).toBeUndefined();
    expect(checker.incarnation).toBe(2);
    expect(checker.received).toEqual([200, 200, 200, 200]);
  });

  it("takes the beginning for what it is: a prefix without gaps", () => {
    expect(checkAll(messages.slice(0, 57))).toMatchObject({ fault: undefined, received: [57, 0, 0, 0] });
  });

  it.each([
    ["a long message lost", changed(long, 1)],
    ["a short message lost", changed(short, 1)],
    ["a hundred messages lost", changed(long, 100)],
    ["a long message repeated", changed(long, 1, at(long), at(long))],
    ["a short message repeated", changed(short, 1, at(short), at(short))],
    ["two messages in the wrong order", changed(long, 2, at(long + 1), at(long))],
    ["a short message late", changed(short, 3, at(short + 1), at(short + 2), at(short))],
    ["a long message damaged", changed(long, 1, damaged(at(long)))],
    ["a short message damaged", changed(short, 1, damaged(at(short)))],
    ["a message cut", changed(long, 1, at(long).subarray(0, -1))],
    ["an empty message invented", changed(long, 0, new Uint8Array(0))],
    [
      "another channel's message",
      changed(long, 1, messagesOf({ ...stream, channel: 0x21 }, long + 1)[long] as Uint8Array),
    ],
    [
      "another session's message",
      changed(long, 1, messagesOf({ ...stream, incarnation: 1 }, long + 1)[long] as Uint8Array),
    ],
    [
      "another connection's message",
      changed(long, 1, messagesOf({ ...stream, connection: 6 }, long + 1)[long] as Uint8Array),
    ],
    [
      "our own message",
      changed(long, 1, messagesOf({ ...stream, end: "listener" }, long + 1)[long] as Uint8Array),
    ],
    ["a beginning without its first message", messages.slice(1)],
    ["an earlier session played again", messagesOf({ ...stream, incarnation: 1 }, 5)],
    ["no message that says what it belongs to", [new Uint8Array(3)]],
  ])("notices %s", (_name, received) => {
    const { fault } = checkAll(received);
    expect(fault).toMatch(/^connection 5 from the dialer, session \d, channel 0x20: /);
  });

  it("reports the first fault only, and counts on", () => {
    const checker = checkAll(changed(long, 1));
    expect(checker.fault).toContain(`message ${long} of ${at(long).length} B was due`);
    expect(checker.received[0]).toBe(399);
  });
});

it.each([
  [{ sequence: 9 }, "message 9 came: 2 lost or late"],
  [{ sequence: 6 }, "message 6 came: repeated or late"],
  [{ connection: 8 }, "one of connection 8 from the dialer, session 2, channel 0x20 came: misdirected"],
  [{ length: 90 }, "it came with 90 B and says that it has 90: cut, or not as planned"],
])("says in words what came: %o", (other, words) => {
  const due = { ...stream, sequence: 7, length: 100 };
  const message = writer.write({ ...due, ...other }, 1);
  expect(faultOf(message, due)).toBe(`message 7 of 100 B was due, ${words}`);
});
