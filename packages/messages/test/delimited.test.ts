import { describe, expect, test } from "vitest";
import { DelimitedReader, encodeDelimited } from "../src/index.js";
import { fromHex, toHex } from "./support/hex.js";
import { SeededRandom } from "./support/random.js";

function readAll(reader: DelimitedReader): string[] {
  const bodies: string[] = [];
  for (let body = reader.next(); body !== undefined; body = reader.next()) bodies.push(toHex(body));
  return bodies;
}

const bodies = [
  new Uint8Array(0),
  fromHex("0a00"),
  new Uint8Array(127).fill(1),
  new Uint8Array(128).fill(2),
  fromHex("80"),
];
const stream = Uint8Array.from(bodies.flatMap((body) => [...encodeDelimited(body)]));

describe("encodeDelimited", () => {
  test.each([
    [0, "00"],
    [1, "01"],
    [127, "7f"],
    [128, "8001"],
    [16_383, "ff7f"],
    [16_384, "808001"],
    [2_097_152, "80808001"],
  ])("%i bytes", (length, prefix) => {
    const bytes = encodeDelimited(new Uint8Array(length).fill(7));
    expect(bytes.length).toBe(prefix.length / 2 + length);
    expect(toHex(bytes.subarray(0, prefix.length / 2))).toBe(prefix);
    expect(bytes.subarray(prefix.length / 2).indexOf(7)).toBe(length === 0 ? -1 : 0);
    expect(bytes.subarray(prefix.length / 2).includes(0)).toBe(false);
  });
});

describe("DelimitedReader", () => {
  test("gives the same messages however the stream is cut in two", () => {
    for (let cut = 0; cut <= stream.length; cut++) {
      const reader = new DelimitedReader({ maxLength: 128 });
      reader.push(stream.subarray(0, cut));
      const first = readAll(reader);
      reader.push(stream.subarray(cut));
      expect([...first, ...readAll(reader)]).toEqual(bodies.map(toHex));
      expect(reader.bufferedBytes).toBe(0);
    }
  });

  test("gives the same messages byte by byte, and in random pieces", () => {
    const random = new SeededRandom(5);
    for (let round = 0; round < 200; round++) {
      const reader = new DelimitedReader({ maxLength: 128 });
      const found: string[] = [];
      for (let at = 0; at < stream.length; ) {
        const length = round === 0 ? 1 : 1 + random.below(60);
        reader.push(stream.subarray(at, at + length));
        at += length;
        // Taking late must not matter, either.
        if (random.oneIn(2)) found.push(...readAll(reader));
      }
      expect([...found, ...readAll(reader)]).toEqual(bodies.map(toHex));
    }
  });

  test("takes one message and hands back what follows, at every split", () => {
    const message = encodeDelimited(fromHex("0a0b0c"));
    for (let following = 0; following < 5; following++) {
      for (let cut = 0; cut <= message.length; cut++) {
        const rest = Uint8Array.from({ length: following }, (_, i) => 0xf0 + i);
        const reader = new DelimitedReader({ maxLength: 3 });
        reader.push(message.subarray(0, cut));
        if (cut < message.length) expect(reader.next()).toBeUndefined();
        reader.push(Uint8Array.from([...message.subarray(cut), ...rest]));
        expect(toHex(reader.next() ?? expect.unreachable())).toBe("0a0b0c");
        expect(reader.bufferedBytes).toBe(following);
        expect(reader.takeRest()).toEqual(rest);
        expect(reader.bufferedBytes).toBe(0);
      }
    }
  });

  test.each([
    ["two bytes for 1", "8100", 1],
    ["ten bytes for 0", "80808080808080808000", 0],
    ["ten bytes for 3", "83808080808080808000", 3],
  ])("accepts a length that is not minimal: %s", (_, prefix, length) => {
    const reader = new DelimitedReader({ maxLength: 10 });
    reader.push(fromHex(prefix));
    reader.push(new Uint8Array(length));
    expect(reader.next()?.length).toBe(length);
  });

  test.each([
    ["one more than allowed", "0b", "DECODE_MESSAGE_TOO_LARGE"],
    ["2^32 + 1", "8180808010", "DECODE_MESSAGE_TOO_LARGE"],
    ["2^53 + 1", "8180808080808010", "DECODE_MESSAGE_TOO_LARGE"],
    ["2^63 - 1", "ffffffffffffffff7f", "DECODE_MESSAGE_TOO_LARGE"],
    ["2^63", "80808080808080808001", "DECODE_MESSAGE_TOO_LARGE"],
    ["2^64 - 1", "ffffffffffffffffff01", "DECODE_MESSAGE_TOO_LARGE"],
    ["2^64", "80808080808080808002", "DECODE_VARINT_OVERFLOW"],
    ["0 with a dropped bit", "8080808080808080807e", "DECODE_VARINT_OVERFLOW"],
    ["ten bytes without an end", "80808080808080808080", "DECODE_VARINT_OVERFLOW"],
    ["ten bytes of ff", "ffffffffffffffffffff", "DECODE_VARINT_OVERFLOW"],
  ])("refuses %s as soon as the length is there, and again each time", (_, prefix, code) => {
    const reader = new DelimitedReader({ maxLength: 10 });
    for (const byte of fromHex(prefix)) {
      expect(reader.next()).toBeUndefined();
      reader.push(Uint8Array.of(byte));
    }
    for (let again = 0; again < 2; again++) {
      expect(() => reader.next()).toThrow(expect.objectContaining({ name: "DecodeError", code }));
      reader.push(new Uint8Array(1));
    }
  });

  test("says where in the stream it stopped", () => {
    const reader = new DelimitedReader({ maxLength: 200 });
    reader.push(stream);
    readAll(reader);
    reader.push(fromHex("0161ff7f"));
    expect(reader.next()).toEqual(fromHex("61"));
    expect(() => reader.next()).toThrow(expect.objectContaining({ offset: stream.length + 2 }));
  });

  test("neither keeps nor shares the caller's memory", () => {
    const reader = new DelimitedReader({ maxLength: 10 });
    const piece = fromHex("020102");
    reader.push(piece);
    piece.fill(0xff);
    const body = reader.next() ?? expect.unreachable();
    expect(body).toEqual(fromHex("0102"));
    reader.push(fromHex("020304"));
    reader.next();
    expect(body).toEqual(fromHex("0102"));
    expect(body.buffer.byteLength).toBe(2);
  });

  test("reads long messages in many pieces", () => {
    const reader = new DelimitedReader({ maxLength: 1 << 20 });
    const body = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251);
    const bytes = encodeDelimited(body);
    for (let round = 0; round < 3; round++) {
      for (let at = 0; at < bytes.length; at += 1000) {
        if (reader.next() !== undefined) expect.fail("too early");
        reader.push(bytes.subarray(at, at + 1000));
      }
      expect(Buffer.compare(reader.next() ?? expect.unreachable(), body)).toBe(0);
    }
  });
});
