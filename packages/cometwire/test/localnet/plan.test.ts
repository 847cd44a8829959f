import { limits } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { planLocalnet } from "../../src/localnet/plan.js";

const network = "test";

describe("the plan of a local network", () => {
  it.each([
    // nodes, peers, everybody, pause
    [3, 1, true, 300],
    [10, 8, true, 300],
    [20, 18, true, 150],
    [21, limits.outboundPeers, false, 3_000 / 21],
    [100, limits.outboundPeers, false, 30],
  ])("of %i nodes wants %i peers for each", (nodes, peers, everybody, staggerMs) => {
    expect(planLocalnet({ nodes, network, ownAddresses: true })).toMatchObject({
      network,
      goal: { peers, everybody },
      maxOutboundPeers: peers,
      maxInboundPeers: nodes,
      staggerMs,
    });
  });

  it("begins with the seed, and gives each node an address of its own", () => {
    const { nodes, sharedIp } = planLocalnet({ nodes: 3, network, ownAddresses: true });
    expect(nodes).toEqual([
      { name: "seed", ip: "127.0.0.2", isSeed: true },
      { name: "node-1", ip: "127.0.0.3", isSeed: false },
      { name: "node-2", ip: "127.0.0.4", isSeed: false },
    ]);
    expect(sharedIp).toBe(false);
  });

  it("has all on one address where there is no other", () => {
    const { nodes, sharedIp } = planLocalnet({ nodes: 4, network, ownAddresses: false });
    expect(new Set(nodes.map(({ ip }) => ip))).toEqual(new Set(["127.0.0.1"]));
    expect(sharedIp).toBe(true);
  });

  it("stays within 127.0.0.0/24, however many nodes there are", () => {
    const { nodes } = planLocalnet({ nodes: 100, network, ownAddresses: true });
    expect(nodes.at(-1)?.ip).toBe("127.0.0.101");
  });
});
