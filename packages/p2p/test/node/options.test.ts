import { createNode, NodeKey, type NodeInfo, type NodeOptions, P2PError, parseAddress } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { World } from "./world.js";

const id = "ab".repeat(20);

/** The code that making a node of these options throws. */
function codeOf(options: Partial<NodeOptions>): string {
  try {
    createNode({ network: "test-chain", nodeKey: NodeKey.generate(), ...options });
    return "ok";
  } catch (error) {
    return error instanceof P2PError ? error.code : String(error);
  }
}

describe("the options of a node", () => {
  it.each<[string, Partial<NodeOptions>, string]>([
    ["the least there is", {}, "ok"],
    [
      "addresses as text or not",
      { seeds: [`${id}@host:1`], persistentPeers: [parseAddress(`${id}@1.2.3.4:1`)] },
      "ok",
    ],
    ["a seed that is no address", { seeds: ["host:26656"] }, "ADDRESS_MALFORMED"],
    ["a persistent peer without a port", { persistentPeers: [`${id}@host`] }, "ADDRESS_MALFORMED"],
    ["a moniker that peers refuse", { moniker: "naïve" }, "OPTION_INVALID"],
    ["an empty network", { network: "" }, "OPTION_INVALID"],
    ["an empty moniker", { moniker: "" }, "OPTION_INVALID"],
    ["an external address that is none", { externalAddress: "nonsense" }, "OPTION_INVALID"],
  ])("%s: %o → %s", (_what, options, code) => {
    expect(codeOf(options)).toBe(code);
  });

  it.each<[string, Partial<NodeOptions>]>([
    ["an unconditional peer that is no id", { unconditionalPeerIds: ["me"] }],
    ["a private peer that is no id", { privatePeerIds: [`${id}@host:1`] }],
    ["fewer peers than none", { maxOutboundPeers: -1 }],
    ["no pause between dials", { reconnect: { baseMs: 0 } }],
    ["a seed that serves something else", { seedServes: "all" as "go" }],
  ])("keep it from starting: %s", async (_what, options) => {
    const world = new World();
    expect(await world.code(world.node(options).node.start())).toBe("OPTION_INVALID");
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it.each<[string, Partial<NodeOptions>, Partial<NodeInfo>]>([
    [
      "by default",
      { listen: "44.0.0.1:26656" },
      { network: "test-chain", listenAddr: "tcp://44.0.0.1:26656", moniker: "cometwire" },
    ],
    [
      "what the options say",
      {
        moniker: "me",
        version: "1.2.3",
        protocolVersion: { p2p: 9n, block: 11n, app: 7n },
        other: { txIndex: "on", rpcAddress: "tcp://1.2.3.4:1" },
      },
      {
        moniker: "me",
        version: "1.2.3",
        protocolVersion: { p2p: 9n, block: 11n, app: 7n },
        other: { txIndex: "on", rpcAddress: "tcp://1.2.3.4:1" },
      },
    ],
    ["where others reach us", { externalAddress: "8.8.8.8:1" }, { listenAddr: "8.8.8.8:1" }],
    ["where we listen, if that is empty", { externalAddress: "" }, { listenAddr: "tcp://44.0.0.1:26656" }],
    ["nothing of use without a listener", { listen: undefined }, { listenAddr: "tcp://0.0.0.0:26656" }],
  ])("announces %s", async (_what, options, expected) => {
    const world = new World();
    const { node, id: ourId } = await world.started({ ip: "44.0.0.1", ...options });
    expect(node.nodeInfo).toMatchObject({ id: ourId, ...expected });
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("ids may come from anything that gives them, also if it does so once", async () => {
    const world = new World();
    const once = function* () {
      yield id;
    };
    const { node } = await world.started({
      addressBookFile: "/nonexistent-folder/addrbook.json",
      privatePeerIds: once(),
      unconditionalPeerIds: once(),
    });
    const { privateIds, unconditionalIds } = node.switch.roster;
    expect([...privateIds, ...unconditionalIds]).toEqual([id, id]);
    await world.leftovers();
  });
});
