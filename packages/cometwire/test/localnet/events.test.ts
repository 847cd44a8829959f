import { describe, expect, it } from "vitest";
import { describeDeed, describeEvent, type LocalnetHappening, VISITOR } from "../../src/localnet/events.js";
import { started } from "./support.js";

const node = "node-1";
const names = (count: number) => Array.from({ length: count }, (_, index) => `node-${index + 2}`);
const heard = (count: number, from?: string): LocalnetHappening => ({
  event: "heard",
  node,
  of: names(count),
  from,
});
const lost = (code: string): LocalnetHappening => ({
  event: "lost",
  node,
  peer: "node-2",
  why: "it is gone",
  code,
});

describe("events in words", () => {
  it.each<[LocalnetHappening, string | undefined, string | undefined]>([
    [started(node, "127.0.0.3:1234"), "node-1 listens at 127.0.0.3:1234", "listens"],
    [started("seed", "127.0.0.2:1234"), "the seed listens at 127.0.0.2:1234", "listens"],
    [{ event: "asked", node, peer: "seed" }, "node-1 asks the seed for addresses", "asked the seed"],
    [{ event: "asked", node, peer: "node-2" }, undefined, "asked node-2"],
    [{ event: "asked", node: "seed", peer: node }, undefined, "asked node-1"],
    [
      { event: "held", node: "seed", peer: node },
      "the seed has verified nobody yet: node-1 has to wait",
      "lets node-1 wait",
    ],
    [
      { event: "told", node: "seed", peer: node, count: 0 },
      "the seed tells node-1 that it knows nobody yet and hangs up",
      "told node-1",
    ],
    [
      { event: "told", node: "seed", peer: node, count: 1 },
      "the seed tells node-1 one address and hangs up",
      "told node-1",
    ],
    [
      { event: "told", node: "seed", peer: node, count: 7 },
      "the seed tells node-1 7 addresses and hangs up",
      "told node-1",
    ],
    [{ event: "told", node, peer: "node-2", count: 7 }, undefined, "told node-2"],
    [
      { event: "told", node, peer: VISITOR, count: 7 },
      "node-1 tells the visitor 7 addresses",
      "told a visitor",
    ],
    [heard(1, "seed"), "node-1 heard of node-2 from the seed", "heard of node-2"],
    [heard(2, "node-9"), "node-1 heard of node-2 and node-3 from node-9", "heard of 2 nodes"],
    [heard(4), "node-1 heard of node-2, node-3, node-4 and node-5", "heard of 4 nodes"],
    [heard(5), "node-1 heard of node-2, node-3, node-4 and 2 more", "heard of 5 nodes"],
    [
      { event: "connected", node, peer: "node-2", thanksTo: undefined },
      "node-1 ⇄ node-2 connected",
      "dialled node-2",
    ],
    [
      { event: "connected", node, peer: "node-2", thanksTo: "seed" },
      "node-1 ⇄ node-2 connected, thanks to the seed",
      "dialled node-2",
    ],
    [{ event: "connected", node, peer: "seed", thanksTo: undefined }, undefined, "dialled the seed"],
    [{ event: "connected", node: "seed", peer: node, thanksTo: undefined }, undefined, "dialled node-1"],
    [{ event: "accepted", node, peer: "node-2" }, undefined, "let node-2 in"],
    [{ event: "visited", node }, "a visitor has connected to node-1", "let a visitor in"],
    [
      { event: "verified", node: "seed", peer: node },
      "the seed dialled node-1: its address is right",
      "verified node-1",
    ],
    [{ event: "let-go", node: "seed", peer: node }, undefined, "let node-1 go"],
    [lost("PONG_TIMEOUT"), "node-1 lost node-2: it is gone", "lost node-2"],
    [lost("CONNECTION_CLOSED"), undefined, undefined],
    [{ event: "greeted", node, peers: 1 }, "node-1 says hello to its one peer", "greeted 1 peer"],
    [{ event: "greeted", node, peers: 8 }, "node-1 says hello to its 8 peers", "greeted 8 peers"],
    [{ event: "greeting", node, peer: "node-2" }, undefined, undefined],
    [
      { event: "trouble", node, why: "something broke", code: "LISTEN_FAILED" },
      "node-1: something broke",
      "LISTEN_FAILED",
    ],
    [{ event: "complete" }, undefined, undefined],
  ])("%j", (event, words, deed) => {
    expect(describeEvent(event)).toBe(words);
    expect(describeDeed(event)).toBe(deed);
  });
});
