import { describe, expect, it } from "vitest";
import { hour, minute, second, type TestNode, World } from "./world.js";

const day = 24 * hour;

/** The longest pause between two dials of a persistent peer, and a dial that nobody answers. */
const ONE_TRY_MS = 60 * second + 3 * second;

/** The time until a peer that says nothing any more is given up: a ping and no pong. */
const NOTICE_MS = 106 * second;

const connected = (a: TestNode, b: TestNode): boolean => a.knows(b) && b.knows(a);

/** The same node, started again with the same key at another address. */
function moved(
  world: World,
  { options }: TestNode,
  ip: string,
  changes: Parameters<World["options"]>[0] = {},
) {
  const { nodeKey, persistentPeers, seeds, maxOutboundPeers } = options;
  return world.started({ nodeKey, persistentPeers, seeds, maxOutboundPeers, ip, ...changes });
}

describe("a persistent peer", () => {
  it("that comes back after a week is found again", async () => {
    const world = new World();
    const b = await world.started({ pex: false });
    const a = await world.started({ persistentPeers: [b.address], pex: false });
    expect(await world.until(() => connected(a, b), 5 * second)).toBe(true);
    await world.run(b.node.stop());
    await world.clock.advance(7 * day);
    expect(a.node.peers).toEqual([]);
    const again = await world.started(b.options);
    expect(await world.until(() => connected(a, again), ONE_TRY_MS)).toBe(true);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("whose name leads elsewhere now is found there", async () => {
    const world = new World();
    let ip = "44.2.0.1";
    const b = await world.started({ ip });
    const resolver = () => Promise.resolve([ip]);
    const persistentPeers = [`${b.id}@b.example.com:26656`];
    const a = await world.started({ persistentPeers, resolver });
    expect(await world.until(() => connected(a, b), 5 * second)).toBe(true);
    await world.run(b.node.stop());
    ip = "44.3.0.1";
    const there = await moved(world, b, ip);
    expect(await world.until(() => connected(a, there), ONE_TRY_MS)).toBe(true);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("that has moved is found where it says it is, as soon as somebody tells of it", async () => {
    const world = new World();
    const between = await world.started({ ip: "44.5.0.1" });
    const b = await world.started({ ip: "44.2.0.1", maxOutboundPeers: 1 });
    const a = await world.started({ persistentPeers: [b.address, between.address] });
    expect(await world.until(() => connected(a, b) && connected(a, between), 5 * second)).toBe(true);
    await world.run(b.node.stop());
    // It dials one node, and nobody else.
    const there = await moved(world, b, "44.3.0.1", { seeds: [], persistentPeers: [between.address] });
    expect(await world.until(() => connected(there, between), 5 * second)).toBe(true);
    expect(await world.until(() => connected(a, there), 5 * minute)).toBe(true);
    const [peer] = a.node.peers.filter(({ id }) => id === b.id);
    expect(peer).toMatchObject({ outbound: true, persistent: true, remote: { ip: "44.3.0.1" } });
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("is one again when we have moved ourselves", async () => {
    const world = new World();
    const b = await world.started({ ip: "44.2.0.1" });
    const a = await world.started({ ip: "44.1.0.1", persistentPeers: [b.address] });
    expect(await world.until(() => connected(a, b), 5 * second)).toBe(true);
    world.network.crashHost("44.1.0.1");
    const here = await moved(world, a, "44.7.0.1");
    expect(await world.until(() => connected(here, b), 5 * second)).toBe(true);
    expect(b.node.addressBook.get(a.id)?.candidates).toMatchObject([{ address: { host: "44.7.0.1" } }]);
    expect(await world.leftovers()).toEqual([0, 0]);
  });
});

describe("a node known from the address book", () => {
  it("that has moved is found where others say it is", async () => {
    const world = new World();
    const seed = await world.started({ seedMode: true, ip: "44.9.0.1" });
    const seeds = [seed.address];
    const b = await world.started({ ip: "44.2.0.1", seeds, maxOutboundPeers: 0 });
    const a = await world.started({ seeds });
    await world.run(b.node.dial(a.address));
    expect(await world.until(() => connected(a, b), 5 * second)).toBe(true);
    await world.clock.advance(hour);
    await world.run(b.node.stop());
    const there = await moved(world, b, "44.3.0.1");
    await world.run(there.node.dial(seed.address));
    expect(await world.until(() => connected(a, there), 30 * minute)).toBe(true);
    expect(await world.leftovers()).toEqual([0, 0]);
  });
});

describe("a partition", () => {
  it("is noticed, and heals: persistent peers find each other within one try", async () => {
    const world = new World();
    const b = await world.started({ ip: "44.2.0.1", pex: false });
    const a = await world.started({ ip: "44.1.0.1", persistentPeers: [b.address], pex: false });
    expect(await world.until(() => connected(a, b), 5 * second)).toBe(true);
    world.network.partition(["44.1.0.1"], ["44.2.0.1"]);
    expect(await world.until(() => !a.knows(b) && !b.knows(a), NOTICE_MS)).toBe(true);
    await world.clock.advance(day);
    world.network.heal();
    expect(await world.until(() => connected(a, b), ONE_TRY_MS)).toBe(true);
    expect([a.endsOf(b), b.endsOf(a)]).toEqual([["PONG_TIMEOUT"], ["PONG_TIMEOUT"]]);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("of a network that found itself heals within the time that it has lasted", async () => {
    const world = new World();
    const seed = await world.started({ seedMode: true, ip: "44.9.0.1" });
    const nodes: TestNode[] = [];
    for (let i = 1; i <= 6; i++)
      nodes.push(await world.started({ ip: `44.${i}.0.1`, seeds: [seed.address] }));
    const whole = () => nodes.every((a) => nodes.every((b) => a === b || a.knows(b)));
    expect(await world.until(whole, minute)).toBe(true);
    const ips = nodes.map(({ options }) => options.localAddress ?? "");
    world.network.partition(ips.slice(0, 3), ips.slice(3));
    await world.clock.advance(20 * minute);
    const halves = nodes.map((node) => node.node.peers.length);
    expect(halves).toEqual([2, 2, 2, 2, 2, 2]);
    world.network.heal();
    expect(await world.until(whole, 20 * minute)).toBe(true);
    expect(await world.leftovers()).toEqual([0, 0]);
  });
});
