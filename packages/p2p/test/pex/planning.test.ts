import { groupKey, NetAddress } from "@cometwire/p2p";
import { SeededRandom } from "@cometwire/p2p/testing";
import { describe, expect, it } from "vitest";
import { type CrawlCandidate, type CrawlRules, planCrawl } from "../../src/pex/crawl-policy.js";
import { type EnsureSituation, pickBias, planPeers } from "../../src/pex/ensure-peers.js";
import { inventedId, inventions, scattered } from "./world.js";

const groupOf = (address: NetAddress) => groupKey(address, true);

describe("whom an ordinary node dials", () => {
  function situation(
    addresses: readonly NetAddress[],
    changes: Partial<EnsureSituation> = {},
  ): EnsureSituation {
    let next = 0;
    return {
      wanted: 10,
      outbound: 0,
      dialing: 0,
      needsAddresses: true,
      regular: true,
      groups: new Set(),
      groupOf,
      pick: () => addresses[next++ % Math.max(1, addresses.length)],
      refusal: () => undefined,
      ...changes,
    };
  }

  it.each([
    [0, 10],
    [1, 20],
    [8, 90],
    [50, 90],
  ])("leans to new addresses as it has peers: %i → %i %%", (outbound, bias) => {
    expect(pickBias(outbound)).toBe(bias);
  });

  it.each<[string, number, Partial<EnsureSituation>]>([
    ["all places, when it has none", 10, {}],
    ["what is missing", 3, { outbound: 5, dialing: 2 }],
    ["nobody, when it has enough", 0, { outbound: 10 }],
    [
      "nobody, when enough are on their way: the limit holds for whatever source",
      0,
      { outbound: 4, dialing: 6 },
    ],
    ["nobody, when none are wanted", 0, { wanted: 0 }],
    ["nobody who must not be dialled", 0, { refusal: () => "connected" }],
  ])("%s", (_name, count, changes) => {
    const { dials } = planPeers(situation(scattered(40), changes));
    expect(dials).toHaveLength(count);
    expect(new Set(dials.map(({ address }) => address.id)).size).toBe(count);
  });

  it("each id once, however few there are", () => {
    expect(planPeers(situation(scattered(3))).dials).toHaveLength(3);
  });

  it("the only one that is left, in a book of peers", () => {
    const addresses = scattered(40);
    const [left] = addresses.slice(-1);
    const refusal = (address: NetAddress) => (address === left ? undefined : "connected");
    const { dials } = planPeers(situation(addresses, { wanted: 40, outbound: 39, refusal }));
    expect(dials.map(({ address }) => address)).toEqual([left]);
  });

  it("in a small network nobody is left out, though picks are random and most are of peers", () => {
    const addresses = scattered(12);
    for (let seed = 1; seed <= 100; seed++) {
      const random = new SeededRandom(seed);
      const pick = () => addresses[random.integer(addresses.length)];
      const connected = (count: number): Partial<EnsureSituation> => ({
        pick,
        outbound: count,
        refusal: (address) => (addresses.indexOf(address) < count ? "connected" : undefined),
      });
      const missing = (outbound: number) =>
        planPeers(situation(addresses, { wanted: 12, ...connected(outbound) })).dials.length;
      expect([missing(0), missing(6), missing(9)], `seed ${seed}`).toEqual([12, 6, 3]);
    }
  });

  it("networks that it has no peer in come first", () => {
    const crowd = inventions(10, "44.77");
    const { dials } = planPeers(
      situation([...crowd, ...scattered(4, 100)], { wanted: 5, groups: new Set(["44.102.0.0"]) }),
    );
    const groups = dials.map(({ address }) => groupOf(address));
    expect(groups.slice(0, 4)).toEqual(["44.77.0.0", "44.100.0.0", "44.101.0.0", "44.103.0.0"]);
  });

  it.each<
    [
      string,
      { readonly ask: boolean; readonly seeds: boolean },
      readonly NetAddress[],
      Partial<EnsureSituation>,
    ]
  >([
    [
      "asks a peer, and no seed, when there is somebody to dial",
      { ask: true, seeds: false },
      scattered(9),
      {},
    ],
    ["asks seeds when there is nobody to dial", { ask: true, seeds: true }, [], {}],
    [
      "asks no peer between the regular looks when there is somebody to dial",
      { ask: false, seeds: false },
      scattered(9),
      { regular: false },
    ],
    [
      "asks a peer at any look when there is nobody to dial",
      { ask: true, seeds: true },
      [],
      { regular: false },
    ],
    [
      "asks nobody when the book is full",
      { ask: false, seeds: false },
      [],
      { needsAddresses: false, outbound: 1 },
    ],
    [
      "asks seeds with a full book of which nobody can be dialled",
      { ask: false, seeds: true },
      [],
      { needsAddresses: false },
    ],
    ["asks a peer although no outbound peers are wanted", { ask: true, seeds: false }, [], { wanted: 0 }],
    ["asks a peer although it has all its peers", { ask: true, seeds: false }, [], { outbound: 10 }],
  ])("%s", (_name, expected, addresses, changes) => {
    const { askPeer, askSeeds } = planPeers(situation(addresses, changes));
    expect({ ask: askPeer, seeds: askSeeds !== undefined }).toEqual(expected);
  });
});

describe("what a seed verifies", () => {
  const HOUR = 3_600_000;
  const now = 10 * HOUR;
  const rules: CrawlRules = {
    now,
    verifiedMaxAgeMs: HOUR,
    pauseMs: () => 0,
    isBusy: () => false,
    groupOf,
    batchSize: 64,
    random: new SeededRandom(1),
  };
  const [a, b, c, d, e, f] = scattered(6) as [
    NetAddress,
    NetAddress,
    NetAddress,
    NetAddress,
    NetAddress,
    NetAddress,
  ];
  const aged = (address: NetAddress, part: number): CrawlCandidate => ({
    address,
    lastVerifiedAt: now - part * HOUR,
  });
  const never = (address: NetAddress): CrawlCandidate => ({ address, lastVerifiedAt: undefined });

  it("what is about to run out, then what was never verified, then what gets old; nothing that is fresh", () => {
    const entries = [aged(a, 0.49), aged(b, 0.51), aged(c, 0.7), never(d), aged(e, 0.8), aged(f, 30)];
    const { batch, nextInMs } = planCrawl(entries, rules);
    expect(batch.map(({ address }) => address)).toEqual([e, f, d, c, b]);
    expect(new Set(batch.map(({ why }) => why)).size).toBe(3);
    expect(nextInMs).toBeCloseTo(0.01 * HOUR, 3);
  });

  it("waits for back-offs, and leaves out who is connected", () => {
    const { batch, nextInMs } = planCrawl([never(a), never(b), aged(c, 0.2)], {
      ...rules,
      pauseMs: (address) => (address === a ? 7_000 : 0),
      isBusy: (id) => id === b.id,
    });
    expect([batch, nextInMs]).toEqual([[], 7_000]);
  });

  it("10,000 inventions in one network take an eighth of a batch, and none of what is about to run out", () => {
    const honest = scattered(20, 100);
    const entries = [
      ...inventions(10_000).map(never),
      ...honest.map((each) => aged(each, 0.9)),
      ...[a, b, c].map(never),
    ];
    const { batch, nextInMs } = planCrawl(entries, rules);
    expect(batch.slice(0, 20).map(({ address }) => address)).toEqual(honest);
    expect(batch.filter(({ address }) => groupOf(address) === "55.5.0.0")).toHaveLength(8);
    for (const each of [a, b, c]) expect(batch.map(({ address }) => address)).toContain(each);
    expect(nextInMs).toBe(0);
  });

  it("a large book is gone through in a moment", () => {
    const entries = Array.from({ length: 20_000 }, (_, i) =>
      never(NetAddress.parse(`${inventedId(i)}@${20 + (i % 60)}.${(i >> 3) & 255}.${i & 255}.1:26656`)),
    );
    expect(planCrawl(entries, rules).batch).toHaveLength(64);
  });

  it("an empty book asks for nothing", () => {
    expect(planCrawl([], rules)).toEqual({ batch: [], nextInMs: Number.POSITIVE_INFINITY });
  });
});
