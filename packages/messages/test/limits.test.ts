import { describe, expect, test } from "vitest";
import { decodePexMessage, encodePexMessage } from "../src/index.js";
import { decodeLists, decodeNothing, decodeTree, emptyTree, encodeTree, type Tree } from "./gen/index.js";
import { fromHex } from "./support/hex.js";

const limit = expect.objectContaining({ name: "DecodeError", code: "DECODE_LIMIT" });

/** Bytes that repeat `unit` (hex) `count` times. */
function repeated(unit: string, count: number): Uint8Array {
  const bytes = fromHex(unit);
  const all = new Uint8Array(bytes.length * count);
  for (let i = 0; i < count; i++) all.set(bytes, i * bytes.length);
  return all;
}

describe("elements in all lists together", () => {
  test.each([
    ["empty byte strings", "1200"],
    ["strings", "1a00"],
    ["messages", "2200"],
    ["single numbers", "0801"],
    ["packed numbers", "0a020101"],
    ["numbers in a merged message", "320412020101"],
    ["elements of elements", "22021200"],
  ])("%s", (_, unit) => {
    const perUnit = decodeLists(fromHex(unit));
    const { length } = [
      ...perUnit.blobs,
      ...perUnit.texts,
      ...perUnit.numbers,
      ...perUnit.merged.elems,
      ...perUnit.values,
      ...perUnit.values.flatMap((value) => value.parts),
    ];
    expect(() => decodeLists(repeated(unit, 10), { maxElements: 10 * length })).not.toThrow();
    expect(() => decodeLists(repeated(unit, 10), { maxElements: 10 * length - 1 })).toThrow(limit);
  });

  test("are 1 048 576 when nothing is said", () => {
    expect(decodeLists(repeated("1200", 1_048_576)).blobs.length).toBe(1_048_576);
    expect(() => decodeLists(repeated("1200", 1_048_577))).toThrow(limit);
  });

  test("none are allowed when 0 is said", () => {
    expect(() => decodeLists(fromHex("1200"), { maxElements: 0 })).toThrow(limit);
    expect(decodeLists(fromHex("3200"), { maxElements: 0 }).blobs).toEqual([]);
  });
});

describe("elements of one list", () => {
  const address = { id: "", ip: "", port: 1 };
  const list = (count: number) =>
    encodePexMessage({
      sum: { case: "pexAddrs", value: { addrs: Array.from({ length: count }, () => address) } },
    });
  const maxFieldElements = { "tendermint.p2p.PexAddrs.addrs": 250 };

  test("are counted for the named field", () => {
    expect(() => decodePexMessage(list(250), { maxFieldElements })).not.toThrow();
    expect(() => decodePexMessage(list(251), { maxFieldElements })).toThrow(limit);
    expect(() => decodePexMessage(list(251), { maxFieldElements: { other: 1 } })).not.toThrow();
  });

  test("are not looked up in prototypes", () => {
    const inherited = Object.create(maxFieldElements) as typeof maxFieldElements;
    expect(() => decodePexMessage(list(251), { maxFieldElements: inherited })).not.toThrow();
  });
});

describe("nesting", () => {
  function nested(depth: number, wrap: (inner: Tree) => Partial<Tree>): Uint8Array {
    let tree = emptyTree();
    for (let i = 0; i < depth; i++) tree = { ...emptyTree(), ...wrap(tree) };
    return encodeTree(tree);
  }

  test.each([
    ["in a field", (left: Tree) => ({ left })],
    ["in a list", (inner: Tree) => ({ children: [inner] })],
    ["in a oneof", (value: Tree): Partial<Tree> => ({ sum: { case: "chosen", value } })],
  ])("%s is limited", (_, wrap) => {
    expect(() => decodeTree(nested(100, wrap))).not.toThrow();
    expect(() => decodeTree(nested(101, wrap))).toThrow(limit);
    expect(() => decodeTree(nested(3, wrap), { maxDepth: 3 })).not.toThrow();
    expect(() => decodeTree(nested(4, wrap), { maxDepth: 3 })).toThrow(limit);
  });

  test("siblings are not depth", () => {
    const children = Array.from({ length: 500 }, () => emptyTree());
    expect(decodeTree(encodeTree({ ...emptyTree(), children }), { maxDepth: 1 }).children.length).toBe(500);
  });

  test("groups in unknown fields may nest as deep as they like, without a stack", () => {
    const depth = 500_000;
    const open = repeated("7b", depth);
    expect(decodeNothing(Uint8Array.from([...open, ...repeated("7c", depth)]))).toEqual({});
    expect(() => decodeNothing(open)).toThrow(expect.objectContaining({ code: "DECODE_UNBALANCED_GROUP" }));
  });
});
