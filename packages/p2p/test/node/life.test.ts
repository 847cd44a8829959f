import { createNode, defineReactor, type P2PNode, type Reactor } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { World } from "./world.js";

const stopped = expect.objectContaining({ code: "STOPPED" });

/** A reactor that does not start before it is told to. */
function slowStarter(): { readonly reactor: Reactor; readonly go: () => void } {
  let go: () => void = () => {};
  const gate = new Promise<void>((resolve) => (go = resolve));
  return { reactor: defineReactor({ name: "slow", channels: [], start: () => gate }), go };
}

describe("the life of a node", () => {
  it("before the start it has a name and nothing else", () => {
    const world = new World();
    const { node, id } = world.node();
    expect([node.id, node.network, node.startedAt, node.endpoint, node.peers]).toEqual([
      id,
      "test-chain",
      0,
      undefined,
      [],
    ]);
    for (const part of ["switch", "addressBook", "bans", "pex", "nodeInfo"] as const) {
      expect(() => node[part], part).toThrow(stopped);
    }
    expect(() => node.ban("10.0.0.1", { reason: "a test" })).toThrow(stopped);
  });

  it("dialling before the start is refused with a code", async () => {
    const world = new World();
    const [a, b] = [world.node(), world.node()];
    expect(await world.code(a.node.dial(b.address))).toBe("STOPPED");
  });

  it("starts, listens and says so", async () => {
    const world = new World();
    const { node, events, options } = await world.started({ ip: "44.0.0.1" });
    expect(node.startedAt).toBe(world.clock.wallTime());
    expect(node.endpoint).toEqual({ ip: "44.0.0.1", port: 26_656 });
    expect(node.nodeInfo).toMatchObject({ id: options.nodeKey.id, listenAddr: "tcp://44.0.0.1:26656" });
    expect(events.filter(({ type }) => type === "listening")).toEqual([
      { type: "listening", endpoint: node.endpoint, at: node.startedAt },
    ]);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("starts once and stops once", async () => {
    const world = new World();
    const { node } = world.node();
    expect(await world.run(node.start())).toBe(node);
    expect(await world.code(node.start())).toBe("STOPPED");
    const stopping = node.stop();
    expect(node.stop()).toBe(stopping);
    await world.run(stopping);
    expect(await world.code(node.start())).toBe("STOPPED");
    expect(node.peers).toEqual([]);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("stopped before it was started, it does not start", async () => {
    const world = new World();
    const { node } = world.node();
    await world.run(node.stop());
    expect(await world.code(node.start())).toBe("STOPPED");
  });

  it("stopped while it starts, it leaves nothing behind", async () => {
    const world = new World();
    const { reactor, go } = slowStarter();
    const early = world.node();
    const starting = world.outcome(early.node.start());
    await world.run(early.node.stop());
    expect(await starting).toBe("STOPPED");
    const late = world.node({ reactors: [reactor] });
    const startingLate = world.outcome(late.node.start());
    await world.clock.settle();
    const stopping = late.node.stop();
    go();
    await world.run(stopping);
    expect(await startingLate).toBe("STOPPED");
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("takes leave of its peers: they see the end of the connection", async () => {
    const world = new World();
    const [a, b] = await world.pair();
    await world.run(a.node.stop());
    await world.until(() => !b.knows(a), 5_000);
    expect(a.endsOf(b)).toEqual(["graceful"]);
    expect(b.endsOf(a)).toEqual(["CONNECTION_CLOSED"]);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("is stopped at the end of its scope", async () => {
    const world = new World();
    const other = await world.started();
    let node: P2PNode;
    {
      await using scoped = createNode(world.options({ ip: "44.0.0.9" }));
      node = scoped;
      await world.run(scoped.start());
      await world.run(scoped.dial(other.address));
      await world.until(() => other.knows(scoped), 1_000);
      // From here on nobody lets time pass: what takes leave of a peer takes some.
      void world.clock.advance(10_000);
    }
    expect(node.peers).toEqual([]);
    expect(await world.code(node.start())).toBe("STOPPED");
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("a reactor that does not start keeps it from starting, and it is stopped then", async () => {
    const world = new World();
    const reactor = defineReactor({
      name: "broken",
      channels: [],
      start: () => Promise.reject(new Error("no disk")),
    });
    const { node } = world.node({ reactors: [reactor] });
    const events = node.events();
    expect(await world.code(node.start())).toBe("REACTOR_FAILED");
    expect(await events.next()).toMatchObject({ done: true });
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("where somebody listens already it does not start", async () => {
    const world = new World();
    await world.started({ ip: "44.0.0.1" });
    expect(await world.code(world.node({ ip: "44.0.0.1" }).node.start())).toBe("LISTEN_FAILED");
    expect(await world.leftovers()).toEqual([0, 0]);
  });
});

describe("a node's reactors", () => {
  it("are announced in their order, peer exchange last", async () => {
    const world = new World();
    const reactors = [0x31, 0x30].map((id) =>
      defineReactor({ name: `channel ${id}`, channels: [{ id, priority: 1 }] }),
    );
    const { node } = await world.started({ reactors });
    expect([...node.nodeInfo.channels]).toEqual([0x31, 0x30, 0x00]);
    expect(node.pex).toBeDefined();
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("without peer exchange there is no channel for it", async () => {
    const world = new World();
    const reactors = [defineReactor({ name: "mempool", channels: [{ id: 0x30 }] })];
    const { node } = await world.started({ reactors, pex: false });
    expect([...node.nodeInfo.channels]).toEqual([0x30]);
    expect(node.pex).toBeUndefined();
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("mark peers good in the address book", async () => {
    const world = new World();
    const reactors = [defineReactor({ name: "mempool", channels: [{ id: 0x30 }] })];
    const [a, b] = await world.pair({ reactors }, { reactors });
    const [peer] = a.node.peers;
    expect(a.node.addressBook.isGood(b.id)).toBe(false);
    if (peer !== undefined) a.node.switch.markGood(peer);
    expect(a.node.addressBook.isGood(b.id)).toBe(true);
    expect(await world.leftovers()).toEqual([0, 0]);
  });
});
