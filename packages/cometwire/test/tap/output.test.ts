import { type ChannelMessage, messagePlaces } from "@cometwire/messages";
import { describe, expect, it } from "vitest";
import { messageJson, messageLine } from "../../src/tap/message-json.js";
import { prettyLine } from "../../src/tap/pretty-line.js";
import { createStyle } from "../../src/text/style.js";
import { recorded, somePeer, tapped, tappedMessage } from "./support.js";

const plain = createStyle(false);
const filled = (length: number, value: number): Uint8Array => new Uint8Array(length).fill(value);
const versions = ["v0.34.35", "v0.37.18", "v0.38.25", "v0.40.0", "v1.0.1"];
const printableLine = /^[\x20-\x7e…]*\n$/;

describe("recorded gossip", () => {
  it.each(versions)(
    "of %s: every message is one line for people and one for programs, without an error",
    (version) => {
      const types = new Set<string | null>();
      const faults: string[] = [];
      for (const { channel, bytes, release, type } of recorded(version)) {
        const message = tapped(bytes, channel, { peer: { ...somePeer, release } });
        const [pretty, line] = [prettyLine(message, plain), messageLine(message)];
        const json = JSON.parse(line) as ReturnType<typeof messageJson>;
        types.add(json.type);
        const isRight = json.error === undefined && type.endsWith(`.${json.type ?? ""}`);
        if (!isRight || !printableLine.test(pretty) || !printableLine.test(line)) faults.push(pretty);
      }
      expect(faults).toEqual([]);
      // In v0.40 nobody asked the recorder for its status, and only v1.0 has the other one.
      const missing = version === "v0.40.0" ? ["StatusRequest"] : [];
      if (version !== "v1.0.1") missing.push("HasProposalBlockPart");
      const all = Object.keys(messagePlaces);
      expect(all.filter((type) => !types.has(type)).toSorted()).toEqual(missing.toSorted());
    },
  );
});

const blockId = { hash: filled(32, 0xab), partSetHeader: { total: 2, hash: filled(32, 0xcd) } };
const nobody = { hash: new Uint8Array(), partSetHeader: { total: 0, hash: new Uint8Array() } };
const vote = {
  type: 2,
  height: 12n,
  round: 1,
  blockId,
  timestamp: { seconds: 1_763_847_639n, nanos: 800_000_000 },
  validatorAddress: filled(20, 0xee),
  validatorIndex: 3,
  signature: filled(64, 1),
  extension: filled(12, 2),
  extensionSignature: filled(64, 3),
};

describe("lines for people", () => {
  const lines: readonly (readonly [ChannelMessage, string])[] = [
    [
      {
        type: "NewRoundStep",
        value: { height: 12n, round: 1, step: 6, secondsSinceStartTime: 0n, lastCommitRound: 0 },
      },
      "12/1  Precommit  last commit in round 0",
    ],
    [{ type: "Vote", value: { vote } }, "12/1  precommit  #3 EEEEEEEE  block ABABABAB  extension 12 B"],
    [
      {
        type: "Vote",
        value: {
          vote: {
            ...vote,
            type: 1,
            blockId: nobody,
            extension: new Uint8Array(),
            extensionSignature: new Uint8Array(),
          },
        },
      },
      "12/1  prevote  #3 EEEEEEEE  nil",
    ],
    [
      {
        type: "VoteSetBits",
        value: { height: 12n, round: 0, type: 1, blockId, votes: { bits: 4n, elems: [0b1011n] } },
      },
      "12/0  prevote  block ABABABAB  xx_x",
    ],
    [
      {
        type: "ProposalPOL",
        value: { height: 12n, proposalPolRound: 0, proposalPol: { bits: 150n, elems: [7n, 1n, 0n] } },
      },
      "12/0  prevotes 4 of 150",
    ],
    [
      { type: "Txs", value: { txs: [Buffer.from("a")] } },
      "CA978112CA1BBDCAFAC231B39A23DC4DA786EFF8147C4E72B9807785AFEE48BB 1 B",
    ],
    [{ type: "StatusResponse", value: { base: 1n, height: 12n } }, "blocks 1 to 12"],
    [{ type: "NoBlockResponse", value: { height: 12n } }, "12 is not there"],
    [{ type: "PexRequest", value: {} }, ""],
  ];
  it.each(lines.map(([message, expected]) => ({ type: message.type, message, expected })))(
    "$type: $expected",
    ({ message, expected }) => {
      const line = prettyLine(tappedMessage(message), plain);
      expect(line).toBe(`21:40:39.812  2d9983b2  ${`${message.type.padEnd(20)}  ${expected}`.trimEnd()}\n`);
    },
  );

  it("say how much later than whom, in the background", () => {
    const sighting = { isFirst: false, copies: 2, firstPeer: "4f3e8c2d9b", delayMs: 12.34 };
    const message = tappedMessage({ type: "Vote", value: { vote } }, { sighting });
    expect(prettyLine(message, plain)).toContain("extension 12 B  12.3 ms after 4f3e8c2d\n");
    expect(prettyLine(message, createStyle(true))).toContain("\u001b[2mVote");
    const first = { ...sighting, isFirst: true };
    expect(prettyLine({ ...message, sighting: first }, createStyle(true))).toContain("\u001b[1mVote");
  });

  it("say what is wrong", () => {
    expect(prettyLine(tapped(filled(20, 0xff), 0x20), plain)).toMatchInlineSnapshot(`
      "21:40:39.812  2d9983b2  unreadable            0x20  20 B  ffffffffffffffffffffffffffffffff…  DECODE_VARINT_OVERFLOW: varint of more than 10 bytes (at byte 10)
      "
    `);
    const unsigned = tappedMessage({
      type: "Vote",
      value: { vote: { ...vote, signature: new Uint8Array() } },
    });
    expect(prettyLine(unsigned, plain)).toMatchInlineSnapshot(`
      "21:40:39.812  2d9983b2  Vote                  12/1  precommit  #3 EEEEEEEE  block ABABABAB  extension 12 B  VALIDATE_MISSING: vote.signature: there is no signature
      "
    `);
  });

  it("let nothing of a peer's through to the terminal", () => {
    const addrs = [{ id: "\u001b[2J\u009b1m", ip: "\u202e\u0007evil", port: 1 }];
    const message = tappedMessage({ type: "PexAddrs", value: { addrs } });
    for (const line of [prettyLine(message, plain), messageLine(message)])
      expect(line).toMatch(printableLine);
  });
});

describe("lines for programs", () => {
  it("hold all there is to know, in one shape", () => {
    const sighting = { isFirst: false, copies: 2, firstPeer: "4f3e8c2d9b", delayMs: 12.3456 };
    expect(messageJson(tappedMessage({ type: "Vote", value: { vote } }, { sighting }))).toEqual({
      at: "2025-11-22T21:40:39.812345Z",
      network: "test-chain",
      peer: somePeer.id,
      address: somePeer.address,
      release: "v0.38",
      channel: 0x22,
      type: "Vote",
      size: 270,
      message: {
        vote: {
          type: 2,
          height: "12",
          round: 1,
          blockId: { hash: "ab".repeat(32), partSetHeader: { total: 2, hash: "cd".repeat(32) } },
          timestamp: "2025-11-22T21:40:39.8Z",
          validatorAddress: "ee".repeat(20),
          validatorIndex: 3,
          signature: "01".repeat(64),
          extension: "02".repeat(12),
          extensionSignature: "03".repeat(64),
        },
      },
      sighting: { first: false, copies: 2, firstPeer: "4f3e8c2d9b", delayMs: 12.346 },
    });
  });

  it("name what a oneof holds, leave out what is absent, and give transactions' hashes", () => {
    const evidence = {
      voteA: vote,
      voteB: undefined,
      totalVotingPower: 4n,
      validatorPower: 1n,
      timestamp: vote.timestamp,
    };
    const list: ChannelMessage = {
      type: "EvidenceList",
      value: { evidence: [{ sum: { case: "duplicateVoteEvidence", value: evidence } }, { sum: undefined }] },
    };
    expect(messageJson(tappedMessage(list)).message).toMatchObject({
      evidence: [{ duplicateVoteEvidence: { totalVotingPower: "4", voteA: { height: "12" } } }, {}],
    });
    const txs: ChannelMessage = { type: "Txs", value: { txs: [Buffer.from("a")] } };
    expect(messageJson(tappedMessage(txs)).txHashes).toEqual([
      "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
    ]);
  });

  it("show the beginning of what cannot be read", () => {
    const json = messageJson(tapped(filled(3_000, 0xff), 0x20));
    expect(json).toMatchObject({ type: null, size: 3_000, bytes: "ff".repeat(1_024) });
    expect(json.error?.code).toMatch(/^DECODE_/);
    expect(json).not.toHaveProperty("message");
  });
});
