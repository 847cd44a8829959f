/* What encoders and decoders promise beyond the bytes. */
import { describe, expect, test } from "vitest";
import {
  CometwireError,
  DecodeError,
  decodeDefaultNodeInfo,
  decodeErrorCodes,
  decodePacketMsg,
  decodeValidator,
  EncodeError,
  emptyDefaultNodeInfo,
  encodeErrorCodes,
  encodeNetAddress,
  encodeValidator,
  goZeroTime,
  type Release,
  validationErrorCodes,
} from "../src/index.js";
import {
  decodeChunk,
  decodeTimed,
  decodeVersioned,
  emptyScalars,
  emptyTimed,
  encodeChunk,
  encodeScalars,
  encodeTimed,
  encodeVersioned,
  Flag,
  type Scalars,
} from "./gen/index.js";
import { fromHex, toHex } from "./support/hex.js";

describe("numbers that do not fit", () => {
  test.each([
    ["int32", { small: 2 ** 31 }],
    ["int32", { small: -(2 ** 31) - 1 }],
    ["int32", { small: 1.5 }],
    ["int32", { small: Number.NaN }],
    ["int32", { choice: 2 ** 32 }],
    ["uint32", { unsignedSmall: -1 }],
    ["uint32", { unsignedSmall: 2 ** 32 }],
    ["uint32", { unsignedSmall: Number.POSITIVE_INFINITY }],
    ["int64", { large: 2n ** 63n }],
    ["int64", { fixed: -(2n ** 63n) - 1n }],
    ["uint64", { unsignedLarge: -1n }],
    ["uint64", { unsignedLarge: 2n ** 64n }],
  ] satisfies [string, Partial<Scalars>][])("%s: %o", (type, wrong) => {
    const write = () => encodeScalars({ ...emptyScalars(), ...wrong });
    expect(write).toThrow(EncodeError);
    expect(write).toThrow(
      expect.objectContaining({ code: "ENCODE_OUT_OF_RANGE", message: expect.stringContaining(type) }),
    );
  });

  test.each([
    { seconds: -62135596801n, nanos: 0 },
    { seconds: 253402300800n, nanos: 0 },
    { seconds: 0n, nanos: -1 },
    { seconds: 0n, nanos: 1e9 },
  ])("time $seconds s, $nanos ns", (time) => {
    expect(() => encodeTimed({ ...emptyTimed(), time })).toThrow(
      expect.objectContaining({ code: "ENCODE_TIMESTAMP" }),
    );
  });

  test("port of the address exchange", () => {
    expect(() => encodeNetAddress({ id: "", ip: "", port: -1 })).toThrow(EncodeError);
  });
});

describe("memory", () => {
  test("decoded bytes are their own, whatever kind of array they came from", () => {
    for (const length of [1, 64, 65, 1000]) {
      const message = Buffer.alloc(length + 10);
      message.set([0x1a, ...(length < 128 ? [length] : [0x80 | (length & 0x7f), length >> 7])]);
      const input = message.subarray(0, length + (length < 128 ? 2 : 3));
      const { data } = decodePacketMsg(input);
      expect(data.constructor).toBe(Uint8Array);
      expect(data.buffer.byteLength).toBe(length);
      message.fill(0xff);
      expect(data.every((byte) => byte === 0)).toBe(true);
    }
  });

  test("borrowed bytes are the input's", () => {
    const input = fromHex("1a026162");
    const { data } = decodePacketMsg(input, { borrow: true });
    expect(data.buffer).toBe(input.buffer);
    input[2] = 0x7a;
    expect(toHex(data)).toBe("7a62");
  });

  test("empty messages do not share messages, lists or times", () => {
    expect(emptyDefaultNodeInfo().other).not.toBe(emptyDefaultNodeInfo().other);
    expect(emptyTimed().time).not.toBe(emptyTimed().time);
    expect(goZeroTime()).not.toBe(goZeroTime());
  });

  test("encoders write into a buffer of exactly their size", () => {
    const bytes = encodeScalars({ ...emptyScalars(), text: "ド" });
    expect(bytes.buffer.byteLength).toBe(bytes.length);
  });
});

describe("absent and empty", () => {
  test("timestamps: year 1 and 1970", () => {
    expect(decodeTimed(fromHex("")).time).toEqual(goZeroTime());
    expect(decodeTimed(fromHex("1a00")).time).toEqual({ seconds: 0n, nanos: 0 });
    expect(toHex(encodeTimed(emptyTimed()))).toBe("1a0b088092b8c398feffffff01");
    expect(toHex(encodeTimed({ ...emptyTimed(), time: { seconds: 0n, nanos: 0 } }))).toBe("1a00");
  });

  test("bytes that say so", () => {
    expect(decodeChunk(fromHex("0801")).chunk).toBeUndefined();
    const { chunk, ...others } = decodeChunk(fromHex("08012200"));
    expect(chunk).toEqual(new Uint8Array(0));
    // As in Go, the difference can be read but not written.
    expect(toHex(encodeChunk({ ...others, chunk }))).toBe("0801");
  });

  test("messages by value are always written", () => {
    expect(decodeDefaultNodeInfo(new Uint8Array(0))).toEqual(emptyDefaultNodeInfo());
  });
});

describe("releases", () => {
  const bytes = encodeVersioned({
    always: 1n,
    extension: Uint8Array.of(2),
    sum: { case: "new", value: Uint8Array.of(3) },
  });
  test.each<[Release | undefined, number, string | undefined]>([
    [undefined, 1, undefined],
    ["v0.34", 0, undefined],
    ["v0.38", 1, undefined],
    ["v0.40", 0, undefined],
    ["v1.0", 1, "new"],
  ])("%s", (release, length, chosen) => {
    const message = decodeVersioned(bytes, release === undefined ? {} : { release });
    expect(message.always).toBe(1n);
    expect(message.extension.length).toBe(length);
    expect(message.sum?.case).toBe(chosen);
  });

  test("a wrong wire type is an error only where the field is known", () => {
    expect(() => decodeVersioned(fromHex("2001"), { release: "v1.0" })).toThrow(DecodeError);
    expect(decodeVersioned(fromHex("2001"), { release: "v0.38" }).sum).toBeUndefined();
  });

  test("a message that is held by value in some is never absent for them", () => {
    const older = decodeValidator(new Uint8Array(0), { release: "v0.40" });
    expect(older.pubKey).toEqual({ sum: undefined });
    expect(toHex(encodeValidator(older))).toBe("1200");
    const newer = decodeValidator(new Uint8Array(0), { release: "v1.0" });
    expect(newer.pubKey).toBeUndefined();
    expect(toHex(encodeValidator(newer))).toBe("");
    expect(decodeValidator(fromHex("1200"), { release: "v1.0" }).pubKey).toEqual({ sum: undefined });
  });
});

describe("errors", () => {
  test("carry a code of the registry, and the place", () => {
    const error = (() => {
      try {
        return decodePacketMsg(fromHex("08011a05"));
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(DecodeError);
    expect(error).toBeInstanceOf(CometwireError);
    expect(error).toMatchObject({ name: "DecodeError", code: "DECODE_TRUNCATED", offset: 3 });
  });

  test("keep their cause", () => {
    const cause = new Error("inner");
    const error = new CometwireError("CODE", "outer", { cause });
    expect(error).toMatchObject({ name: "CometwireError", code: "CODE", message: "outer", cause });
  });

  test("are described", () => {
    // What a peer sent is its fault; a value of ours, or a channel that we asked for, is not.
    const all = { ...decodeErrorCodes, ...validationErrorCodes, ...encodeErrorCodes };
    for (const [code, description] of Object.entries(all)) {
      expect(code).toMatch(/^(DECODE|VALIDATE|ENCODE)(_[A-Z]+)+$/);
      const isOurs = code.startsWith("ENCODE");
      expect(description.fault).toBe(isOurs ? "ours" : "theirs");
      for (const text of [description.what, description.cause, description.remedy])
        expect(text).toMatch(/^[A-Z].*\.$/s);
    }
  });
});

test("enums are open: constants for known values, any int32 otherwise", () => {
  expect(Flag).toEqual({ UNKNOWN: 0, ABSENT: 1, COMMIT: 2 });
  expect(decodeTimed(fromHex("0863")).flag).toBe(99);
});
