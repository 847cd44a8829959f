import { SeededRandom } from "@cometwire/p2p/testing";
import { describe, expect, it } from "vitest";
import { choosePeers, type Eligible, groupName, isAmple } from "../../src/bootstrap/choose-peers.js";
import { at } from "./addresses.js";

/** Nodes from `[host, latency]`, with ids in this order. */
function nodes(...list: readonly (readonly [string, number])[]): Eligible[] {
  return list.map(([host, latencyMs], index) => ({ address: at(index + 1, host), latencyMs }));
}
const shown = (found: readonly Eligible[], want: number) =>
  choosePeers(found, want).map(({ peer, why }) => [peer.address.dialString.replace(":26656", ""), why]);

describe("choosePeers", () => {
  const found = nodes(
    ["1.1.0.1", 10],
    ["1.1.0.2", 5],
    ["2.2.0.1", 80],
    ["3.3.0.1", 300],
    ["1.1.0.3", 1],
    ["2.2.0.2", 90],
  );

  it.each([
    [1, [["1.1.0.3", "nearest in 1.1.0.0/16"]]],
    [
      3,
      [
        ["1.1.0.3", "nearest in 1.1.0.0/16"],
        ["2.2.0.1", "nearest in 2.2.0.0/16"],
        ["3.3.0.1", "nearest in 3.3.0.0/16"],
      ],
    ],
    [
      9,
      [
        ["1.1.0.3", "nearest in 1.1.0.0/16"],
        ["2.2.0.1", "nearest in 2.2.0.0/16"],
        ["3.3.0.1", "nearest in 3.3.0.0/16"],
        ["1.1.0.2", "number 2 in 1.1.0.0/16"],
        ["2.2.0.2", "number 2 in 2.2.0.0/16"],
        ["1.1.0.1", "number 3 in 1.1.0.0/16"],
      ],
    ],
  ])("takes %i: the nearest of each network before the second of any", (want, expected) => {
    expect(shown(found, want)).toEqual(expected);
  });

  it("takes a second node of one host only when nothing else is left", () => {
    const twins = nodes(["1.1.0.1:1", 1], ["1.1.0.1:2", 2], ["1.1.0.2:1", 50], ["2.2.0.1:1", 90]);
    expect(shown(twins, 4)).toEqual([
      ["1.1.0.1:1", "nearest in 1.1.0.0/16"],
      ["2.2.0.1:1", "nearest in 2.2.0.0/16"],
      ["1.1.0.2:1", "number 2 in 1.1.0.0/16"],
      ["1.1.0.1:2", "number 2 at its IP address: nothing better was left"],
    ]);
  });

  it("does not depend on the order", () => {
    const random = new SeededRandom(7);
    const many = nodes(
      ...Array.from(
        { length: 60 },
        (_, i) => [`${1 + (i % 9)}.1.0.${1 + (i % 20)}:${1 + i}`, random.integer(5)] as const,
      ),
    );
    const shuffled = [...many].sort(() => random.integer(3) - 1);
    expect(choosePeers(shuffled, 30)).toEqual(choosePeers(many, 30));
  });

  it("chooses nothing of nothing", () => {
    expect(choosePeers([], 5)).toEqual([]);
  });
});

it.each([
  ["203.0.113.7", "203.0.0.0/16"],
  ["127.0.0.9", "127.0.0.0/16"],
  ["[2a00:1450:4001::1]:1", "2a00:1450::"],
])("the network of %s is %s", (host, expected) => {
  expect(groupName(at(1, host))).toBe(expected);
});

it("has ample choice with twice as many networks as peers are wanted", () => {
  const found = nodes(["1.1.0.1", 1], ["2.2.0.1", 1], ["3.3.0.1", 1], ["3.3.0.2", 1]);
  expect(isAmple(found, 2)).toBe(false);
  expect(isAmple([...found, ...nodes(["4.4.0.1", 1])], 2)).toBe(true);
});
