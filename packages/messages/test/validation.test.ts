/* What is wrong with a message, where, and which limit it breaks. Verdicts are compared with Go's by the conformance suite. */
import { describe, expect, test } from "vitest";
import {
  BlockIDFlag,
  type ChannelMessage,
  CometwireError,
  decodeMessage,
  goZeroTime,
  messageLimits,
  type MessageType,
  type MessageTypes,
  SignedMsgType,
  validateMessage,
  type ValidateMessageOptions,
  ValidationError,
  type ValidationErrorCode,
  validationErrorCodes,
} from "../src/index.js";
import { there, validMessage } from "./support/messages.js";

/** Breaks a valid message; says how it is refused. */
interface Case {
  readonly what: string;
  readonly message: ChannelMessage;
  readonly options?: Partial<ValidateMessageOptions>;
  readonly code: ValidationErrorCode;
  readonly path: string;
  readonly limit?: number | bigint;
}

function broken<Type extends MessageType>(
  type: Type,
  file: string,
  name: string,
  breaks: (value: MessageTypes[Type]) => void,
): ChannelMessage {
  const message = validMessage(type, file, name);
  breaks(message.value);
  return message as ChannelMessage;
}

const bytes = (length: number) => new Uint8Array(length);
const step = (breaks: (value: MessageTypes["NewRoundStep"]) => void) =>
  broken("NewRoundStep", "consensus", "NewRoundStep typical", breaks);
const vote = (breaks: (value: NonNullable<MessageTypes["Vote"]["vote"]>) => void) =>
  broken("Vote", "consensus", "Vote precommit with extension", ({ vote }) => breaks(there(vote)));
const proposal = (breaks: (value: MessageTypes["Proposal"]["proposal"]) => void) =>
  broken("Proposal", "consensus", "Proposal with POL round", ({ proposal }) => breaks(proposal));
const part = (breaks: (value: MessageTypes["BlockPart"]["part"]) => void) =>
  broken("BlockPart", "consensus", "BlockPart last of three", ({ part }) => breaks(part));
const block = (breaks: (value: NonNullable<MessageTypes["BlockResponse"]["block"]>) => void) =>
  broken("BlockResponse", "blocksync", "BlockResponse three txs and a commit of four", (value) =>
    breaks(there(value.block)),
  );
const extended = (breaks: (value: NonNullable<MessageTypes["BlockResponse"]["extCommit"]>) => void) =>
  broken("BlockResponse", "blocksync", "BlockResponse with extended commit", (value) =>
    breaks(there(value.extCommit)),
  );

const cases: Case[] = [
  {
    what: "a step that there is not",
    message: step((value) => (value.step = 9)),
    code: "VALIDATE_TYPE",
    path: "step",
    limit: 8,
  },
  {
    what: "a height before the chain's first",
    message: step((value) => (value.height = 99n)),
    options: { initialHeight: 100n },
    code: "VALIDATE_TOO_SMALL",
    path: "height",
    limit: 100n,
  },
  {
    what: "a last commit at the chain's first height",
    message: step((value) => Object.assign(value, { height: 100n, lastCommitRound: 0 })),
    options: { initialHeight: 100n },
    code: "VALIDATE_TOO_LARGE",
    path: "lastCommitRound",
    limit: -1,
  },
  {
    what: "too many bits",
    message: broken("ProposalPOL", "consensus", "ProposalPOL with 1 bits", (value) => {
      value.proposalPol = { bits: 10_001n, elems: Array.from({ length: 157 }, () => 0n) };
    }),
    code: "VALIDATE_TOO_LARGE",
    path: "proposalPol.bits",
    limit: messageLimits.votes,
  },
  {
    what: "bits for another number of parts",
    message: broken("NewValidBlock", "consensus", "NewValidBlock with 5 parts", (value) => {
      value.blockPartSetHeader.total = 6;
    }),
    code: "VALIDATE_MISMATCH",
    path: "blockParts.bits",
    limit: 6,
  },
  {
    what: "a vote of no type",
    message: vote((value) => (value.type = SignedMsgType.PROPOSAL)),
    code: "VALIDATE_TYPE",
    path: "vote.type",
  },
  {
    what: "a hash cut short",
    message: vote((value) => (value.blockId.partSetHeader.hash = bytes(31))),
    code: "VALIDATE_LENGTH",
    path: "vote.blockId.partSetHeader.hash",
    limit: 32,
  },
  {
    what: "half a block's id",
    message: vote((value) => (value.blockId.hash = bytes(0))),
    code: "VALIDATE_BLOCK_ID",
    path: "vote.blockId",
  },
  {
    what: "no signature",
    message: vote((value) => (value.signature = bytes(0))),
    code: "VALIDATE_MISSING",
    path: "vote.signature",
  },
  ...(
    [
      ["v0.34", 64],
      ["v0.37", 64],
      ["v0.38", 64],
      ["v0.39", 96],
      ["v0.40", 3309],
      ["v1.0", 96],
    ] as const
  ).map(
    ([version, limit]): Case => ({
      what: `a signature too long for ${version}`,
      message: vote((value) => (value.signature = bytes(limit + 1))),
      options: { version },
      code: "VALIDATE_LENGTH",
      path: "vote.signature",
      limit,
    }),
  ),
  {
    what: "an extension of a prevote",
    message: vote((value) => (value.type = SignedMsgType.PREVOTE)),
    code: "VALIDATE_UNEXPECTED",
    path: "vote.extension",
  },
  {
    what: "a POL of the same round, v1.0",
    message: proposal((value) => (value.polRound = value.round)),
    options: { version: "v1.0" },
    code: "VALIDATE_TOO_LARGE",
    path: "proposal.polRound",
  },
  {
    what: "more parts than the chain's blocks have",
    message: proposal((value) => (value.blockId.partSetHeader.total = 65)),
    options: { maxBlockBytes: 4_194_304 },
    code: "VALIDATE_TOO_LARGE",
    path: "proposal.blockId.partSetHeader.total",
    limit: 64,
  },
  {
    what: "a part too large",
    message: part((value) => (value.bytes = bytes(65_537))),
    code: "VALIDATE_LENGTH",
    path: "part.bytes",
    limit: 65_536,
  },
  {
    what: "a part that is not the last and not full",
    message: part((value) => (value.proof.total += 1n)),
    code: "VALIDATE_LENGTH",
    path: "part.bytes",
    limit: 65_536,
  },
  {
    what: "a proof that is too long",
    message: part((value) => (value.proof.aunts = Array.from({ length: 101 }, () => bytes(32)))),
    code: "VALIDATE_TOO_LARGE",
    path: "part.proof.aunts.length",
    limit: 100,
  },
  {
    what: "a chain id that is too long, in bytes",
    message: block((value) => (value.header.chainId = "ü".repeat(26))),
    code: "VALIDATE_LENGTH",
    path: "block.header.chainId",
    limit: 50,
  },
  {
    what: "another block protocol",
    message: block((value) => (value.header.version.block = 12n)),
    code: "VALIDATE_PROTOCOL",
    path: "block.header.version.block",
    limit: 11n,
  },
  {
    what: "no last commit",
    message: block((value) => (value.lastCommit = undefined)),
    code: "VALIDATE_MISSING",
    path: "block.lastCommit",
  },
  {
    what: "a last commit for nothing",
    message: block((value) => {
      there(value.lastCommit).blockId = {
        hash: bytes(0),
        partSetHeader: { total: 0, hash: bytes(0) },
      };
    }),
    code: "VALIDATE_BLOCK_ID",
    path: "block.lastCommit.blockId",
  },
  {
    what: "an absent vote with a time",
    message: block((value) => {
      there(value.lastCommit).signatures[3] = {
        blockIdFlag: BlockIDFlag.ABSENT,
        validatorAddress: bytes(0),
        timestamp: { ...goZeroTime(), nanos: 1 },
        signature: bytes(0),
      };
    }),
    code: "VALIDATE_UNEXPECTED",
    path: "block.lastCommit.signatures[3].timestamp",
  },
  {
    what: "another last commit",
    message: block((value) => there(value.lastCommit).signatures.pop()),
    code: "VALIDATE_HASH",
    path: "block.header.lastCommitHash",
  },
  {
    what: "other evidence",
    message: block((value) => (value.header.evidenceHash = bytes(32))),
    code: "VALIDATE_HASH",
    path: "block.header.evidenceHash",
  },
  {
    what: "too long an extension",
    message: extended(({ extendedSignatures: [first] }) => (there(first).extension = bytes(1_048_577))),
    code: "VALIDATE_LENGTH",
    path: "extCommit.extendedSignatures[0].extension",
    limit: 1_048_576,
  },
  {
    what: "votes the wrong way round",
    message: broken("EvidenceList", "evidence", "two duplicate votes and one attack", ({ evidence }) => {
      const sum = evidence[1]?.sum;
      if (sum?.case !== "duplicateVoteEvidence") throw new Error("no votes");
      [sum.value.voteA, sum.value.voteB] = [sum.value.voteB, sum.value.voteA];
    }),
    code: "VALIDATE_ORDER",
    path: "evidence[1].voteB.blockId",
  },
  {
    what: "evidence of no kind",
    message: { type: "EvidenceList", value: { evidence: [{ sum: undefined }] } },
    code: "VALIDATE_MISSING",
    path: "evidence[0].sum",
  },
  {
    what: "a base above the height",
    message: { type: "StatusResponse", value: { height: 5n, base: 6n } },
    code: "VALIDATE_TOO_LARGE",
    path: "base",
    limit: 5n,
  },
  {
    what: "more chunks than the configuration allows",
    message: broken("SnapshotsResponse", "statesync", "SnapshotsResponse typical", (value) => {
      value.chunks = 11;
    }),
    options: { maxSnapshotChunks: 10 },
    code: "VALIDATE_TOO_LARGE",
    path: "chunks",
    limit: 10,
  },
  {
    what: "a missing chunk with content",
    message: broken("ChunkResponse", "statesync", "ChunkResponse typical", (value) => (value.missing = true)),
    code: "VALIDATE_UNEXPECTED",
    path: "chunk",
  },
  {
    what: "an address that is none",
    message: { type: "PexAddrs", value: { addrs: [{ id: "", ip: "\u001b[2J", port: 26656 }] } },
    code: "VALIDATE_ADDRESS",
    path: "addrs[0].ip",
  },
  {
    what: "a port that is none",
    message: { type: "PexAddrs", value: { addrs: [{ id: "", ip: "::1", port: 65_536 }] } },
    code: "VALIDATE_TOO_LARGE",
    path: "addrs[0].port",
    limit: 65_535,
  },
];

test.each(cases)("$what", ({ message, options, code, path, limit }) => {
  let thrown: unknown;
  try {
    validateMessage(message, { version: "v0.38", ...options });
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(ValidationError);
  expect(thrown).toBeInstanceOf(CometwireError);
  const error = thrown as ValidationError;
  expect([error.name, error.code, error.path]).toEqual(["ValidationError", code, path]);
  if (limit !== undefined) expect(error.limit).toBe(limit);
  // The message names the field, and nothing a peer wrote goes into it unescaped.
  expect(error.message).toMatch(/^[\x20-\x7e]+$/);
  expect(error.message.startsWith(`${path}: `)).toBe(true);
  expect(error.message.length).toBeLessThan(300);
});

test("every code is met, three of them in the tests of the advisories", () => {
  const met = new Set(cases.map(({ code }) => code));
  const elsewhere = ["VALIDATE_BIT_ARRAY", "VALIDATE_KEY", "VALIDATE_PROPOSER"];
  expect(Object.keys(validationErrorCodes).filter((code) => !met.has(code as ValidationErrorCode))).toEqual(
    elsewhere,
  );
});

describe("network addresses are what Go's net.ParseIP takes", () => {
  const good = [
    "1.2.3.4",
    "0.0.0.0",
    "::",
    "::1",
    "1::",
    "1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7::",
    "::ffff:1.2.3.4",
  ];
  const bad = [
    "",
    "1.2.3",
    "1.2.3.4.5",
    "01.2.3.4",
    "1.2.3.256",
    ":",
    ":::",
    "1::2::3",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8::",
    "1:2:3:4:5:6:7:8:9",
    "12345::",
    "fe80::1%eth0",
    "1.2.3.4::",
    "::1.2.3",
  ];
  test.each([...good.map((ip) => [ip, true] as const), ...bad.map((ip) => [ip, false] as const)])(
    "%j: %s",
    (ip, accepted) => {
      const message: ChannelMessage = { type: "PexAddrs", value: { addrs: [{ id: "", ip, port: 1 }] } };
      const validate = () => validateMessage(message, { version: "v0.38" });
      if (accepted) expect(validate).not.toThrow();
      else expect(validate).toThrow(ValidationError);
    },
  );
});

test("whatever is decoded is judged without another error than ours", () => {
  // Every value of one byte as the content of every member of each reactor.
  for (const channel of [0x00, 0x20, 0x30, 0x38, 0x40, 0x60]) {
    for (let tag = 0x02; tag < 0x60; tag += 8) {
      for (const content of [
        [],
        [0x08, 0x01],
        [0x0a, 0x00],
        [0x12, 0x00],
        [0x1a, 0x00],
        [0x0a, 0x02, 0x0a, 0x00],
      ]) {
        const message = Uint8Array.from([tag, content.length, ...content]);
        try {
          validateMessage(decodeMessage({ version: "v1.0", channel, bytes: message }), { version: "v1.0" });
        } catch (error) {
          expect(error).toBeInstanceOf(CometwireError);
        }
      }
    }
  }
});
