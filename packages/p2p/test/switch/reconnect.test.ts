import { P2PError, parseAddress } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { Bench, ONE } from "./bench.js";

/** A bench with one persistent peer, which listens. */
async function withPersistent(bench = new Bench()) {
  const peer = await bench.peer();
  bench.sw.addPersistentPeer(peer.address);
  await bench.start();
  await bench.clock.advance(2_000);
  return { bench, peer };
}

const hour = 3_600_000;

describe("a persistent peer", () => {
  it("is dialled at the start, and again after its connection has ended", async () => {
    const { bench, peer } = await withPersistent();
    expect(bench.sw.peers).toMatchObject([{ id: peer.id, outbound: true, persistent: true }]);
    await bench.clock.advance(hour);
    peer.disconnect();
    await bench.clock.advance(1_100);
    expect(bench.eventsOf("reconnect-scheduled")).toMatchObject([
      { address: peer.address, why: "connection ended", failures: 0 },
    ]);
    expect(bench.sw.peers).toHaveLength(1);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("is found within the ceiling after a week in which it was away", async () => {
    const { bench, peer } = await withPersistent();
    peer.crash();
    await bench.clock.advance(7 * 24 * hour);
    expect(bench.sw.peers).toEqual([]);
    const failed = bench.eventsOf("dial-failed");
    expect(failed.length).toBeGreaterThan((7 * 24 * hour) / 61_000);
    expect(failed.length).toBeLessThan((7 * 24 * hour) / 30_000 + 10);
    await bench.during(peer.listen());
    await bench.clock.advance(60_100);
    expect(bench.sw.peers).toHaveLength(1);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("that accepts and drops us is dialled more and more seldom", async () => {
    const { bench, peer } = await withPersistent();
    for (let i = 0; i < 12; i++) {
      await bench.clock.advanceUntil(() => bench.sw.peers.length === 1, 61_000);
      peer.disconnect();
      await bench.clock.advance(50);
    }
    const delays = bench.eventsOf("reconnect-scheduled");
    expect(delays.map(({ failures }) => failures)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(delays.every(({ why }) => why === "connection ended at once")).toBe(true);
    for (const [i, { delayMs }] of delays.entries()) {
      const nominal = Math.min(60_000, 1_000 * 2 ** i);
      expect(delayMs).toBeGreaterThanOrEqual(nominal / 2);
      expect(delayMs).toBeLessThanOrEqual(nominal);
    }
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("that accepts and drops us is not taken for a good one because a reactor was slow to part with it", async () => {
    const bench = new Bench();
    bench.one.behave = (call) =>
      call.callback === "removePeer"
        ? new Promise((resolve) => void bench.clock.setTimer(70_000, resolve))
        : undefined;
    const { peer } = await withPersistent(bench);
    peer.disconnect();
    await bench.clock.advance(70_100);
    expect(bench.eventsOf("reconnect-scheduled")).toMatchObject([
      { why: "connection ended at once", failures: 1 },
    ]);
    expect(bench.eventsOf("peer-disconnected")[0]?.connectedMs).toBeLessThan(10_000);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("that misbehaves is dialled again, but much later, and later each time", async () => {
    const { bench, peer } = await withPersistent();
    for (let i = 0; i < 8; i++) {
      await bench.clock.advanceUntil(() => bench.sw.peers.length === 1, 2 * hour);
      const [bad] = bench.sw.peers;
      if (bad === undefined) throw new Error("it was not dialled again");
      bench.one.context.stopPeer(bad, new P2PError("PEER_MISBEHAVED", { detail: "it lied" }));
      await bench.clock.advance(50);
    }
    const delays = bench.eventsOf("reconnect-scheduled");
    expect(delays).toHaveLength(8);
    for (const [i, { delayMs, why }] of delays.entries()) {
      expect(why).toBe("peer misbehaved");
      expect(delayMs).toBeGreaterThanOrEqual(Math.min(hour, 60_000 * 2 ** i) / 2);
    }
    expect(bench.eventsOf("peer-disconnected")[0]).toMatchObject({
      misbehaved: true,
      reason: { code: "PEER_MISBEHAVED", detail: "it lied" },
    });
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("that breaks the protocol has misbehaved, too", async () => {
    const bench = new Bench();
    const peer = await bench.peer({ channels: [ONE, 0x77] });
    bench.sw.addPersistentPeer(peer.address);
    await bench.start();
    await bench.clock.advance(2_000);
    peer.send(0x77, Uint8Array.of(1));
    await bench.clock.advance(100);
    expect(bench.eventsOf("peer-disconnected")).toMatchObject([
      { reason: { code: "UNKNOWN_CHANNEL" }, misbehaved: true },
    ]);
    expect(bench.eventsOf("reconnect-scheduled")).toMatchObject([{ why: "peer misbehaved" }]);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("whose misbehaviour follows a dial that was refused because it was connected is not dialled sooner", async () => {
    const { bench, peer } = await withPersistent();
    expect(await bench.code(bench.sw.dial(peer.address))).toBe("DUPLICATE_ID");
    expect(bench.eventsOf("reconnect-scheduled")).toEqual([]);
    const [bad] = bench.sw.peers;
    if (bad === undefined) throw new Error("no peer");
    bench.one.context.stopPeer(bad, new P2PError("PEER_MISBEHAVED"));
    await bench.clock.advance(29_000);
    expect(bench.sw.peers).toEqual([]);
    expect(bench.eventsOf("reconnect-scheduled")).toMatchObject([{ why: "peer misbehaved" }]);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("that we end gracefully is not dialled again", async () => {
    const { bench, peer } = await withPersistent();
    const [known] = bench.sw.peers;
    if (known === undefined) throw new Error("no peer");
    await bench.during(bench.sw.stopPeerGracefully(known));
    await bench.clock.advance(hour);
    expect(bench.sw.peers).toEqual([]);
    expect(bench.eventsOf("reconnect-scheduled")).toEqual([]);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("is known by its id when it comes in, and dialled when it goes", async () => {
    const bench = new Bench();
    const peer = await bench.peer();
    bench.network.setReachable(peer.ip, false);
    bench.sw.addPersistentPeer(peer.address);
    await bench.start();
    await bench.during(peer.dial(bench.address));
    await bench.clock.advance(hour);
    expect(bench.sw.peers).toMatchObject([{ outbound: false, persistent: true }]);
    bench.network.setReachable(peer.ip, true);
    peer.disconnect();
    await bench.clock.advance(1_500);
    expect(bench.sw.peers).toMatchObject([{ outbound: true, persistent: true }]);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("added while its inbound handshake is under way is dialled when that fails", async () => {
    const bench = await new Bench().start();
    const peer = await bench.peer();
    void peer.dial(bench.address).catch(() => {});
    await bench.clock.advanceUntil(() => bench.sw.isDialingOrExisting(peer.id), 1_000);
    expect(bench.sw.peers).toEqual([]);
    bench.sw.addPersistentPeer(peer.address);
    peer.crash();
    await bench.during(peer.listen());
    await bench.clock.advance(61_000);
    expect(bench.sw.peers).toMatchObject([{ id: peer.id, outbound: true }]);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("made one while it is being dialled is dialled again when that fails", async () => {
    const bench = await new Bench().start();
    const peer = await bench.peer();
    peer.crash();
    const dial = bench.outcome(bench.sw.dial(peer.address));
    bench.sw.addPersistentPeer(peer.address);
    expect(await bench.during(dial)).toBe("DIAL_REFUSED");
    await bench.during(peer.listen());
    await bench.clock.advance(2_000);
    expect(bench.sw.peers).toHaveLength(1);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("removed is let go", async () => {
    const { bench, peer } = await withPersistent();
    expect(bench.sw.removePersistentPeer(peer.id)).toBe(true);
    expect(bench.sw.peers).toMatchObject([{ persistent: false }]);
    peer.disconnect();
    await bench.clock.advance(hour);
    expect(bench.sw.peers).toEqual([]);
    expect(bench.sw.removePersistentPeer(peer.id)).toBe(false);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("that is ourselves is tried once, for operators give all their nodes one list", async () => {
    const bench = new Bench();
    bench.sw.addPersistentPeer(parseAddress(`${bench.id}@${bench.ip}:26656`));
    await bench.start();
    await bench.clock.advance(hour);
    expect(bench.eventsOf("dial-failed")).toMatchObject([{ error: { code: "SELF_CONNECTION" } }]);
    expect(await bench.finish()).toEqual([]);
  });

  it("whose name means another address today is found there", async () => {
    const bench = new Bench();
    const peer = await bench.peer();
    const other = await bench.peer();
    bench.network.names.set("peer.test", [other.ip]);
    bench.sw.addPersistentPeer(parseAddress(`${peer.id}@peer.test:26656`));
    await bench.start();
    await bench.clock.advance(10_000);
    expect(bench.eventsOf("dial-failed").every(({ error }) => error.code === "ID_MISMATCH")).toBe(true);
    bench.network.names.delete("peer.test");
    await bench.clock.advance(60_000);
    expect(bench.eventsOf("dial-failed").at(-1)).toMatchObject({ error: { code: "DNS_FAILED" } });
    bench.network.names.set("peer.test", [peer.ip]);
    await bench.clock.advance(60_100);
    expect(bench.sw.peers).toMatchObject([{ id: peer.id, address: { host: "peer.test" } }]);
    expect(await bench.finish(peer, other)).toEqual([]);
  });
});
