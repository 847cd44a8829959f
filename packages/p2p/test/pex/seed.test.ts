import { decodePex, limits, NetAddress, type Peer } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { inventedId, inventions, requestBytes, scattered, type TestNode, World } from "./world.js";

interface Answer {
  readonly at: number;
  readonly ids: string[];
}

/** A node that asks as often as it is told to, and remembers its answers. */
async function asker(world: World, options: Parameters<World["rawNode"]>[1] = {}) {
  const answers: Answer[] = [];
  const node = await world.rawNode((_peer, message) => {
    if (message.type === "addresses")
      answers.push({ at: world.clock.now(), ids: message.addresses.map(({ id }) => id) });
  }, options);
  const ask = async (seed: TestNode, times = 1): Promise<Peer> => {
    const peer = await world.run(node.sw.dial(seed.address));
    for (let i = 0; i < times; i++) peer.trySend(0x00, requestBytes);
    return peer;
  };
  return { node, answers, ask };
}

describe("a seed", () => {
  it("answers once on a connection, with the whole answer sent before it hangs up", async () => {
    const world = new World(1);
    const seed = await world.seed();
    for (const address of scattered(400, 1_000)) seed.book.markVerified(address.id, address);
    const { node, answers, ask } = await asker(world);
    const asked = world.clock.now();
    await ask(seed, 3);
    expect(await world.until(() => !node.knows(seed), 5_000)).toBe(true);
    expect(answers).toHaveLength(1);
    expect(answers[0]?.ids).toHaveLength(250);
    expect((answers[0]?.at ?? 0) - asked).toBeLessThan(200);
    expect(await world.until(() => seed.endOf(node) !== undefined, 1_000)).toBe(true);
    expect(seed.endOf(node)).toBe("graceful");
    expect(seed.eventsOf("request-ignored")).toEqual([]); // it is not even listened to
    expect(seed.eventsOf("addresses-served")).toMatchObject([{ count: 250, verified: 250 }]);
    // It comes back, and is let in and answered.
    await ask(seed);
    expect(await world.until(() => answers.length === 2, 1_000)).toBe(true);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("hears nothing more of a peer that it has answered, however much that sends", async () => {
    const world = new World(13);
    const seed = await world.seed();
    for (const address of scattered(20, 1_000)) seed.book.markVerified(address.id, address);
    const { node, answers, ask } = await asker(world);
    await ask(seed, 900);
    expect(await world.until(() => seed.endOf(node) !== undefined, 5_000)).toBe(true);
    expect([answers.length, seed.endOf(node), seed.eventsOf("peer-banned")]).toEqual([1, "graceful", []]);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("asks the seeds that it is told of, and does not verify them over and over again", async () => {
    const world = new World(14);
    const other = await world.started({ sw: { maxOutboundPeers: 0 } });
    const seed = await world.seed({ pex: { seeds: [other.address] } });
    seed.book.add(other.address, other.address); // as everybody tells of it
    await world.clock.advance(600_000);
    expect(seed.eventsOf("addresses-requested").length).toBeGreaterThan(0);
    expect(seed.eventsOf("verifying")).toEqual([]);
    const connections = seed.switchEvents.filter(({ type }) => type === "peer-connected");
    expect(connections.length).toBeLessThanOrEqual(10);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("with nobody to tell of, a request waits a second and is answered all the same", async () => {
    const world = new World(2);
    const seed = await world.seed();
    for (const address of inventions(30)) seed.book.add(address, address);
    const { node, answers, ask } = await asker(world);
    await ask(seed);
    const asked = world.clock.now();
    expect(await world.until(() => !node.knows(seed), 5_000)).toBe(true);
    expect(answers.map(({ ids }) => ids)).toEqual([[]]);
    expect((answers[0]?.at ?? 0) - asked).toBeGreaterThanOrEqual(limits.seedHoldMs);
    expect((answers[0]?.at ?? 0) - asked).toBeLessThan(limits.seedHoldMs + 100);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("verifies soon after it has left a node that is reached elsewhere than it dials from", async () => {
    const world = new World(12);
    const seed = await world.seed();
    const { node, ask } = await asker(world, { nodeInfo: { listenAddr: "tcp://44.99.1.1:26656" } });
    await ask(seed);
    expect(await world.until(() => !node.knows(seed), 5_000)).toBe(true);
    expect(await world.until(() => seed.eventsOf("verifying").length > 0, 5_000)).toBe(true);
    expect(seed.eventsOf("verifying")[0]?.address.toString()).toBe(`${node.id}@44.99.1.1:26656`);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("the first verification ends the waiting", async () => {
    const world = new World(3);
    const seed = await world.seed();
    const honest = await world.started();
    const { answers, ask } = await asker(world);
    await ask(seed);
    const asked = world.clock.now();
    await world.clock.advance(300);
    await world.run(honest.sw.dial(seed.address)); // asks, waits, too
    await world.clock.advance(100);
    await world.run(honest.sw.stopPeerGracefully(honest.sw.peer(seed.id) as Peer));
    expect(await world.until(() => answers.length === 1, 2_000)).toBe(true);
    expect(answers[0]?.ids).toEqual([honest.id]);
    expect((answers[0]?.at ?? 0) - asked).toBeLessThan(limits.seedHoldMs);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("hands out what it has verified within the hour, and nothing else; never the asker's own", async () => {
    const world = new World(4);
    const seed = await world.seed();
    for (const address of inventions(500)) seed.book.add(address, address);
    const nodes: TestNode[] = [];
    for (let i = 0; i < 5; i++) nodes.push(await world.started({ pex: { seeds: [seed.address] } }));
    await world.clock.advance(30_000);
    const { answers, ask } = await asker(world);
    await ask(seed);
    await world.clock.advance(5_000);
    expect(answers[0]?.ids.sort()).toEqual(nodes.map(({ id }) => id).sort());
    // They leave; an hour later nobody is told of them.
    await world.run(Promise.all(nodes.map((node) => node.stop())));
    await world.clock.advance(3_600_000);
    await ask(seed);
    await world.clock.advance(5_000);
    expect(answers[1]?.ids).toEqual([]);
    // The asker itself is there, and was verified.
    const status = seed.pex.seedStatus();
    expect(status).toMatchObject({ verified: 1, heldRequests: 0, known: seed.book.size });
    expect(status?.verifications.failures["DIAL_REFUSED"]).toBeGreaterThan(0);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("verifies again before a verification runs out, so that nobody who is there is ever missing", async () => {
    const world = new World(5);
    const seed = await world.seed();
    const node = await world.started({ pex: { seeds: [seed.address] } });
    await world.clock.advance(10_000);
    let oldest = 0;
    for (let minute = 0; minute < 300; minute++) {
      await world.clock.advance(60_000);
      const at = seed.book.get(node.id)?.lastVerifiedAt ?? 0;
      oldest = Math.max(oldest, world.clock.wallTime() - at);
    }
    expect(oldest).toBeLessThan(3_600_000);
    expect(oldest).toBeGreaterThan(1_000_000);
    // The node is alone, and asks now and then: nobody stays.
    const empty = () => Object.values(seed.sw.counts()).every((count) => count === 0);
    expect(await world.until(empty, 5_000)).toBe(true);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("serve: go hands out anything, as a seed of Go's does", async () => {
    const world = new World(6);
    const seed = await world.seed({ pex: { serve: "go" } });
    for (const address of inventions(20)) seed.book.add(address, address);
    const { answers, ask } = await asker(world);
    await ask(seed);
    await world.clock.advance(100);
    expect(answers[0]?.ids).toHaveLength(21 - 1);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("takes the refusal of a second connection from its host for no failure", async () => {
    const world = new World(7);
    const seed = await world.seed();
    // A node with allow_duplicate_ip = false to which the seed's host stays connected, by another id.
    const node = await world.started();
    const neighbour = await world.started({ ip: seed.ip, sw: { listen: `${seed.ip}:26700` } });
    await world.run(neighbour.sw.dial(node.address));
    seed.book.add(node.address, node.address);
    expect(await world.until(() => seed.eventsOf("verification-postponed").length > 0, 40_000)).toBe(true);
    expect(seed.eventsOf("verification-postponed")[0]?.error.code).toBe("RESET_BEFORE_FIRST_BYTE");
    expect(seed.book.get(node.id)?.attempts).toBe(0);
    await world.run(neighbour.stop());
    expect(await world.until(() => seed.eventsOf("address-verified").length > 0, 600_000)).toBe(true);
    expect(seed.eventsOf("verification-failed").map(({ address }) => address.id)).not.toContain(node.id);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("lets peers go that never ask, but not those that the operator wants", async () => {
    const world = new World(8);
    const silent = await world.rawNode();
    const wanted = await world.rawNode();
    const seed = await world.seed({ sw: { unconditionalPeerIds: [wanted.id] } });
    await world.run(silent.sw.dial(seed.address));
    await world.run(wanted.sw.dial(seed.address));
    await world.clock.advance(limits.seedDisconnectAfterMs - 1_000);
    expect(seed.knows(silent)).toBe(true);
    expect(seed.eventsOf("verifying")).toEqual([]); // who is connected cannot be verified
    await world.clock.advance(1_000);
    expect(seed.eventsOf("letting-go").map(({ peer }) => peer.id)).toEqual([silent.id]);
    expect([seed.endOf(silent), seed.knows(wanted)]).toEqual(["graceful", true]);
    expect(await world.until(() => seed.eventsOf("address-verified").length === 1, 2_000)).toBe(true);
    expect(seed.eventsOf("verifying").map(({ address }) => address.id)).toEqual([silent.id]);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("a crawl target that hangs, and one that never answers, hold up nobody else", async () => {
    const world = new World(9);
    const mute = await world.rawNode();
    const seed = world.node({ pex: { mode: "seed" } });
    const hanging = Array.from({ length: 7 }, () => world.node());
    const honest = await world.started();
    for (const node of [...hanging, mute, honest]) seed.book.add(node.address, node.address);
    for (const node of hanging) world.network.dropHost(node.ip);
    await world.run(seed.start());
    expect(await world.until(() => seed.eventsOf("address-verified").length === 2, 10_000)).toBe(true);
    expect(await world.until(() => !mute.knows(seed), limits.crawlAnswerMs + 2_000)).toBe(true);
    expect(await world.until(() => seed.eventsOf("verification-failed").length === 7, 60_000)).toBe(true);
    expect(mute.endOf(seed)).toBe("CONNECTION_CLOSED");
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("does not attack a third party, whatever its book is filled with", async () => {
    const world = new World(10);
    const seed = world.node({ pex: { mode: "seed" } });
    const victim = Array.from({ length: 2_000 }, (_, i) => `${inventedId(i)}@66.6.6.6:${1_000 + i}`);
    for (const each of victim) seed.book.add(NetAddress.parse(each), seed.address);
    await world.run(seed.start());
    const honest = await world.started({ pex: { seeds: [seed.address] } });
    await world.clock.advance(60_000);
    const dialled = seed.eventsOf("verifying").filter(({ address }) => address.host === "66.6.6.6");
    expect(dialled.length).toBeGreaterThan(5);
    expect(dialled.length).toBeLessThanOrEqual(60_000 / limits.crawlSameIpMs + 1);
    expect(seed.book.get(honest.id)?.lastVerifiedAt).toBeDefined();
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("stops with requests waiting and dials under way, and leaves nothing behind", async () => {
    const world = new World(11);
    const seed = world.node({ pex: { mode: "seed" } });
    const dead = world.node();
    seed.book.add(dead.address, dead.address);
    world.network.dropHost(dead.ip);
    await world.run(seed.start());
    const { ask } = await asker(world);
    await ask(seed);
    await world.clock.advance(100);
    expect(seed.pex.seedStatus()).toMatchObject({ heldRequests: 1, verifying: 1 });
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("speaks Go's bytes", () => {
    expect(Buffer.from(requestBytes).toString("hex")).toBe("0a00");
    expect(decodePex(Uint8Array.of(0x12, 0x00))).toEqual({ type: "addresses", addresses: [] });
  });
});
