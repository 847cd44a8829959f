import { describe, expect, test } from "vitest";
import {
  type ChannelMessage,
  decodeMessage,
  encodeMessage,
  messagePlaces,
  type MessageType,
  type Release,
  releases,
  standardChannels,
} from "../src/index.js";
import { fromHex, toHex } from "./support/hex.js";

const types = Object.keys(messagePlaces) as MessageType[];
const read = (channel: number, hex: string, version: Release = "v0.38") =>
  decodeMessage({ version, channel, bytes: fromHex(hex) });

describe("where messages belong", () => {
  test.each(releases)("each is on a channel of its reactor, and no channel is empty: %s", (release) => {
    const channels = standardChannels(release);
    for (const type of types) {
      const { channel, reactor } = messagePlaces[type];
      expect([type, channels.find(({ id }) => id === channel)?.reactor]).toEqual([type, reactor]);
    }
    const used = new Set(types.map((type) => messagePlaces[type].channel));
    expect(channels.filter(({ id }) => !used.has(id))).toEqual([]);
  });
});

// The smallest bytes of each, by hand from the numbers of the schema.
const smallest: Readonly<Record<MessageType, string>> = {
  NewRoundStep: "0a00",
  NewValidBlock: "12021a00",
  Proposal: "1a130a112a021200320b088092b8c398feffffff01",
  ProposalPOL: "22021a00",
  BlockPart: "2a041a021a00",
  Vote: "3200",
  HasVote: "3a00",
  VoteSetMaj23: "420422021200",
  VoteSetBits: "4a06220212002a00",
  HasProposalBlockPart: "5200",
  Txs: "0a00",
  EvidenceList: "",
  BlockRequest: "0a00",
  NoBlockResponse: "1200",
  BlockResponse: "1a00",
  StatusRequest: "2200",
  StatusResponse: "2a00",
  SnapshotsRequest: "0a00",
  SnapshotsResponse: "1200",
  ChunkRequest: "1a00",
  ChunkResponse: "2200",
  PexRequest: "0a00",
  PexAddrs: "1200",
};

describe("a message of a channel", () => {
  test.each(types)("%s without content is written as Go writes it, and read back", (type) => {
    const { channel } = messagePlaces[type];
    const message = read(channel, smallest[type], "v1.0");
    expect(message.type).toBe(type);
    expect(toHex(encodeMessage(message))).toBe(smallest[type]);
  });

  test("is typed by its name", () => {
    const message: ChannelMessage = read(0x40, "0a020801");
    expect(message).toEqual({ type: "BlockRequest", value: { height: 1n } });
    expect(toHex(encodeMessage({ type: "Txs", value: { txs: [fromHex("aa")] } }))).toBe("0a030a01aa");
  });

  test("may come on another channel of its reactor", () => {
    expect(read(0x20, smallest.Vote).type).toBe("Vote");
    expect(messagePlaces.Vote.channel).toBe(0x22);
  });

  test("that the release does not know is none", () => {
    for (const release of releases.filter((each) => each !== "v1.0")) {
      expect(() => read(0x20, "5200", release)).toThrow(
        expect.objectContaining({ name: "DecodeError", code: "DECODE_NO_MEMBER" }),
      );
    }
    expect(read(0x20, "5200", "v1.0").type).toBe("HasProposalBlockPart");
  });

  test("has to be there, except for evidence", () => {
    for (const channel of new Set(types.map((type) => messagePlaces[type].channel))) {
      if (channel === 0x38)
        expect(read(channel, "")).toEqual({ type: "EvidenceList", value: { evidence: [] } });
      else expect(() => read(channel, "")).toThrow(expect.objectContaining({ code: "DECODE_NO_MEMBER" }));
    }
  });

  test.each([-1, 1, 0x24, 0x62, 256 + 0x20, 0.5, Number.NaN])("on channel %s is nobody's", (channel) => {
    expect(() => read(channel, "0a00")).toThrow(
      expect.objectContaining({ name: "DecodeError", code: "DECODE_UNKNOWN_CHANNEL" }),
    );
  });

  test("is read with the caller's limits", () => {
    const bytes = fromHex("0a040a000a00");
    const options = { version: "v1.0", channel: 0x30, bytes } as const;
    expect(decodeMessage(options)).toMatchObject({ value: { txs: [{}, {}] } });
    expect(() => decodeMessage({ ...options, maxElements: 1 })).toThrow(
      expect.objectContaining({ code: "DECODE_LIMIT" }),
    );
  });
});
