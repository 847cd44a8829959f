import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BlockAssembler, type BlockID, messageLimits, type Part, splitBlock } from "../../src/index.js";

const { blockPartBytes } = messageLimits;
const bytes = Uint8Array.from({ length: 2 * blockPartBytes + 7 }, (_, i) => i);
const { header, parts } = splitBlock(bytes);
const blockId: BlockID = { hash: new Uint8Array(32), partSetHeader: header };
const [first, second, third] = parts as [Part, Part, Part];

describe("a block's parts", () => {
  test.each([0, 1, blockPartBytes - 1, blockPartBytes, blockPartBytes + 1, 5 * blockPartBytes])(
    "of %s bytes give the bytes again, in any order",
    (length) => {
      const source = bytes.slice(0, length);
      const split = splitBlock(source.length === length ? source : new Uint8Array(length));
      expect(split.header.total).toBe(Math.ceil(length / blockPartBytes));
      if (length === 0) return;
      fc.assert(
        fc.property(fc.shuffledSubarray([...split.parts], { minLength: split.parts.length }), (order) => {
          const assembler = new BlockAssembler({ hash: new Uint8Array(0), partSetHeader: split.header });
          for (const part of order) expect(assembler.add(part)).toBe(true);
          expect(assembler.isComplete).toBe(true);
          expect(assembler.bytes().length).toBe(length);
        }),
        { numRuns: 10, seed: 3 },
      );
    },
  );

  test("that came already are not taken again", () => {
    const assembler = new BlockAssembler(blockId);
    expect([assembler.add(second), assembler.add(second), assembler.missing]).toEqual([true, false, 2]);
    expect(() => assembler.bytes()).toThrow(expect.objectContaining({ code: "VERIFY_BLOCK" }));
    assembler.add(third);
    assembler.add(first);
    expect(assembler.bytes()).toEqual(bytes);
  });

  const proof = first.proof;
  const wrong: readonly (readonly [what: string, part: Part, code: string])[] = [
    ["an index beyond the last", { ...first, index: 3 }, "VERIFY_PART"],
    ["the proof of another part", { ...first, proof: second.proof }, "VERIFY_PART"],
    ["a proof of another total", { ...first, proof: { ...proof, total: 4n } }, "VERIFY_PART"],
    ["a short part that is not the last", { ...first, bytes: first.bytes.slice(1) }, "VERIFY_PART"],
    ["a long last part", { ...third, bytes: new Uint8Array(blockPartBytes + 1) }, "VERIFY_PART"],
    ["changed bytes", { ...third, bytes: Uint8Array.of(1) }, "VERIFY_PROOF"],
    ["a hash too few", { ...first, proof: { ...proof, aunts: proof.aunts.slice(1) } }, "VERIFY_PROOF"],
    [
      "a hundred hashes",
      { ...first, proof: { ...proof, aunts: Array.from({ length: 100 }, () => new Uint8Array(32)) } },
      "VERIFY_PROOF",
    ],
    [
      "a hash of 31 bytes",
      { ...first, proof: { ...proof, aunts: [new Uint8Array(31), ...proof.aunts.slice(1)] } },
      "VERIFY_PROOF",
    ],
    ["another leaf hash", { ...first, proof: { ...proof, leafHash: new Uint8Array(32) } }, "VERIFY_PROOF"],
  ];
  test.each(wrong)("with %s are refused, and nothing is kept of them", (_, part, code) => {
    const assembler = new BlockAssembler(blockId);
    expect(() => assembler.add(part)).toThrow(expect.objectContaining({ name: "VerificationError", code }));
    expect(assembler.missing).toBe(3);
  });

  test("are bounded before anything is set aside", () => {
    const huge = { hash: new Uint8Array(32), partSetHeader: { total: 2 ** 32 - 1, hash: header.hash } };
    expect(() => new BlockAssembler(huge)).toThrow(expect.objectContaining({ code: "VERIFY_PART_LIMIT" }));
    expect(() => new BlockAssembler(blockId, { maxParts: 2 })).toThrow(
      expect.objectContaining({ code: "VERIFY_PART_LIMIT" }),
    );
    expect(() => new BlockAssembler(blockId, { maxParts: Number.NaN })).toThrow(
      expect.objectContaining({ code: "VERIFY_PART_LIMIT" }),
    );
    const none = { hash: new Uint8Array(32), partSetHeader: { total: 0, hash: new Uint8Array(0) } };
    expect(() => new BlockAssembler(none)).toThrow(expect.objectContaining({ code: "VERIFY_PART" }));
  });
});
