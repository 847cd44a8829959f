/* The blocks of real networks, put together from their parts and held against their hashes. */
import { describe, expect, test } from "vitest";
import {
  type Block,
  BlockAssembler,
  type BlockID,
  type Commit,
  encodeBlock,
  headerHash,
  type Part,
  splitBlock,
  verifyBlock,
} from "../../src/index.js";
import { readGossip, recordings } from "../support/corpus.js";
import { toHex } from "../support/hex.js";

describe.each(recordings)("the blocks of %s", (name, release) => {
  const gossip = readGossip(name, release);
  const proposals = new Map<string, { readonly height: bigint; readonly blockId: BlockID }>();
  const parts: { readonly height: bigint; readonly part: Part }[] = [];
  const blocks = new Map<string, Block>();
  for (const message of gossip) {
    if (message.type === "Proposal") {
      const { height, blockId } = message.value.proposal;
      proposals.set(toHex(blockId.partSetHeader.hash), { height, blockId });
    }
    if (message.type === "BlockPart") parts.push(message.value);
    if (message.type === "BlockResponse" && message.value.block !== undefined) {
      blocks.set(toHex(headerHash(message.value.block.header) ?? new Uint8Array(0)), message.value.block);
    }
  }
  const assembled = assemble(parts);

  test("come together from their parts, whatever the order", () => {
    // Of a few the network gave up before all parts had come.
    expect(assembled.size).toBeGreaterThan(0.9 * proposals.size);
    expect(assembled.size).toBeGreaterThan(50);
    expect(assemble([...parts].reverse())).toEqual(assembled);
  });

  test("are those that commits and later blocks name", () => {
    const commits = new Map<bigint, Commit>();
    for (const { lastCommit } of [...blocks.values(), ...assembled.values()]) {
      if (lastCommit !== undefined && lastCommit.signatures.length > 0)
        commits.set(lastCommit.height, lastCommit);
    }
    let compared = 0;
    for (const block of blocks.values()) {
      const commit = commits.get(block.header.height);
      if (commit === undefined) continue;
      expect(toHex(headerHash(block.header) ?? new Uint8Array(0))).toBe(toHex(commit.blockId.hash));
      const { header } = splitBlock(encodeBlock(block));
      expect(header).toEqual(commit.blockId.partSetHeader);
      compared++;
    }
    expect(compared).toBeGreaterThan(20);
  });

  test("hold what their headers say", () => {
    for (const block of blocks.values()) verifyBlock(block, { release });
    expect([...blocks.values()].some(({ header }) => header.height === 1n)).toBe(true);
  });

  test("are refused when something in them is changed", () => {
    const [block] = [...blocks.values()].filter(({ data }) => data.txs.length > 0);
    if (block === undefined) throw new Error("no block with transactions");
    const hash = headerHash(block.header);
    const changed: Block[] = [
      { ...block, header: { ...block.header, appHash: Uint8Array.of(1) } },
      { ...block, data: { txs: block.data.txs.slice(1) } },
      { ...block, evidence: { evidence: [{ sum: undefined }] } },
      { ...block, lastCommit: undefined },
    ];
    for (const each of changed) {
      expect(() => verifyBlock(each, { hash, release })).toThrow(
        expect.objectContaining({ name: "VerificationError", code: "VERIFY_BLOCK" }),
      );
    }
  });

  function assemble(all: typeof parts): Map<string, Block> {
    const found = new Map<string, Block>();
    for (const { height, blockId } of proposals.values()) {
      const assembler = new BlockAssembler(blockId, { release });
      for (const { part } of all.filter((each) => each.height === height)) {
        if (Number(part.proof.total) !== blockId.partSetHeader.total) continue;
        try {
          assembler.add(part);
        } catch (error) {
          // A part of another block.
          expect(error).toMatchObject({ code: "VERIFY_PROOF" });
        }
      }
      if (assembler.isComplete) found.set(toHex(blockId.hash), assembler.block());
    }
    return found;
  }
});
