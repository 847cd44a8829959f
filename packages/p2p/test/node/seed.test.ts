import { describe, expect, it } from "vitest";
import { second, World } from "./world.js";

/** Options of a node that dials from another address than it listens at, as every node of Go's with several does. */
function twoAddresses(world: World, ip: string, dialsFrom: string) {
  return { ip, localAddress: dialsFrom, sockets: world.network.host(ip, dialsFrom) };
}

describe("a seed", () => {
  it("verifies and hands out a node that dials from another address, within seconds of its leaving", async () => {
    const world = new World();
    const seed = await world.started({ seedMode: true });
    const seeds = [seed.address];
    const first = await world.started({ ...twoAddresses(world, "44.1.0.1", "44.1.0.2"), seeds });
    const verified = () => seed.eventsOf("address-verified").map(({ address }) => address.id);
    expect(await world.until(() => verified().includes(first.id), 5 * second)).toBe(true);
    const other = await world.started({ ...twoAddresses(world, "44.2.0.1", "44.2.0.2"), seeds });
    expect(await world.until(() => other.knows(first), 5 * second)).toBe(true);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("finds out that such a node has moved when it comes again", async () => {
    const world = new World();
    const seed = await world.started({ seedMode: true });
    const seeds = [seed.address];
    const before = await world.started({ ...twoAddresses(world, "44.1.0.1", "44.1.0.2"), seeds });
    const place = () => seed.node.addressBook.get(before.id);
    expect(await world.until(() => place()?.lastVerifiedAt !== undefined, 5 * second)).toBe(true);
    await world.run(before.node.stop());
    const { nodeKey } = before.options;
    await world.started({ ...twoAddresses(world, "44.3.0.1", "44.3.0.2"), seeds, nodeKey });
    expect(await world.until(() => place()?.address.host === "44.3.0.1", 5 * second)).toBe(true);
    const asker = await world.started({ seeds });
    expect(await world.until(() => asker.knows(before), 5 * second)).toBe(true);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("does so for all of many that leave one after the other", async () => {
    const world = new World();
    const seed = await world.started({ seedMode: true });
    const options = { seeds: [seed.address], maxOutboundPeers: 1 };
    for (let i = 1; i <= 20; i++) {
      void world.node({ ...twoAddresses(world, `44.${i}.0.1`, `44.${i}.0.2`), ...options }).node.start();
      await world.clock.advance(90);
    }
    const verified = () => new Set(seed.eventsOf("address-verified").map(({ address }) => address.id));
    expect(await world.until(() => verified().size === 20, 20 * second)).toBe(true);
    expect(await world.leftovers()).toEqual([0, 0]);
  });
});
