import { describe, expect, it } from "vitest";
import { MessageWriter, type Place, readStamp, shortMessage } from "./stamp.js";
import { largestMessageBytes, stampBytes } from "./settings.js";

const writer = new MessageWriter(1);
const place: Place = {
  end: "listener",
  connection: 99,
  incarnation: 7,
  channel: 0x30,
  sequence: 70_000,
  length: 500,
};

describe("a stamp", () => {
  it.each([stampBytes, stampBytes + 1, 500, largestMessageBytes])(
    "of a message of %i bytes says which it is",
    (length) => {
      const message = writer.write({ ...place, length }, 123.5);
      expect(message.length).toBe(length);
      expect(readStamp(message)).toEqual({ ...place, length, sentAtUs: 123.5 });
    },
  );

  it("is read wherever the message lies in its buffer", () => {
    const message = writer.write(place, 1);
    const moved = new Uint8Array(message.length + 5);
    moved.set(message, 3);
    expect(readStamp(moved.subarray(3, 3 + message.length))).toEqual(readStamp(message));
  });

  it("is not read when any byte has changed, or one is missing", () => {
    const message = writer.write({ ...place, length: 100 }, 1);
    for (let i = 0; i < message.length; i++) {
      const damaged = Uint8Array.from(message);
      damaged.set([(message[i] as number) ^ 0x10], i);
      expect(readStamp(damaged), `byte ${i}`).toBeUndefined();
    }
    expect(readStamp(message.subarray(1))).toBeUndefined();
    expect(readStamp(message.subarray(0, -1))).toBeUndefined();
  });

  it("has as much room in short messages as they have", () => {
    for (let length = 0; length < stampBytes; length++) {
      const message = writer.write({ ...place, length }, 1);
      expect(message).toEqual(shortMessage({ ...place, length }));
      expect(message.length).toBe(length);
      expect(readStamp(message)).toBeUndefined();
    }
  });
});

it("content differs from message to message, and is the same for the same seed", () => {
  const content = (seed: number, sequence: number) =>
    Buffer.from(new MessageWriter(seed).write({ ...place, sequence }, 0).subarray(stampBytes)).toString(
      "hex",
    );
  expect(content(1, 5)).toBe(content(1, 5));
  expect(content(1, 5)).not.toBe(content(1, 6));
  expect(content(1, 5)).not.toBe(content(2, 5));
});
