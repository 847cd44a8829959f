import type { NetAddress } from "@cometwire/p2p";
import { encodePexAddresses, limits, type Peer } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import {
  inventedId,
  inventions,
  requestBytes,
  scattered,
  type TestNode,
  travelling,
  World,
} from "./world.js";

/** A node that answers requests with these bytes. */
function liar(world: World, bytes: () => Uint8Array): Promise<TestNode> {
  return world.rawNode((peer, message) => {
    if (message.type === "request") peer.trySend(0x00, bytes());
  });
}

/** A node that dials `liar`, asks it and has its answer. */
async function victimOf(world: World, node: TestNode, options: Parameters<World["started"]>[0] = {}) {
  const victim = await world.started(options);
  await world.run(victim.sw.dial(node.address));
  await world.clock.advance(500);
  return victim;
}

describe.each(["peer", "seed"] as const)("hostile peers of a %s", (mode) => {
  it("addresses that nobody asked for: dropped, and banned for a day", async () => {
    const world = new World(1);
    const node = await world.started({ pex: { mode } });
    const hostile = await world.rawNode();
    const peer = await world.run(hostile.sw.dial(node.address));
    peer.trySend(0x00, travelling([]));
    await world.clock.advance(200);
    expect(node.endOf(hostile)).toBe("PEX_UNSOLICITED");
    expect(node.book.isBanned(hostile.id)).toBe(true);
    await expect(world.run(hostile.sw.dial(node.address))).rejects.toThrow();
    expect(node.knows(hostile)).toBe(false);
    await world.clock.advance(limits.pexBanMs + 1_000);
    expect(await world.run(hostile.sw.dial(node.address))).toBeDefined();
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("a flood of requests: few are answered, then it ends; banned", async () => {
    const world = new World(2);
    const node = await world.started({ pex: { mode, seedHoldMs: 10_000 } });
    const answers: unknown[] = [];
    const hostile = await world.rawNode((_peer, message) => void answers.push(message));
    const peer = await world.run(hostile.sw.dial(node.address));
    for (let i = 0; i < 500; i++) peer.trySend(0x00, requestBytes);
    await world.clock.advance(500);
    expect(node.endOf(hostile)).toBe("PEX_TOO_SOON");
    expect([node.book.isBanned(hostile.id), node.bans.check({ id: hostile.id })?.reason]).toEqual([
      true,
      expect.stringContaining("far too often"),
    ]);
    expect(answers.length).toBeLessThanOrEqual(limits.pexRequestBurst);
    expect(node.eventsOf("request-ignored")).toHaveLength(1);
    expect(node.eventsOf("peer-banned")).toMatchObject([{ id: hostile.id, error: { code: "PEX_TOO_SOON" } }]);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("whom the operator wants kept is dropped, but not banned", async () => {
    const world = new World(3);
    const hostile = await world.rawNode();
    const node = await world.started({ pex: { mode }, sw: { unconditionalPeerIds: [hostile.id] } });
    const peer = await world.run(hostile.sw.dial(node.address));
    peer.trySend(0x00, travelling([]));
    await world.clock.advance(200);
    expect([node.endOf(hostile), node.book.isBanned(hostile.id)]).toEqual(["PEX_UNSOLICITED", false]);
    expect(node.bans.check({ id: hostile.id })).toBeUndefined();
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it.each<[string, Uint8Array, string | undefined]>([
    ["no message at all", Uint8Array.of(0xff, 0xff, 0xff), "PEX_MALFORMED"],
    ["a kind that we do not know: another version's, and no offence", Uint8Array.of(0x1a, 0x00), undefined],
    ["an empty message", new Uint8Array(0), undefined],
  ])("%s", async (_name, bytes, end) => {
    const world = new World(4);
    const node = await world.started({ pex: { mode } });
    const hostile = await world.rawNode();
    const peer = await world.run(hostile.sw.dial(node.address));
    peer.trySend(0x00, bytes);
    await world.clock.advance(500);
    expect(node.endOf(hostile)).toBe(end);
    expect(node.eventsOf("peer-banned")).toEqual([]);
    expect(await world.leftovers()).toEqual([0, 0]);
  });
});

describe("hostile answers", () => {
  it.each([
    ["no IP address", { id: inventedId(1), ip: "nonsense", port: 1 }],
    ["an IP address that Go does not read", { id: inventedId(1), ip: "01.2.3.4", port: 1 }],
    ["a port above 65535", { id: inventedId(1), ip: "44.1.1.1", port: 65_536 }],
  ])("%s anywhere: nothing is taken, the sender is banned", async (_name, bad) => {
    const world = new World(1);
    const good = { id: inventedId(2), ip: "44.200.1.1", port: 26_656 };
    const hostile = await liar(world, () => encodePexAddresses([good, bad]));
    const node = await victimOf(world, hostile);
    expect([node.endOf(hostile), node.book.isBanned(hostile.id)]).toEqual(["PEX_ADDRESS", true]);
    expect(node.book.has(good.id)).toBe(false);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("addresses that are of no use are left out one by one, and counted by reason", async () => {
    const world = new World(2);
    const hidden = inventedId(3);
    const banned = inventedId(4);
    const fine = scattered(1, 700)[0] as NetAddress;
    let own = "";
    const hostile = await liar(world, () =>
      encodePexAddresses([
        { id: own, ip: "44.9.9.9", port: 26_656 },
        { id: hidden, ip: "44.9.9.9", port: 26_656 },
        { id: banned, ip: "44.9.9.9", port: 26_656 },
        { id: inventedId(5), ip: "192.168.1.1", port: 26_656 },
        { id: inventedId(6), ip: "0.0.0.0", port: 26_656 },
        { id: inventedId(7), ip: "44.9.9.9", port: 0 },
        { id: "not an id", ip: "44.9.9.9", port: 26_656 },
        { id: fine.id.toUpperCase(), ip: fine.host, port: fine.port },
      ]),
    );
    const node = world.node();
    own = node.id;
    node.book.addPrivateIds([hidden]);
    node.book.markBad(banned, { durationMs: 1e9, reason: "a test" });
    await world.run(node.start());
    await world.run(node.sw.dial(hostile.address));
    await world.clock.advance(200);
    expect(node.eventsOf("addresses-received")).toMatchObject([
      {
        count: 8,
        added: 1,
        refused: { ours: 1, private: 1, banned: 1, unroutable: 1, invalid: 2, portZero: 1 },
      },
    ]);
    // The one in upper case is kept as the id that it means.
    expect(node.book.get(fine.id)?.address.id).toBe(fine.id);
    expect(node.knows(hostile)).toBe(true);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("64,000 bytes of addresses: the first 250 are looked at; a byte more ends it", async () => {
    const world = new World(3);
    const many = scattered(715, 0);
    const bytes = travelling(many);
    expect(bytes.length).toBeGreaterThan(40_000);
    expect(bytes.length).toBeLessThanOrEqual(limits.pexMessageBytes);
    const hostile = await liar(world, () => bytes);
    const node = await victimOf(world, hostile);
    expect(node.eventsOf("addresses-received")).toMatchObject([{ count: 715, refused: { tooMany: 465 } }]);
    expect(node.book.size).toBeLessThanOrEqual(251);
    expect(node.knows(hostile)).toBe(true);
    const tooLong = await liar(world, () => new Uint8Array(limits.pexMessageBytes + 1));
    const other = await victimOf(world, tooLong);
    expect(other.endOf(tooLong)).toBe("MESSAGE_TOO_LARGE");
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("one answer for one request: the second is an offence; one that comes late is none", async () => {
    const world = new World(4);
    const asked: Peer[] = [];
    const slow = await world.rawNode((peer, message) => {
      if (message.type === "request") asked.push(peer);
    });
    const node = await victimOf(world, slow);
    expect(asked).toHaveLength(1);
    await world.clock.advance(900_000);
    // It is asked again, though it has not answered, and not more often than every two minutes.
    expect(asked.length).toBeGreaterThan(2);
    expect(asked.length).toBeLessThanOrEqual(1 + 900 / 120);
    for (const peer of asked) peer.trySend(0x00, travelling([]));
    await world.clock.advance(500);
    expect(node.knows(slow)).toBe(true);
    asked[0]?.trySend(0x00, travelling([]));
    await world.clock.advance(500);
    expect(node.endOf(slow)).toBe("PEX_UNSOLICITED");
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("10,000 inventions in one network, and who tells of them, get a small part of the book", async () => {
    const world = new World(5);
    const all = inventions(10_000);
    let next = 0;
    const hostile = await liar(world, () => travelling(all.slice(next, (next += 250))));
    const node = await victimOf(world, hostile, { sw: { maxOutboundPeers: 0 } });
    const honest = scattered(500, 2_000);
    for (const each of honest) node.book.add(each, each);
    for (let i = 0; i < 40; i++) {
      if (node.knows(hostile)) await world.run(node.sw.stopPeerGracefully(node.sw.peer(hostile.id) as Peer));
      await world.clock.advance(31_000);
      await world.run(node.sw.dial(hostile.address));
    }
    await world.clock.advance(31_000);
    expect(next).toBeGreaterThanOrEqual(all.length); // all of them were told
    // Addresses of one group told by one group share one bucket, of 256.
    const invented = [...node.book.entries()].filter(({ address }) => address.host.startsWith("55.5."));
    expect(invented.length).toBeLessThanOrEqual(65);
    expect(honest.filter(({ id }) => node.book.has(id)).length).toBeGreaterThan(400);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("who it says it is does not choose its buckets: its real IP address does", async () => {
    const world = new World(6);
    const told = scattered(1, 900)[0] as NetAddress;
    const hostile = await world.rawNode(
      (peer, message) => {
        if (message.type === "request") peer.trySend(0x00, travelling([told]));
      },
      { nodeInfo: { listenAddr: "tcp://99.99.99.99:26656" } },
    );
    const node = await world.started({ sw: { maxOutboundPeers: 0 } });
    await world.run(hostile.sw.dial(node.address));
    expect(await world.until(() => node.book.has(told.id), 61_000)).toBe(true);
    expect(node.book.get(told.id)?.source.host).toBe(hostile.ip);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("a peer that announces a name is expected where it came from, without asking name servers", async () => {
    const world = new World(7);
    const named = await world.rawNode(() => {}, { nodeInfo: { listenAddr: "tcp://evil.example:26656" } });
    const unspecified = await world.rawNode(() => {}, { nodeInfo: { listenAddr: "tcp://0.0.0.0:26656" } });
    const node = await world.started({ sw: { maxOutboundPeers: 0 } });
    await world.run(named.sw.dial(node.address));
    await world.run(unspecified.sw.dial(node.address));
    expect(node.book.get(named.id)?.address.toString()).toBe(`${named.id}@${named.ip}:26656`);
    expect(node.book.has(unspecified.id)).toBe(false);
    expect(await world.leftovers()).toEqual([0, 0]);
  });
});
