import { describe, expect, it } from "vitest";
import type { LocalnetHappening } from "../../src/localnet/events.js";
import { farthest } from "../../src/localnet/steps.js";
import { link, mesh, stateAfter } from "./support.js";

const heard = (node: string, of: readonly string[], from?: string): LocalnetHappening => ({
  event: "heard",
  node,
  of,
  from,
});

describe("the state of a local network", () => {
  it("begins with the seed's address, known to all others", () => {
    const state = stateAfter(4, []);
    expect(state.nodes.map(({ name, known }) => [name, [...known.keys()]])).toEqual([
      ["seed", []],
      ["node-1", ["seed"]],
      ["node-2", ["seed"]],
      ["node-3", ["seed"]],
    ]);
    expect(state.progress()).toEqual({
      links: 0,
      pairs: 3,
      known: 3,
      knowable: 12,
      satisfied: 0,
      share: 0,
      complete: false,
    });
  });

  it("knows what each node has of each other", () => {
    const state = stateAfter(4, [heard("node-1", ["node-2"], "seed"), ...link("node-1", "node-3")]);
    expect(state.relation("node-1", "node-2")).toBe("known");
    expect(state.relation("node-1", "node-3")).toBe("peer");
    expect(state.relation("node-3", "node-1")).toBe("peer");
    expect(state.relation("node-2", "node-1")).toBe("unknown");
    expect(state.relation("nobody", "node-1")).toBe("unknown");
    expect(state.nodes[1]?.peers).toEqual(new Map([["node-3", "outbound"]]));
    expect(state.nodes[3]?.peers).toEqual(new Map([["node-1", "inbound"]]));
  });

  it("remembers who told of whom first", () => {
    const state = stateAfter(5, [
      heard("node-1", ["node-2"], "seed"),
      heard("node-1", ["node-2", "node-3"], "node-4"),
      ...link("node-4", "node-1"),
    ]);
    expect(state.toldBy("node-1", "node-2")).toBe("seed");
    expect(state.toldBy("node-1", "node-3")).toBe("node-4");
    expect(state.toldBy("node-1", "node-4")).toBeUndefined(); // it came by itself
    expect(state.toldBy("node-1", "seed")).toBeUndefined();
  });

  it.each<[string, LocalnetHappening]>([
    ["lets a peer go", { event: "let-go", node: "node-1", peer: "node-2" }],
    ["loses a peer", { event: "lost", node: "node-1", peer: "node-2", why: "gone", code: "PONG_TIMEOUT" }],
  ])("a node that %s still has its address", (_name, event) => {
    const state = stateAfter(4, [...link("node-1", "node-2"), event]);
    expect(state.relation("node-1", "node-2")).toBe("known");
  });

  it("keeps the last deed that is worth telling, and counts greetings", () => {
    const state = stateAfter(3, [
      { event: "asked", node: "node-1", peer: "seed" },
      { event: "greeting", node: "node-1", peer: "node-2" },
      { event: "greeting", node: "node-2", peer: "node-1" },
    ]);
    expect([state.nodes[1]?.deed, state.nodes[2]?.deed, state.greetings]).toEqual(["asked the seed", "", 2]);
  });

  it("counts a visitor as nobody's peer", () => {
    const state = stateAfter(3, [{ event: "visited", node: "node-1" }]);
    expect(state.nodes[1]?.peers.size).toBe(0);
  });

  it("says when it was complete", () => {
    expect(stateAfter(3, []).completeAtMs).toBeUndefined();
    expect(stateAfter(3, [{ event: "complete" }, { event: "complete" }]).completeAtMs).toBe(1_000);
  });
});

describe("a network in which everybody wants everybody", () => {
  it("is complete with the last connection, whatever the seed has", () => {
    const all = mesh(5);
    expect(stateAfter(5, all.slice(0, -1)).progress().complete).toBe(false);
    expect(stateAfter(5, all).progress()).toMatchObject({
      links: 6,
      pairs: 6,
      satisfied: 4,
      share: 1,
      complete: true,
    });
  });

  it("does not count the seed's connections", () => {
    const state = stateAfter(4, [...link("node-1", "seed"), ...link("seed", "node-2")]);
    expect(state.progress()).toMatchObject({ links: 0, share: 0 });
  });

  it("is as far as its peers are there", () => {
    const state = stateAfter(4, link("node-1", "node-2"));
    expect(state.progress()).toMatchObject({ links: 1, pairs: 3, satisfied: 0, share: 2 / 6 });
  });
});

describe("a larger network", () => {
  /** The nodes from one number to another in a ring, each connected to the five before and the five behind it. */
  function ring(from: number, to: number): LocalnetHappening[] {
    const size = to - from + 1;
    return Array.from({ length: size }, (_, index) =>
      Array.from({ length: 5 }, (_unused, step) =>
        link(`node-${from + index}`, `node-${from + ((index + step + 1) % size)}`),
      ),
    ).flat(2);
  }

  it("is complete when each node has ten peers and a way leads everywhere", () => {
    const state = stateAfter(31, ring(1, 30));
    expect(state.progress()).toMatchObject({ links: 150, satisfied: 30, share: 1, complete: true });
    expect(state.stepsApart()).toBe(3);
  });

  it("is not complete in two halves", () => {
    const state = stateAfter(31, [...ring(1, 15), ...ring(16, 30)]);
    expect(state.progress()).toMatchObject({ satisfied: 30, share: 1, complete: false });
    expect(state.stepsApart()).toBeUndefined();
  });

  it("does not take more peers for progress than are wanted", () => {
    const star = Array.from({ length: 29 }, (_, index) => link("node-1", `node-${index + 2}`)).flat();
    expect(stateAfter(31, star).progress()).toMatchObject({ satisfied: 1, share: (10 + 29) / 300 });
  });
});

describe("the farthest two nodes", () => {
  it.each<[string, Record<string, string[]>, number | undefined]>([
    ["of one", { a: [] }, 0],
    ["of a pair", { a: ["b"], b: ["a"] }, 1],
    ["of a line", { a: ["b"], b: ["a", "c"], c: ["b", "d"], d: ["c"] }, 3],
    ["of a star", { a: ["b", "c", "d"], b: ["a"], c: ["a"], d: ["a"] }, 2],
    ["without a way", { a: ["b"], b: ["a"], c: [] }, undefined],
    ["where a connection is seen from one end alone", { a: ["b"], b: [] }, undefined],
  ])("%s", (_name, neighbours, steps) => {
    expect(farthest(new Map(Object.entries(neighbours)))).toBe(steps);
  });
});
