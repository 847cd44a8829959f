import { encodePexAddresses } from "@cometwire/p2p";
import { ScriptedPeer } from "@cometwire/p2p/testing";
import { describe, expect, it } from "vitest";
import { hour, minute, World } from "./world.js";

const why = { reason: "a test" };

describe("a ban", () => {
  it.each([
    ["of an id", (id: string) => id],
    ["of an IP address", () => "44.2.0.1"],
    ["of a range", () => "44.2.0.0/16"],
  ])("%s ends the session, and keeps the node out and from being dialled", async (_what, target) => {
    const world = new World();
    const other = { ip: "44.2.0.1" };
    const [a, b] = await world.pair({ ip: "44.1.0.1" }, other);
    a.node.ban(target(b.id), why);
    expect(a.knows(b)).toBe(false);
    await world.clock.advance(1_000);
    expect([a.endsOf(b), b.knows(a)]).toEqual([["BANNED"], false]);
    expect(await world.code(a.node.dial(b.address))).toBe("BANNED");
    expect(await world.code(b.node.dial(a.address))).not.toBe("ok");
    const refused = a.eventsOf("inbound-refused").map(({ error }) => error.code);
    expect(refused).toEqual([target(b.id) === b.id ? "BANNED" : "FILTERED"]);
    await world.clock.advance(10 * minute);
    expect([a.knows(b), b.knows(a)]).toEqual([false, false]);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("leaves others alone", async () => {
    const world = new World();
    const [a, b] = await world.pair();
    a.node.ban("44.200.0.0/16", why);
    a.node.ban("cd".repeat(20), why);
    await world.clock.advance(minute);
    expect([a.knows(b), a.endsOf(b)]).toEqual([true, []]);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("ends by itself, or when it is lifted", async () => {
    const world = new World();
    const [a, b] = await world.pair();
    a.node.ban(b.id, { ...why, durationMs: hour });
    await world.clock.advance(hour - 1_000);
    expect(await world.code(a.node.dial(b.address))).toBe("BANNED");
    await world.clock.advance(2_000);
    expect(await world.code(b.node.dial(a.address))).toBe("ok");
    a.node.ban(b.id, why);
    expect(a.node.bans.remove(b.id)).toMatchObject(why);
    await world.clock.advance(1_000);
    expect(await world.code(a.node.dial(b.address))).toBe("ok");
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("holds for a persistent peer, which is back soon after it is lifted", async () => {
    const world = new World();
    const b = await world.started();
    const a = await world.started({ persistentPeers: [b.address] });
    expect(await world.until(() => a.knows(b), 5_000)).toBe(true);
    a.node.ban(b.id, why);
    await world.clock.advance(hour);
    expect(a.endsOf(b)).toEqual(["BANNED"]);
    a.node.bans.remove(b.id);
    expect(await world.until(() => a.knows(b), 61_000)).toBe(true);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("reaches a node that is about to become a peer", async () => {
    const world = new World();
    let decide: () => void = () => {};
    const undecided = new Promise<undefined>((resolve) => (decide = () => resolve(undefined)));
    const a = await world.started({ peerFilters: [() => undecided] });
    const b = await world.started();
    void b.node.dial(a.address).catch(() => {});
    await world.clock.advance(1_000);
    a.node.ban(b.id, why);
    decide();
    await world.clock.advance(1_000);
    expect([a.knows(b), b.knows(a)]).toEqual([false, false]);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("that peer exchange has made is lifted in full: the address can be learned again", async () => {
    const world = new World();
    const a = await world.started();
    const { network, random } = world;
    const liar = new ScriptedPeer({ network, random, ip: "44.9.0.1", channels: [0x00] });
    await world.run(liar.listen());
    await world.run(a.node.dial(liar.address));
    a.node.addressBook.add(liar.address, liar.address);
    await world.clock.advance(1_000);
    liar.send(0x00, encodePexAddresses([])); // the answer to our question
    liar.send(0x00, encodePexAddresses([])); // and one to none
    await world.clock.advance(1_000);
    expect(a.endsOf(liar)).toEqual(["PEX_UNSOLICITED"]);
    expect(a.node.bans.list()).toMatchObject([{ text: liar.id }]);
    expect(a.node.addressBook.isBanned(liar.id)).toBe(true);
    a.node.bans.remove(liar.id);
    expect(a.node.addressBook.isBanned(liar.id)).toBe(false);
    expect(a.node.addressBook.has(liar.id)).toBe(true);
    await world.run(liar.stop());
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("of nonsense is refused with a code", async () => {
    const world = new World();
    const { node } = await world.started();
    for (const target of ["", "nobody", "10.0.0.0/33", "host.example.com"]) {
      expect(() => node.ban(target, why), target).toThrow(
        expect.objectContaining({ code: "OPTION_INVALID" }),
      );
    }
    expect(await world.leftovers()).toEqual([0, 0]);
  });
});
