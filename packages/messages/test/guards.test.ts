/* What is refused by raw bytes, before anything is decoded, and where the refusal happens. */
import { describe, expect, test } from "vitest";
import {
  type DecodeErrorCode,
  type DecodeMessageOptions,
  decodeMessage,
  messageLimits,
  messageListLimits,
  type Release,
} from "../src/index.js";
import { fromHex } from "./support/hex.js";

const guarding: readonly Release[] = ["v0.38", "v0.39", "v0.40"];
const others: readonly Release[] = ["v0.34", "v0.37", "v1.0"];

function refused(code: DecodeErrorCode, offset?: number): unknown {
  return expect.objectContaining({
    name: "DecodeError",
    code,
    ...(offset === undefined ? {} : { offset }),
  });
}

/** A field with a length: its tag in hex, and its content. */
function field(tag: string, ...content: readonly Uint8Array[]): Uint8Array {
  const length = content.reduce((sum, each) => sum + each.length, 0);
  const prefix: number[] = [];
  let rest = length;
  for (; rest > 0x7f; rest >>>= 7) prefix.push((rest & 0x7f) | 0x80);
  return Buffer.concat([fromHex(tag), Uint8Array.from([...prefix, rest]), ...content]);
}

/** `unit` (hex), `count` times. */
function repeated(unit: string, count: number): Uint8Array {
  return Buffer.alloc((unit.length / 2) * count, fromHex(unit));
}

function decode(channel: number, bytes: Uint8Array, options: Partial<DecodeMessageOptions> = {}): unknown {
  return decodeMessage({ version: "v0.38", channel, bytes, ...options });
}

const tx = (size: number) => field("0a", new Uint8Array(size));

describe("transactions", () => {
  test.each(guarding)("500,000 empty ones end at the first, %s", (version) => {
    const bytes = field("0a", repeated("0a00", 500_000));
    expect(() => decode(0x30, bytes, { version })).toThrow(refused("DECODE_TX_EMPTY", 6));
  });

  test.each(others)("500,000 empty ones end at the list's limit, %s", (version) => {
    const bytes = field("0a", repeated("0a00", 500_000));
    const offset = 4 + 2 * messageLimits.mempoolTxs + 1;
    expect(() => decode(0x30, bytes, { version })).toThrow(refused("DECODE_LIMIT", offset));
  });

  test.each(others)("empty ones, none and large ones are accepted as Go does, %s", (version) => {
    for (const hex of ["0a00", "0a020a00"]) {
      expect(() => decode(0x30, fromHex(hex), { version })).not.toThrow();
    }
    expect(() => decode(0x30, field("0a", tx(2_000_000)), { version })).not.toThrow();
  });

  const cases: [string, DecodeErrorCode | undefined, Uint8Array, Partial<DecodeMessageOptions>][] = [
    ["none", "DECODE_NO_TX", fromHex("0a00"), {}],
    ["none, only an unknown field", "DECODE_NO_TX", fromHex("c03e01"), {}],
    ["a good one and an empty one", "DECODE_TX_EMPTY", fromHex("0a050a01aa0a00"), {}],
    ["one of the largest size", undefined, field("0a", tx(1_048_576)), {}],
    ["one too large", "DECODE_TX_TOO_LARGE", field("0a", tx(1_048_577)), {}],
    ["one that v0.40 allows", undefined, field("0a", tx(4_194_304)), { version: "v0.40" }],
    ["one too large for v0.40", "DECODE_TX_TOO_LARGE", field("0a", tx(4_194_305)), { version: "v0.40" }],
    ["one too large for the chain", "DECODE_TX_TOO_LARGE", field("0a", tx(101)), { maxTxBytes: 100 }],
    ["any size, without a limit", undefined, field("0a", tx(2_000_000)), { maxTxBytes: 0 }],
    ["too many bytes together", "DECODE_TXS_TOO_LARGE", field("0a", tx(60), tx(60)), { maxTxBytes: 100 }],
    ["as many bytes as allowed", undefined, field("0a", tx(50), tx(50)), { maxTxBytes: 100 }],
    [
      "a batch",
      undefined,
      field("0a", tx(60), tx(60)),
      { version: "v0.40", maxTxBytes: 100, maxBatchBytes: 120 },
    ],
    [
      "too large a batch",
      "DECODE_TXS_TOO_LARGE",
      field("0a", tx(60), tx(61)),
      { version: "v0.40", maxTxBytes: 100, maxBatchBytes: 120 },
    ],
    ["in a list that the decoder would replace", "DECODE_TX_EMPTY", fromHex("0a020a000a030a01aa"), {}],
    ["beside an unknown group", "DECODE_TX_GROUP", fromHex("0a030a01aa1314"), {}],
    ["an unknown group beside them, in the list", "DECODE_TX_GROUP", fromHex("0a050a01aa1314"), {}],
    ["as a number, which the decoder refuses", "DECODE_WRONG_WIRE_TYPE", fromHex("0a030a01aa0801"), {}],
    ["behind a length beyond the end", "DECODE_TRUNCATED", fromHex("0a05"), {}],
    ["behind a negative length", "DECODE_NEGATIVE_LENGTH", fromHex("0affffffffffffffffff01"), {}],
    ["behind a varint too long", "DECODE_VARINT_OVERFLOW", fromHex("ffffffffffffffffffff01"), {}],
    ["no bytes at all", "DECODE_NO_MEMBER", new Uint8Array(0), {}],
  ];
  test.each(cases)("%s: %s", (_, code, bytes, options) => {
    if (code === undefined) expect(() => decode(0x30, bytes, options)).not.toThrow();
    else expect(() => decode(0x30, bytes, options)).toThrow(refused(code));
  });

  test("field 2^32 + 1 is field 1, for the guard as for the decoder", () => {
    // Tag 8a 80 80 80 80 01: field 2^32 + 1 with a length.
    expect(() => decode(0x30, fromHex("8a8080808001020a00"))).toThrow(refused("DECODE_TX_EMPTY"));
    expect(decode(0x30, fromHex("8a8080808001030a01aa"))).toEqual({
      type: "Txs",
      value: { txs: [Uint8Array.of(0xaa)] },
    });
    const inside = "8a808080800100";
    expect(() => decode(0x30, fromHex(`0a07${inside}`))).toThrow(refused("DECODE_TX_EMPTY"));
  });
});

/** BlockResponse with so many empty signatures in `last_commit` or `ext_commit`. */
function block(signatures: number, extended = 0): Uint8Array {
  const lastCommit = field("22", repeated("2200", signatures));
  return field("1a", field("0a", lastCommit), field("12", repeated("2200", extended)));
}

describe("blocks", () => {
  const most = messageLimits.commitSignatures;

  test("as many signatures as allowed", () => {
    expect(() => decode(0x40, block(most, most))).not.toThrow();
  });

  test.each(guarding)("too many signatures, %s", (version) => {
    for (const bytes of [block(most + 1), block(1, most + 1)]) {
      expect(() => decode(0x40, bytes, { version })).toThrow(
        refused("DECODE_TOO_MANY_SIGNATURES", bytes.length),
      );
    }
  });

  test.each(others)("too many signatures end at the list's limit, %s", (version) => {
    expect(() => decode(0x40, block(most + 1), { version })).toThrow(refused("DECODE_LIMIT"));
  });

  test("signatures of all occurrences count, although the decoder keeps the last", () => {
    const half = block(most / 2 + 1);
    expect(() => decode(0x40, Buffer.concat([half, half]))).toThrow(refused("DECODE_TOO_MANY_SIGNATURES"));
  });

  test.each([...guarding, ...others])("one that was not asked for, %s", (version) => {
    const bytes = block(1);
    expect(() => decode(0x40, bytes, { version, blockRequested: false })).toThrow(
      refused("DECODE_UNREQUESTED_BLOCK"),
    );
    expect(() => decode(0x40, bytes, { version, blockRequested: true })).not.toThrow();
    // A late answer is not a reason to hang up: who does not know says nothing.
    expect(() => decode(0x40, bytes, { version })).not.toThrow();
  });

  test("other messages need no request", () => {
    expect(decode(0x40, fromHex("2200"), { blockRequested: false })).toEqual({
      type: "StatusRequest",
      value: {},
    });
  });

  test("groups are passed over, and known fields have their wire type", () => {
    expect(decode(0x40, fromHex("7b7c2200"))).toEqual({ type: "StatusRequest", value: {} });
    expect(() => decode(0x40, fromHex("1801"))).toThrow(refused("DECODE_WRONG_WIRE_TYPE"));
    expect(() => decode(0x40, repeated("7b", 500_000))).toThrow(refused("DECODE_UNBALANCED_GROUP"));
  });
});

describe("lists that no honest node sends", () => {
  const evidence = (count: number) => repeated("0a00", count);

  test("are refused in large messages", () => {
    const most = messageLimits.evidenceInList;
    expect(() => decode(0x38, evidence(most))).not.toThrow();
    expect(() => decode(0x38, evidence(most + 1))).toThrow(refused("DECODE_LIMIT"));
  });

  test("may be allowed", () => {
    const maxFieldElements = { ...messageListLimits, "tendermint.types.EvidenceList.evidence": 20_000 };
    expect(() => decode(0x38, evidence(15_000), { maxFieldElements })).not.toThrow();
    expect(() => decode(0x38, evidence(15_000), { maxFieldElements: {} })).not.toThrow();
  });

  test("aunts of a proof, words of a bit array", () => {
    const part = field("2a", field("1a", field("1a", repeated("2200", 20_000))));
    expect(() => decode(0x21, part)).toThrow(refused("DECODE_LIMIT"));
    const bits = field("4a", field("2a", field("12", new Uint8Array(1_000_000))));
    expect(() => decode(0x23, bits)).toThrow(refused("DECODE_LIMIT"));
  });
});
