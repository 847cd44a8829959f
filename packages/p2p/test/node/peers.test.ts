import { defineReactor, parseAddress } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { hour, minute, World } from "./world.js";

describe("dialling", () => {
  it("takes an address as text or as such, and gives the peer", async () => {
    const world = new World();
    const [a, b, c] = [await world.started(), await world.started(), await world.started()];
    const peer = await world.run(a.node.dial(b.address));
    expect(peer).toMatchObject({ id: b.id, outbound: true, persistent: false, running: true });
    expect(await world.run(a.node.dial(parseAddress(c.address)))).toMatchObject({ id: c.id });
    expect(a.node.peers.map(({ id }) => id)).toEqual([b.id, c.id]);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("takes upper case for what it is", async () => {
    const world = new World();
    const [a, b] = [await world.started(), await world.started()];
    const peer = await world.run(a.node.dial(b.address.toUpperCase()));
    expect(peer.id).toBe(b.id);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("fails with a code", async () => {
    const world = new World();
    const [a, b] = await world.pair();
    const stranger = await world.started({ network: "other-chain" });
    const nobody = `${"ab".repeat(20)}@44.99.0.1:26656`;
    const outcomes = [
      await world.code(a.node.dial("46.1.0.1:26656")),
      await world.code(a.node.dial(b.address)),
      await world.code(a.node.dial(a.address)),
      await world.code(a.node.dial(nobody)),
      await world.code(a.node.dial(nobody.replace("44.99.0.1", "46.2.0.1"))),
      await world.code(a.node.dial(stranger.address)),
      await world.code(a.node.dial(nobody, { signal: AbortSignal.abort() })),
    ];
    expect(outcomes).toEqual([
      "ADDRESS_MALFORMED",
      "DUPLICATE_ID",
      "SELF_CONNECTION",
      "DIAL_UNREACHABLE",
      "DUPLICATE_ADDRESS",
      "INCOMPATIBLE_NETWORK",
      "ABORTED",
    ]);
    await world.run(a.node.stop());
    expect(await world.code(a.node.dial(b.address))).toBe("STOPPED");
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("as persistent keeps the peer from then on", async () => {
    const world = new World();
    const [a, b] = [await world.started({ pex: false }), await world.started({ pex: false })];
    expect(await world.run(a.node.dial(b.address, { persistent: true }))).toMatchObject({ persistent: true });
    await world.clock.advance(hour);
    world.network.crashHost("46.2.0.1");
    expect(await world.until(() => !a.knows(b), 1_000)).toBe(true);
    const again = await world.started({ ...b.options });
    expect(await world.until(() => a.knows(again), minute)).toBe(true);
    expect(await world.leftovers()).toEqual([0, 0]);
  });
});

describe("disconnecting", () => {
  it("takes leave of a peer, and says whether there was one", async () => {
    const world = new World();
    const [a, b] = await world.pair();
    expect(await world.run(a.node.disconnect(b.id))).toBe(true);
    expect(await world.run(a.node.disconnect(b.id))).toBe(false);
    expect(a.endsOf(b)).toEqual(["graceful"]);
    expect(await world.until(() => !b.knows(a), 1_000)).toBe(true);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("sends what is queued first", async () => {
    const world = new World();
    const got: number[] = [];
    const channels = [{ id: 0x30, sendQueueCapacity: 10 }];
    const reactor = defineReactor({
      name: "m",
      channels,
      receive: (_peer, _id, [byte = 0]) => void got.push(byte),
    });
    const [a, b] = await world.pair({ reactors: [reactor] }, { reactors: [{ ...reactor }] });
    for (let i = 1; i <= 5; i++) a.node.peers[0]?.trySend(0x30, Uint8Array.of(i));
    await world.run(a.node.disconnect(b.id));
    await world.clock.advance(1_000);
    expect(got).toEqual([1, 2, 3, 4, 5]);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("a persistent peer stays away until it dials", async () => {
    const world = new World();
    const b = await world.started({ pex: false });
    const a = await world.started({ persistentPeers: [b.address], pex: false });
    expect(await world.until(() => a.knows(b), 5_000)).toBe(true);
    await world.run(a.node.disconnect(b.id));
    await world.clock.advance(hour);
    expect(a.knows(b)).toBe(false);
    await world.run(b.node.dial(a.address));
    expect(await world.until(() => a.knows(b), 1_000)).toBe(true);
    expect(await world.leftovers()).toEqual([0, 0]);
  });
});
