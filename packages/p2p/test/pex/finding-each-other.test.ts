import { limits, NetAddress, P2PError, parseAddress } from "@cometwire/p2p";
import { ScriptedPeer } from "@cometwire/p2p/testing";
import { describe, expect, it } from "vitest";
import { requestBytes, scattered, type TestNode, World } from "./world.js";

/** Whether every node is connected to every other. */
function isFullMesh(nodes: readonly TestNode[]): boolean {
  return nodes.every((node) => nodes.every((other) => node === other || node.knows(other)));
}

describe("a network finds itself", () => {
  it.each([1, 2, 3])(
    "four nodes that start together know only our seed: all are connected within seconds (run %i)",
    async (run) => {
      const world = new World(run);
      const seed = await world.seed();
      const nodes = Array.from({ length: 4 }, () => world.node({ pex: { seeds: [seed.address] } }));
      await world.run(Promise.all(nodes.map((node) => node.start())));
      expect(await world.until(() => isFullMesh(nodes), 10_000)).toBe(true);
      // Nobody has done anything that anybody minds.
      for (const node of [...nodes, seed]) expect(node.eventsOf("peer-banned")).toEqual([]);
      expect(await world.leftovers()).toEqual([0, 0]);
    },
  );

  it.each([
    [4, 0],
    [10, 30],
    [10, 100],
    [10, 300],
    [10, 1_000],
    [19, 100],
    [19, 1_500],
  ])("%i nodes, one every %i ms: all are connected within seconds after the last", async (count, pauseMs) => {
    for (const run of [1, 2, 3]) {
      const world = new World(run);
      const seed = await world.seed();
      const nodes: TestNode[] = [];
      for (let i = 0; i < count; i++) {
        const node = world.node({ pex: { seeds: [seed.address] }, sw: { maxOutboundPeers: count } });
        nodes.push(node);
        void node.start();
        await world.clock.advance(pauseMs);
      }
      expect(await world.until(() => isFullMesh(nodes), 15_000)).toBe(true);
      expect(await world.leftovers()).toEqual([0, 0]);
    }
  });

  it.each([1, 2, 3, 4, 5, 6])("ten that start together, too (run %i)", async (run) => {
    const world = new World(run);
    const seed = await world.seed({ pex: { serve: "go" } });
    const nodes = Array.from({ length: 10 }, () => world.node({ pex: { seeds: [seed.address] } }));
    await world.run(Promise.all(nodes.map((node) => node.start())));
    expect(await world.until(() => isFullMesh(nodes), 15_000)).toBe(true);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("ten nodes that come one after the other find each other, and the seed says why each step happened", async () => {
    const world = new World(10);
    const seed = await world.seed();
    const nodes: TestNode[] = [];
    for (let i = 0; i < 10; i++) {
      nodes.push(await world.started({ pex: { seeds: [seed.address] } }));
      await world.clock.advance(1_500);
    }
    expect(await world.until(() => isFullMesh(nodes), 15_000)).toBe(true);
    for (const node of nodes) {
      const ofNode = ({ id }: { readonly id: string }) => id === node.id;
      expect(seed.eventsOf("address-announced").some(({ address }) => ofNode(address))).toBe(true);
      expect(seed.eventsOf("verifying").some(({ address }) => ofNode(address))).toBe(true);
      expect(seed.eventsOf("address-verified").some(({ address }) => ofNode(address))).toBe(true);
      expect(seed.eventsOf("addresses-served").some(({ peer }) => ofNode(peer))).toBe(true);
    }
    const everyWhy = seed.events.flatMap((event) => ("why" in event ? [event.why] : []));
    expect(everyWhy.every((why) => why.length > 5)).toBe(true);
    // The seed keeps nobody, and nobody keeps asking it.
    const asked = seed.eventsOf("addresses-served").length;
    await world.clock.advance(1_200_000);
    expect(seed.eventsOf("addresses-served").length - asked).toBeLessThan(10 * 12);
    expect(seed.sw.peers.length).toBeLessThan(4);
    expect(isFullMesh(nodes)).toBe(true);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("the limit of outbound peers holds, for what a seed told as for what the book holds", async () => {
    const world = new World(4);
    const seed = await world.seed();
    const others: TestNode[] = [];
    for (let i = 0; i < 8; i++) others.push(await world.started({ pex: { seeds: [seed.address] } }));
    await world.clock.advance(10_000);
    const modest = await world.started({ pex: { seeds: [seed.address] }, sw: { maxOutboundPeers: 3 } });
    let most = 0;
    for (let i = 0; i < 200; i++) {
      await world.clock.advance(500);
      const { outbound, dialing } = modest.sw.counts();
      most = Math.max(most, outbound + dialing);
    }
    expect(most).toBe(3);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("a node that was restarted with its book does without seeds", async () => {
    const world = new World(5);
    const seed = await world.seed();
    const others: TestNode[] = [];
    for (let i = 0; i < 5; i++) others.push(await world.started({ pex: { seeds: [seed.address] } }));
    const node = await world.started({ pex: { seeds: [seed.address] } });
    await world.clock.advance(60_000);
    expect(node.sw.peers.length).toBeGreaterThan(3);
    await world.run(node.stop());
    await world.clock.advance(5_000);
    const again = await world.started({
      ip: node.ip,
      book: node.book,
      nodeKey: node.nodeKey,
      pex: { seeds: [seed.address] },
      sw: { maxOutboundPeers: 3 },
    });
    expect(await world.until(() => again.sw.counts().outbound === 3, 10_000)).toBe(true);
    expect(again.eventsOf("seed-dialing")).toEqual([]);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("a book of which nobody is left does not keep a node from its seeds", async () => {
    const world = new World(6);
    const seed = await world.seed();
    const other = await world.started({ pex: { seeds: [seed.address] } });
    await world.clock.advance(5_000);
    const node = world.node({ pex: { seeds: [seed.address] } });
    const gone = Array.from({ length: 30 }, (_, i) =>
      NetAddress.parse(`${i.toString(16).padStart(40, "a")}@77.${i}.0.1:26656`),
    );
    for (const each of gone) node.book.add(each, each);
    await world.run(node.start());
    expect(await world.until(() => node.knows(other), 20_000)).toBe(true);
    const [failed] = node.eventsOf("dial-from-book-failed");
    expect(failed && node.book.get(failed.address.id)?.lastFailure?.code).toBe(failed?.error.code);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("a seed's name is looked up at every dial; when it does not answer it is left alone for longer and longer", async () => {
    const world = new World(7);
    const seed = await world.seed();
    const friend = await world.started();
    const named = parseAddress(`${seed.id}@seed.example:26656`);
    const node = await world.started({ pex: { seeds: [named] } });
    await world.clock.advance(300_000);
    // Alone: every 30 s.
    expect(node.eventsOf("seed-failed").length).toBeGreaterThanOrEqual(9);
    world.network.names.set("seed.example", [seed.ip]);
    await world.run(friend.sw.dial(node.address));
    expect(await world.until(() => node.eventsOf("addresses-received").length > 0, 700_000)).toBe(true);
    const tries = node.eventsOf("seed-dialing").length;
    await world.clock.advance(3_600_000);
    // With a peer, and a seed that has nothing new: every 10 minutes.
    expect(node.eventsOf("seed-dialing").length - tries).toBeLessThan(10);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("a seed that hangs up when it has answered is no peer; another node that is named as a seed may be one", async () => {
    const world = new World(14);
    const seed = await world.seed();
    const friend = await world.started({ pex: { seeds: [seed.address] } });
    const node = await world.started({ pex: { seeds: [seed.address, friend.address] } });
    expect(await world.until(() => node.knows(friend), 30_000)).toBe(true);
    node.book.add(seed.address, friend.address); // somebody may tell of it
    await world.clock.advance(300_000);
    expect(node.eventsOf("dialing-from-book").map(({ address }) => address.id)).not.toContain(seed.id);
    expect([node.knows(friend), node.knows(seed)]).toEqual([true, false]);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("tells whoever asks of any part of its book", async () => {
    const world = new World(15);
    const node = await world.started();
    const [good, fresh] = [scattered(900), scattered(100, 900)];
    for (const address of [...good, ...fresh]) node.book.add(address, address);
    for (const { id } of good) node.book.markGood(id);
    const answers: string[][] = [];
    const asker = await world.rawNode((_peer, message) => {
      if (message.type === "addresses") answers.push(message.addresses.map(({ id }) => id));
    });
    const peer = await world.run(asker.sw.dial(node.address));
    peer.trySend(0x00, requestBytes);
    expect(await world.until(() => answers.length === 1, 1_000)).toBe(true);
    const freshIds = new Set(fresh.map(({ id }) => id));
    const share = answers[0]?.filter((id) => freshIds.has(id)).length ?? 0;
    // A tenth of the book is new, and of the answer; of a seed's it would be three tenths.
    expect(share / (answers[0]?.length ?? 0)).toBeLessThan(0.2);
    expect(share).toBeGreaterThan(0);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("a seed that could not be reached is asked again within seconds", async () => {
    const world = new World(12);
    const seed = world.node({ pex: { mode: "seed" } });
    const node = await world.started({ pex: { seeds: [seed.address] } });
    await world.clock.advance(1_000);
    await world.run(seed.start());
    expect(await world.until(() => node.eventsOf("addresses-received").length > 0, 5_000)).toBe(true);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("nobody tells of its seed, so that its places are for those who ask", async () => {
    const world = new World(13);
    const seed = await world.seed();
    const nodes = Array.from({ length: 6 }, () => world.node({ pex: { seeds: [seed.address] } }));
    await world.run(Promise.all(nodes.map((node) => node.start())));
    await world.clock.advance(60_000);
    expect(nodes.some(({ book }) => book.has(seed.id))).toBe(false);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("when the last outbound peer goes, the next one is dialled at once", async () => {
    const world = new World(8);
    const [first, second] = [await world.started(), await world.started()];
    const node = world.node({ sw: { maxOutboundPeers: 1 } });
    node.book.add(first.address, first.address);
    node.book.add(second.address, second.address);
    await world.run(node.start());
    expect(await world.until(() => node.sw.counts().outbound === 1, 5_000)).toBe(true);
    const [dialled, spare] = node.knows(first) ? [first, second] : [second, first];
    await world.clock.advance(61_000);
    await world.run(dialled.stop());
    expect(await world.until(() => node.knows(spare), 2_000)).toBe(true);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("nodes that are busy with another connection of ours are each dialled again when they may be", async () => {
    const world = new World(14);
    const node = world.node();
    const busy = Array.from({ length: 8 }, (_, i) => {
      let asked = 0;
      const admit = () => (asked++ === 0 ? new P2PError("DUPLICATE_ID") : undefined);
      const { network, random } = world;
      return new ScriptedPeer({ network, random, ip: `45.${i}.0.1`, channels: [0x00], admit });
    });
    for (const peer of busy) {
      await world.run(peer.listen());
      node.book.add(peer.address, peer.address);
    }
    await world.run(node.start());
    expect(await world.until(() => node.sw.counts().outbound === busy.length, 6_000)).toBe(true);
    await world.run(Promise.all(busy.map((peer) => peer.stop())));
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("with no outbound peers wanted it asks those who came, and lifts bans that have ended", async () => {
    const world = new World(9);
    const node = await world.started({ sw: { maxOutboundPeers: 0 } });
    const other = world.node();
    other.book.add(NetAddress.parse(`${"b".repeat(40)}@77.1.0.1:26656`), other.address);
    await world.run(other.start());
    await world.run(other.sw.dial(node.address));
    node.book.markBad("c".repeat(40), { durationMs: 1_000, reason: "a test" });
    expect(await world.until(() => node.eventsOf("addresses-received").length > 0, 61_000)).toBe(true);
    expect(node.book.has("b".repeat(40))).toBe(true);
    expect(node.eventsOf("bans-ended")).toHaveLength(1);
    expect(node.switchEvents.filter(({ type }) => type === "dialing")).toEqual([]);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("persistent, private and own addresses are not dialled from the book, nor are private ones told", async () => {
    const world = new World(11);
    const [persistent, hidden, open] = [await world.started(), await world.started(), await world.started()];
    const node = world.node({ sw: { persistentPeers: [persistent.address], privatePeerIds: [hidden.id] } });
    for (const { address } of [persistent, hidden, open]) node.book.add(address, address);
    await world.run(node.start());
    await world.clock.advance(100_000);
    expect(node.eventsOf("dialing-from-book").map(({ address }) => address.id)).toEqual([open.id]);
    expect(node.knows(persistent)).toBe(true);
    // Both ask for addresses, of which the hidden one must not be one.
    expect(node.eventsOf("addresses-requested").length).toBeGreaterThan(0);
    for (const other of [persistent, open]) expect(other.book.has(hidden.id)).toBe(false);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("an address that turns out to be of another network leaves the book for a day", async () => {
    const world = new World(12);
    const stranger = await world.started({ nodeInfo: { network: "other-chain" } });
    const node = world.node();
    node.book.add(stranger.address, stranger.address);
    await world.run(node.start());
    expect(await world.until(() => node.eventsOf("address-dropped").length === 1, 5_000)).toBe(true);
    expect([node.book.has(stranger.id), node.book.isBanned(stranger.id)]).toEqual([false, true]);
    node.book.add(stranger.address, node.address);
    expect(node.book.has(stranger.id)).toBe(false);
    await world.clock.advance(limits.pexBanMs + 60_000);
    expect(node.eventsOf("bans-ended").length).toBeGreaterThan(0);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("an invented id at a real node's address is forgotten; the real node is dialled all the same", async () => {
    const world = new World(13);
    const real = await world.started();
    const node = world.node();
    const invention = NetAddress.parse(`${"d".repeat(40)}@${real.ip}:26656`);
    node.book.add(invention, invention);
    await world.run(node.start());
    expect(await world.until(() => node.eventsOf("address-dropped").length === 1, 5_000)).toBe(true);
    expect([node.book.has(invention.id), node.book.isBanned(invention.id)]).toEqual([false, false]);
    node.book.add(real.address, invention);
    expect(await world.until(() => node.knows(real), 31_000)).toBe(true);
    expect(await world.leftovers()).toEqual([0, 0]);
  });
});
