import { createHash } from "node:crypto";
import {
  type BlockPart,
  type ChannelMessage,
  emptyBlock,
  emptyBlockID,
  encodeMessage,
  goZeroTime,
  type VoteMessage,
  type BlockResponse,
} from "@cometwire/messages";
import { merkleProofs } from "../../../packages/messages/src/domain/merkle.js";
import type { Vector } from "../vector.js";
import { messageOf } from "./wire-message.js";

/*
 * Messages above 20,000 bytes, of which a vector gives the length, the SHA-256 and the first 64 bytes only. They are built
 * again from what their names and notes say; the hash proves that they are the ones.
 */

/** The bytes of a vector's message; undefined for a long one of which nothing says what is in it. */
export function bytesOf(vector: Vector, vectors: readonly Vector[]): Uint8Array | undefined {
  return vector.has("encoded_first64") ? rebuild(vector, vectors) : vector.bytes("encoded");
}

function rebuild(vector: Vector, vectors: readonly Vector[]): Uint8Array | undefined {
  const bytes = filled(vector);
  if (hasHash(vector, bytes)) return bytes;
  const build = builders[vector.name];
  if (build === undefined) return undefined;
  return encodeMessage(
    build((name) => {
      const base = vectors.find((each) => each.name === name && each.source === vector.source);
      if (base === undefined) throw new TypeError(`there is no vector "${name}"`);
      return messageOf(base);
    }),
  );
}

/** The first 64 bytes, and then the last of them until the end. */
function filled(vector: Vector): Uint8Array {
  const first = vector.bytes("encoded_first64");
  const bytes = new Uint8Array(vector.number("encoded_len")).fill(first.at(-1) ?? 0);
  bytes.set(first);
  return bytes;
}

function hasHash(vector: Vector, bytes: Uint8Array): boolean {
  return createHash("sha256").update(bytes).digest("hex") === vector.text("encoded_sha256");
}

type Builder = (base: (name: string) => ChannelMessage) => ChannelMessage;

const builders: Readonly<Record<string, Builder>> = {
  "BlockResponse with 10000 zero commit signatures in last commit": () => manySignatures(10_000),
  "BlockResponse with 10001 zero commit signatures in last commit": () => manySignatures(10_001),
  "two txs of 600000 bytes: over the batch budget": () => twoTxs(600_000),
  "two txs of 524288 bytes: exactly the batch budget": () => twoTxs(524_288),
  "BlockPart full 65536 byte part": () => {
    const data = new Uint8Array(131_122).fill(0xa0);
    const parts = [0, 65_536, 131_072].map((at) => data.subarray(at, at + 65_536));
    const [, bytes = data] = parts;
    const [, proof] = merkleProofs(parts).proofs;
    const value = { height: 1_234_567n, round: 2, part: { index: 1, bytes, proof } };
    return { type: "BlockPart", value: value as BlockPart };
  },
  "BlockPart 65537 bytes": (base) => {
    const { value } = base("BlockPart no bytes") as { value: BlockPart };
    return {
      type: "BlockPart",
      value: { ...value, part: { ...value.part, bytes: new Uint8Array(65_537) } },
    };
  },
  "Vote extension 1048577 bytes": (base) => {
    const { value } = base("Vote extension signature 65 bytes") as { value: VoteMessage };
    const vote = value.vote && {
      ...value.vote,
      extension: new Uint8Array(1_048_577),
      extensionSignature: value.vote.extensionSignature.slice(0, 64),
    };
    return { type: "Vote", value: { vote } };
  },
  "ext commit extension 1048577 bytes": (base) => {
    const { value } = base("ext commit height differs from block (accepted here)") as {
      value: BlockResponse;
    };
    const { block, extCommit } = value;
    const extendedSignatures = extCommit?.extendedSignatures.map((signature, index) =>
      index === 0 ? { ...signature, extension: new Uint8Array(1_048_577) } : signature,
    );
    const changed = { ...extCommit, height: block?.header.height, extendedSignatures };
    return { type: "BlockResponse", value: { block, extCommit: changed as BlockResponse["extCommit"] } };
  },
};

function manySignatures(count: number): ChannelMessage {
  const nothing = new Uint8Array(0);
  const signature = {
    blockIdFlag: 0,
    validatorAddress: nothing,
    timestamp: goZeroTime(),
    signature: nothing,
  };
  const signatures = Array.from({ length: count }, () => signature);
  const lastCommit = { height: 1n, round: 0, blockId: emptyBlockID(), signatures };
  const value: BlockResponse = { block: { ...emptyBlock(), lastCommit }, extCommit: undefined };
  return { type: "BlockResponse", value };
}

function twoTxs(size: number): ChannelMessage {
  return { type: "Txs", value: { txs: [new Uint8Array(size), new Uint8Array(size)] } };
}
