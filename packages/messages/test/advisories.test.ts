/*
 * One test for each fault of CometBFT's that reached it through messages of a peer: the attack's bytes or content, and how
 * they end here. Some faults are in what a reactor does with valid messages; here then is what the message alone can tell.
 */
import { describe, expect, test } from "vitest";
import {
  type ChannelMessage,
  decodeMessage,
  encodeMessage,
  type LightClientAttackEvidence,
  type Release,
  releases,
  validateMessage,
} from "../src/index.js";
import { fromHex } from "./support/hex.js";
import { there, validMessage } from "./support/messages.js";

const huge = 2n ** 62n;

function coded(code: string, path?: string): unknown {
  return expect.objectContaining({ code, ...(path === undefined ? {} : { path }) });
}

/** Validates what arrives when `message` is sent. */
function receive(message: ChannelMessage, channel: number, version: Release = "v0.38"): void {
  const bytes = encodeMessage(message);
  validateMessage(decodeMessage({ version, channel, bytes }), { version });
}

function attack(): { message: ChannelMessage; evidence: LightClientAttackEvidence } {
  const message = validMessage("EvidenceList", "evidence", "light client attack evidence");
  const sum = message.value.evidence[0]?.sum;
  if (sum?.case !== "lightClientAttackEvidence") throw new Error("no such evidence");
  return { message, evidence: sum.value };
}

describe("ASA-2025-003, GHSA-hrhf-2vcr-ghch: a bit array with more bits than words", () => {
  const arrays: [bigint, number][] = [
    [65n, 1],
    [1n, 0],
    [64n, 2],
    [-1n, 0],
    [-64n, 0],
    [-126n, 0],
  ];

  test.each(arrays)("%d bits in %d words", (bits, words) => {
    const array = { bits, elems: Array.from({ length: words }, () => 1n) };
    const block = validMessage("NewValidBlock", "consensus", "NewValidBlock with 5 parts");
    block.value.blockParts = array;
    expect(() => receive(block, 0x20)).toThrow(coded("VALIDATE_BIT_ARRAY", "blockParts"));
    const pol = validMessage("ProposalPOL", "consensus", "ProposalPOL with 100 bits");
    pol.value.proposalPol = array;
    expect(() => receive(pol, 0x21)).toThrow(coded("VALIDATE_BIT_ARRAY", "proposalPol"));
    const votes = validMessage("VoteSetBits", "consensus", "VoteSetBits type 1");
    votes.value.votes = array;
    expect(() => receive(votes, 0x23)).toThrow(coded("VALIDATE_BIT_ARRAY", "votes"));
  });
});

test("ASA-2025-002, GHSA-r3r4-g7hq-pq4f: a part with another part's proof", () => {
  const message = validMessage("BlockPart", "consensus", "BlockPart single part");
  message.value.part.proof.index = 1n;
  expect(() => receive(message, 0x21)).toThrow(coded("VALIDATE_MISMATCH", "part.index"));
  expect(() => receive(message, 0x21, "v0.34")).not.toThrow();
});

test("ASA-2025-001, GHSA-22qq-3xwm-r5x4: a height that goes down is a matter between two valid messages", () => {
  const status = (height: bigint, base: bigint): ChannelMessage => ({
    type: "StatusResponse",
    value: { height, base },
  });
  for (const version of releases) {
    expect(() => receive(status(100n, 10n), 0x40, version)).not.toThrow();
    expect(() => receive(status(50n, 5n), 0x40, version)).not.toThrow();
    expect(() => receive(status(50n, 51n), 0x40, version)).toThrow(coded("VALIDATE_TOO_LARGE", "base"));
  }
});

test("ASA-2024-011, GHSA-p7mv-53f2-4cwj: a vote of a validator that is not there needs the set to be known", () => {
  const message = validMessage("Vote", "consensus", "Vote precommit with extension");
  const vote = there(message.value.vote);
  vote.validatorIndex = 2 ** 31 - 1;
  expect(() => receive(message, 0x22)).not.toThrow();
  vote.validatorIndex = -1;
  expect(() => receive(message, 0x22)).toThrow(coded("VALIDATE_TOO_SMALL", "vote.validatorIndex"));
});

test("ASA-2024-009, GHSA-g5xx-c4hv-9ccc: a proposer who is a stranger, and a total that is made up", () => {
  const { message, evidence } = attack();
  const block = there(evidence.conflictingBlock);
  const set = there(block.validatorSet);
  set.totalVotingPower = 1n;
  expect(() => receive(message, 0x38)).not.toThrow();
  const [first, ...rest] = set.validators;
  set.proposer = there(first);
  set.validators = rest;
  expect(() => receive(message, 0x38)).toThrow(
    coded("VALIDATE_PROPOSER", "evidence[0].conflictingBlock.validatorSet.proposer"),
  );
});

test("ASA-2024-008, GHSA-hg58-rf2h-6rr7: a bad block is told by itself when it is not what its header says", () => {
  const name = "BlockResponse three txs and a commit of four";
  const message = validMessage("BlockResponse", "blocksync", name);
  there(message.value.block).data.txs.pop();
  expect(() => receive(message, 0x40)).toThrow(coded("VALIDATE_HASH", "block.header.dataHash"));
});

test("#5946: empty transactions that cost two bytes to send", () => {
  const bytes = Buffer.concat([fromHex("0ac0843d"), Buffer.alloc(1_000_000, fromHex("0a00"))]);
  const error = coded("DECODE_TX_EMPTY");
  expect(() => decodeMessage({ version: "v0.38", channel: 0x30, bytes })).toThrow(error);
  expect(() => decodeMessage({ version: "v1.0", channel: 0x30, bytes })).toThrow(coded("DECODE_LIMIT"));
});

test("#5948: a field number that only the decoder takes for the list", () => {
  const bytes = fromHex("8a8080808001020a00");
  expect(() => decodeMessage({ version: "v0.38", channel: 0x30, bytes })).toThrow(coded("DECODE_TX_EMPTY"));
});

test("#5860, #5959: a block that nobody asked for, or packed with signatures; late answers are none", () => {
  const bytes = encodeMessage(
    validMessage("BlockResponse", "blocksync", "BlockResponse three txs and a commit of four"),
  );
  const block = { version: "v0.38", channel: 0x40, bytes } as const;
  expect(() => decodeMessage({ ...block, blockRequested: false })).toThrow(coded("DECODE_UNREQUESTED_BLOCK"));
  expect(() => decodeMessage(block)).not.toThrow();
  // BlockResponse{block: {last_commit: {10,001 empty signatures}}}
  const packed = Buffer.concat([fromHex("1aaa9c010aa69c0122a29c01"), Buffer.alloc(20_002, fromHex("2200"))]);
  expect(() => decodeMessage({ ...block, bytes: packed })).toThrow(coded("DECODE_TOO_MANY_SIGNATURES"));
});

test("#5324: a proposal of a block with 2^32 - 1 parts", () => {
  const message = validMessage("Proposal", "consensus", "Proposal typical");
  message.value.proposal.blockId.partSetHeader.total = 2 ** 32 - 1;
  const path = "proposal.blockId.partSetHeader.total";
  for (const version of releases) {
    for (const maxBlockBytes of [-1, 4_194_304]) {
      const validate = () => validateMessage(message, { version, maxBlockBytes });
      expect(validate).toThrow(coded("VALIDATE_TOO_LARGE", path));
    }
  }
});

test("#5547, #5548, #5549: a snapshot of 2^32 - 1 chunks", () => {
  const message = validMessage("SnapshotsResponse", "statesync", "SnapshotsResponse typical");
  message.value.chunks = 2 ** 32 - 1;
  expect(() => receive(message, 0x60)).toThrow(coded("VALIDATE_TOO_LARGE", "chunks"));
  expect(() => receive(message, 0x60, "v1.0")).not.toThrow();
  const limited = () => validateMessage(message, { version: "v1.0", maxSnapshotChunks: 100_000 });
  expect(limited).toThrow(coded("VALIDATE_TOO_LARGE", "chunks"));
});

test.each(releases)("#5777: a vote message without a vote, %s", (version) => {
  const message = decodeMessage({ version, channel: 0x22, bytes: fromHex("3200") });
  expect(() => validateMessage(message, { version })).toThrow(coded("VALIDATE_MISSING", "vote"));
});

describe("#5638: evidence of an attack on a light client", () => {
  test.each(releases)("without a signed header, %s", (version) => {
    // LightClientAttackEvidence{conflicting_block: {}}
    const message = decodeMessage({ version, channel: 0x38, bytes: fromHex("0a0412020a00") });
    expect(() => validateMessage(message, { version })).toThrow(
      coded("VALIDATE_MISSING", "evidence[0].conflictingBlock.signedHeader"),
    );
  });

  test("with a validator whose key is another's", () => {
    const { message, evidence } = attack();
    const [first, second] = there(there(evidence.conflictingBlock).validatorSet).validators;
    there(first).pubKey = there(second).pubKey;
    expect(() => receive(message, 0x38)).toThrow(
      coded("VALIDATE_ADDRESS", "evidence[0].conflictingBlock.validatorSet.validators[0].address"),
    );
  });

  test.each(releases)("with a validator without a key, %s", (version) => {
    const { message, evidence } = attack();
    const [first] = evidence.byzantineValidators;
    there(first).pubKey = { sum: undefined };
    expect(() => validateMessage(message, { version })).toThrow(
      coded("VALIDATE_KEY", "evidence[0].byzantineValidators[0].pubKey"),
    );
  });
});

test("#5803, #5801: heights that cannot be are a matter of what the others say", () => {
  const message: ChannelMessage = { type: "StatusResponse", value: { height: huge, base: huge } };
  expect(() => receive(message, 0x40)).not.toThrow();
  expect(() => receive({ type: "StatusResponse", value: { height: huge, base: -huge } }, 0x40)).toThrow(
    coded("VALIDATE_TOO_SMALL", "base"),
  );
});

test.each(releases)("a total voting power above 2^63 / 8, %s", (version) => {
  const { message, evidence } = attack();
  const set = there(there(evidence.conflictingBlock).validatorSet);
  for (const validator of set.validators) validator.votingPower = huge;
  const path = "evidence[0].conflictingBlock.validatorSet.validators";
  expect(() => validateMessage(message, { version })).toThrow(coded("VALIDATE_TOO_LARGE", path));
});
