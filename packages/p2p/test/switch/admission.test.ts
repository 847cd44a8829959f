import { getEventListeners } from "node:events";
import { P2PError, parseAddress } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { Bench, never, ONE, recorder } from "./bench.js";

describe("admission", () => {
  it("has one session for an id: the second connection is refused, the first stays", async () => {
    const bench = await new Bench().start();
    const peer = await bench.inbound();
    expect(await bench.code(peer.dial(bench.address))).not.toBe("ok");
    expect(await bench.code(bench.sw.dial(peer.address))).toBe("DUPLICATE_ID");
    expect(bench.eventsOf("inbound-refused")).toMatchObject([{ error: { code: "DUPLICATE_ID" } }]);
    expect(bench.eventsOf("dialing")).toEqual([]);
    expect(peer.open).toHaveLength(1);
    expect(bench.one.script()).toEqual(["start", "initPeer", "addPeer"]);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("has one dial for an id", async () => {
    const bench = await new Bench().start();
    const peer = await bench.peer();
    const dials = [bench.sw.dial(peer.address), bench.sw.dial(peer.address)];
    const [first, second] = await bench.during(Promise.all(dials.map((dial) => bench.outcome(dial))));
    expect([first, second]).toEqual(["ok", "DUPLICATE_ID"]);
    expect(bench.eventsOf("dialing")).toHaveLength(1);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("has one inbound handshake for an id", async () => {
    const bench = await new Bench().start();
    const peer = await bench.peer();
    const dials = [peer.dial(bench.address), peer.dial(bench.address)];
    const codes = await bench.during(Promise.all(dials.map((dial) => bench.outcome(dial))));
    expect(codes.filter((code) => code === "ok")).toHaveLength(1);
    await bench.clock.advance(100);
    expect(peer.open).toHaveLength(1);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("refuses ourselves, whoever dials", async () => {
    const bench = await new Bench().start();
    const self = parseAddress(`${bench.id}@${bench.ip}:26656`);
    expect(await bench.code(bench.sw.dial(self))).toBe("SELF_CONNECTION");
    expect(bench.eventsOf("dialing")).toEqual([]);
    expect(bench.one.script()).toEqual(["start"]);
    expect(await bench.finish()).toEqual([]);
  });

  it("refuses whoever is banned, by id or by IP, in and out", async () => {
    const banned = new Set<string>();
    const isBanned = (id: string, ip: string | undefined) =>
      banned.has(id) || banned.has(ip ?? "") ? "a liar" : undefined;
    const bench = await new Bench({ switch: { isBanned } }).start();
    const [byId, byIp, byName] = [await bench.peer(), await bench.peer(), await bench.peer()];
    banned.add(byId.id).add(byIp.ip).add(byName.ip);
    for (const peer of [byId, byIp]) {
      expect(await bench.code(bench.sw.dial(peer.address))).toBe("BANNED");
      expect(await bench.code(peer.dial(bench.address))).not.toBe("ok");
    }
    expect(bench.eventsOf("dialing")).toEqual([]);
    // A name's address is known only once it is dialled.
    bench.network.names.set("name.test", [byName.ip]);
    expect(await bench.code(bench.sw.dial(parseAddress(`${byName.id}@name.test:26656`)))).toBe("BANNED");
    expect(bench.eventsOf("inbound-refused")).toMatchObject([
      { error: { code: "BANNED", detail: "a liar" } },
      { error: { code: "BANNED" } },
    ]);
    expect(bench.one.script()).toEqual(["start"]);
    banned.clear();
    expect(await bench.code(bench.sw.dial(byId.address))).toBe("ok");
    expect(await bench.finish(byId, byIp, byName)).toEqual([]);
  });

  it("asks all filters at once, with one deadline for all", async () => {
    const asked: string[] = [];
    const bench: Bench = await new Bench({
      switch: {
        filterTimeoutMs: 3_000,
        peerFilters: [
          ({ id, nodeInfo, remote, outbound }) => {
            asked.push(`${id === nodeInfo.id} ${remote.ip} ${outbound}`);
            return new Promise((resolve) => void bench.clock.setTimer(2_000, () => resolve(undefined)));
          },
          () => new Promise((resolve) => void bench.clock.setTimer(2_000, () => resolve(undefined))),
        ],
      },
    }).start();
    const peer = await bench.outbound();
    expect(asked).toEqual(["true 10.0.1.1 true"]);
    expect(bench.sw.peers).toHaveLength(1);
    expect(bench.clock.now()).toBeLessThan(3_000);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it.each<[string, () => string | undefined | Promise<string | undefined>, string]>([
    ["says no", () => "not you", "FILTERED"],
    [
      "throws",
      () => {
        throw new Error("broken");
      },
      "FILTER_FAILED",
    ],
    ["never answers", () => never as never, "FILTER_TIMEOUT"],
  ])("does not let in whom a filter refuses: it %s", async (_, filter, code) => {
    const bench = await new Bench({ switch: { peerFilters: [() => undefined, filter] } }).start();
    const dialled = await bench.peer();
    expect(await bench.code(bench.sw.dial(dialled.address))).toBe(code);
    const dialler = await bench.inbound();
    await bench.clock.advance(6_000);
    expect(bench.eventsOf("peer-refused")).toMatchObject([
      { id: dialled.id, outbound: true, error: { code } },
      { id: dialler.id, outbound: false, error: { code } },
    ]);
    expect([dialled.open, dialler.open]).toEqual([[], []]);
    expect(bench.one.script()).toEqual(["start"]);
    expect(bench.sw.isDialingOrExisting(dialled.id)).toBe(false);
    expect(await bench.finish(dialled, dialler)).toEqual([]);
  });

  it("keeps places for persistent and unconditional peers beyond the limit", async () => {
    const bench = new Bench({ transport: { maxInboundPeers: 1 } });
    const [stranger, second, persistent, unconditional] = [
      await bench.peer(),
      await bench.peer(),
      await bench.peer(),
      await bench.peer(),
    ];
    await bench.start();
    bench.sw.addUnconditionalPeer(unconditional.id.toUpperCase());
    bench.sw.addPersistentPeer(persistent.address);
    expect(await bench.code(stranger.dial(bench.address))).toBe("ok");
    expect(await bench.code(second.dial(bench.address))).not.toBe("ok");
    expect(bench.eventsOf("inbound-refused")).toMatchObject([{ error: { code: "PEERS_FULL" } }]);
    expect(await bench.code(unconditional.dial(bench.address))).toBe("ok");
    await bench.clock.advance(2_000);
    expect(bench.sw.counts()).toEqual({ inbound: 1, outbound: 1, dialing: 0 });
    expect(bench.sw.peers).toHaveLength(3);
    // It may come in by itself, too.
    bench.sw.peer(persistent.id);
    persistent.disconnect();
    await bench.clock.advance(10);
    expect(await bench.code(persistent.dial(bench.address))).toBe("ok");
    await bench.clock.advance(100);
    expect(bench.sw.peer(persistent.id)).toMatchObject({
      outbound: false,
      persistent: true,
      unconditional: false,
    });
    expect(bench.sw.peer(unconditional.id.toUpperCase())).toMatchObject({ unconditional: true });
    expect(await bench.finish(stranger, second, persistent, unconditional)).toEqual([]);
  });

  it("frees the id of an inbound connection that dies in its handshake while it is held back", async () => {
    // Ours is the higher id and our dial hangs in its handshake, so theirs is held back until it is decided.
    const bench = new Bench({ transport: { handshakeTimeoutMs: 2_000 } });
    let peer = await bench.peer({ admit: () => never as never });
    while (peer.id > bench.id) peer = await bench.peer({ admit: () => never as never });
    await bench.start();
    const dial = bench.outcome(bench.sw.dial(peer.address));
    await bench.clock.advance(1_500);
    void peer.dial(bench.address).catch(() => {});
    await bench.clock.advance(200);
    peer.crash();
    expect(await bench.during(dial)).not.toBe("ok");
    await bench.clock.advance(10_000);
    expect(bench.sw.isDialingOrExisting(peer.id)).toBe(false);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("knows ids in upper case, too", async () => {
    const bench = await new Bench().start();
    const peer = await bench.inbound();
    const upper = peer.id.toUpperCase();
    const { context } = bench.one;
    bench.sw.addUnconditionalPeer(upper);
    bench.sw.addPrivatePeer(upper);
    bench.sw.addPersistentPeer(parseAddress(`${upper}@${peer.ip}:26656`));
    for (const id of [upper, peer.id]) {
      expect(context.isDialingOrExisting(id)).toBe(true);
      expect(context.isUnconditional(id)).toBe(true);
      expect(context.isPrivate(id)).toBe(true);
      expect(context.isPersistent(id)).toBe(true);
      expect(context.peer(id)?.id).toBe(peer.id);
    }
    expect(bench.sw.removePersistentPeer(upper)).toBe(true);
    expect(context.isPersistent(peer.id)).toBe(false);
    expect(await bench.finish(peer)).toEqual([]);
  });
});

describe("an older peer object", () => {
  it("cannot end the session that came after it: identity, not id", async () => {
    const bench = await new Bench().start();
    const peer = await bench.inbound();
    const [old] = bench.sw.peers;
    if (old === undefined) throw new Error("no peer");
    peer.disconnect();
    await bench.clock.advance(100);
    await bench.during(peer.dial(bench.address));
    await bench.clock.advance(100);
    const [replaced] = bench.sw.peers;
    expect(replaced?.id).toBe(old.id);
    bench.sw.stopPeer(old, new P2PError("PEER_MISBEHAVED"));
    await bench.during(bench.sw.stopPeerGracefully(old));
    bench.sw.markGood(old);
    await bench.clock.advance(1_000);
    expect(bench.sw.peers).toEqual([replaced]);
    expect(replaced?.running).toBe(true);
    expect(old.running).toBe(false);
    expect(old.closeReason?.code).toBe("CONNECTION_CLOSED");
    expect(old.signal.aborted).toBe(true);
    expect(bench.eventsOf("peer-marked-good")).toEqual([]);
    expect(await bench.finish(peer)).toEqual([]);
  });
});

describe("dial", () => {
  it("can be given up", async () => {
    const bench = await new Bench().start();
    const peer = await bench.peer();
    bench.network.dropHost(peer.ip);
    const controller = new AbortController();
    const dial = bench.outcome(bench.sw.dial(peer.address, { signal: controller.signal }));
    await bench.clock.advance(100);
    expect(bench.sw.counts().dialing).toBe(1);
    controller.abort();
    expect(await dial).toBe("ABORTED");
    expect(bench.sw.counts().dialing).toBe(0);
    expect(bench.eventsOf("dial-failed")).toMatchObject([{ error: { code: "ABORTED" } }]);
    bench.network.heal();
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("leaves nothing behind at a signal that lives longer", async () => {
    const bench = await new Bench().start();
    const peer = await bench.peer();
    const { signal } = new AbortController();
    await bench.during(bench.sw.dial(peer.address, { signal }));
    expect(await bench.code(bench.sw.dial(peer.address, { signal }))).toBe("DUPLICATE_ID");
    expect(getEventListeners(signal, "abort")).toEqual([]);
    const stopped = AbortSignal.abort();
    const other = await bench.peer();
    expect(await bench.code(bench.sw.dial(other.address, { signal: stopped }))).toBe("ABORTED");
    expect(await bench.finish(peer, other)).toEqual([]);
  });

  it("refuses another node than the one that was meant", async () => {
    const bench = await new Bench().start();
    const [peer, other] = [await bench.peer(), await bench.peer()];
    const wrong = parseAddress(`${other.id}@${peer.ip}:26656`);
    expect(await bench.code(bench.sw.dial(wrong))).toBe("ID_MISMATCH");
    expect(bench.one.script()).toEqual(["start"]);
    expect(await bench.finish(peer, other)).toEqual([]);
  });

  it("of a reactor in a callback works", async () => {
    const bench = new Bench({ reactors: [recorder("one", ONE)] });
    const second = await bench.peer();
    bench.one.behave = (call) => {
      if (call.callback !== "addPeer" || call.peer.id === second.id) return;
      void bench.one.context.dial(second.address).catch(() => {});
    };
    await bench.start();
    const first = await bench.inbound();
    await bench.clock.advance(1_000);
    expect(bench.sw.peers.map(({ id }) => id)).toEqual([first.id, second.id]);
    expect(await bench.finish(first, second)).toEqual([]);
  });
});
