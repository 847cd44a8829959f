import { describe, expect, it } from "vitest";
import { isFurther, type RoundStep } from "../../src/tap/follow-rounds.js";
import { parseChannels, parseTypes } from "../../src/tap/names.js";
import { releaseOf } from "../../src/tap/release-of.js";
import { Sightings } from "../../src/tap/sightings.js";
import { nodeInfo } from "../support/node-info.js";

const at = (height: number, round: number, step: number): RoundStep => ({
  height: BigInt(height),
  round,
  step,
});

describe("following rounds", () => {
  it.each([
    [at(5, 0, 1), undefined, true],
    [at(5, 0, 2), at(5, 0, 1), true],
    [at(5, 1, 1), at(5, 0, 8), true],
    [at(6, 0, 1), at(5, 9, 8), true],
    [at(5, 0, 1), at(5, 0, 1), false],
    [at(5, 0, 8), at(5, 1, 1), false],
    [at(4, 9, 8), at(5, 0, 1), false],
  ])("%o after %o: %s", (now, told, expected) => {
    expect(isFurther(now, told)).toBe(expected);
  });
});

describe("a peer's release", () => {
  it.each([
    [8n, "0.34.24", "v0.34"],
    [8n, "0.37.16", "v0.37"],
    [8n, "0.38.25", "v0.38"],
    [8n, "v0.38.0-alpha", "v0.38"],
    [8n, "0.39.0", "v0.39"],
    [8n, "0.40", "v0.40"],
    [9n, "1.0.1", "v1.0"],
    [9n, "whatever", "v1.0"],
    [8n, "1.0.1", "v0.37"],
    [8n, "cometwire/0.1.0", "v0.37"],
    [8n, "0.380.1", "v0.37"],
    [8n, "", "v0.37"],
  ])("p2p %s, %s: %s", (p2p, version, expected) => {
    const protocolVersion = { p2p, block: 11n, app: 0n };
    expect(releaseOf(nodeInfo({ protocolVersion, version }), "v0.37")).toBe(expected);
  });
});

describe("names on the command line", () => {
  it("are those of the protocol, in whatever case, or what people say", () => {
    expect(parseTypes("vote, Tx,hasproposalblockpart,evidence")).toEqual([
      "Vote",
      "Txs",
      "HasProposalBlockPart",
      "EvidenceList",
    ]);
    expect(parseChannels("mempool,Consensus,0x61")).toEqual([0x30, 0x20, 0x21, 0x22, 0x23, 0x61]);
  });

  it.each([
    [
      () => parseTypes("Votes"),
      '--type: there is no "Votes"; there are NewRoundStep, NewValidBlock, HasVote, ',
    ],
    [() => parseTypes("Vote,"), "--type: a name is empty"],
    [
      () => parseChannels("gossip"),
      '--channel: there is no "gossip"; there are consensus, mempool, evidence, blocksync, statesync, pex, and 0x20, 0x21, ',
    ],
    [() => parseChannels("0x99"), '--channel: there is no "0x99"'],
    [() => parseChannels("\u001b[2J"), '--channel: there is no "\\u{1b}[2J"'],
  ])("are refused with those that there are: %s", (parse, message) => {
    expect(parse).toThrow(message);
  });
});

describe("sightings", () => {
  const content = (index: number): Uint8Array => Uint8Array.of(index, index >> 8, index >> 16);

  it("tell who was first, and count only what everybody passes on", () => {
    const sightings = new Sightings();
    expect(sightings.note("NewRoundStep", content(1), "a", 0)).toBeUndefined();
    expect(sightings.note("Vote", content(1), "a", 10)).toMatchObject({
      isFirst: true,
      copies: 1,
      firstPeer: "a",
    });
    expect(sightings.note("Txs", content(1), "b", 11)).toMatchObject({ isFirst: true });
    expect(sightings.note("Vote", content(1), "b", 12.5)).toEqual({
      isFirst: false,
      copies: 2,
      firstPeer: "a",
      delayMs: 2.5,
    });
  });

  it("forget the oldest of very many", () => {
    const sightings = new Sightings();
    for (let index = 0; index <= 65_536; index++) sightings.note("Txs", content(index), "a", index);
    expect(sightings.note("Txs", content(1), "b", 70_000)).toMatchObject({ isFirst: false });
    expect(sightings.note("Txs", content(0), "b", 70_000)).toMatchObject({ isFirst: true });
  });
});
