/** Holds `ReactorContext` and `Peer` to what Go's reactors are given: every row of the table, on a real switch. */
import { P2PError, type Peer, PeerKey, type ReactorContext } from "@cometwire/p2p";
import type { ScriptedPeer } from "@cometwire/p2p/testing";
import { describe, expect, it } from "vitest";
import { Bench, ONE, TWO } from "./bench.js";
import { reactorApi } from "./api-checklist.js";

/** A switch with one inbound peer, as its first reactor sees it. */
class Scene {
  readonly bench = new Bench({ switch: { maxOutboundPeers: 7 } });
  readonly peers: ScriptedPeer[] = [];

  async set(): Promise<this> {
    await this.bench.start();
    this.peers.push(await this.bench.inbound());
    return this;
  }

  get context(): ReactorContext {
    return this.bench.one.context;
  }

  get peer(): Peer {
    return this.context.peers[0] as Peer;
  }

  /** The node at the other end. */
  get theirs(): ScriptedPeer {
    return this.peers[0] as ScriptedPeer;
  }

  async another(): Promise<ScriptedPeer> {
    const peer = await this.bench.peer();
    this.peers.push(peer);
    return peer;
  }

  /** What has arrived at the other end after a moment. */
  async received(): Promise<(number | undefined)[][]> {
    await this.bench.clock.advance(100);
    return this.peers.map(({ received }) => received.map(({ bytes }) => bytes[0]));
  }
}

const one = Uint8Array.of(1);

/** What shows that a row is true, by its first member. */
const proofs: Readonly<Record<string, (scene: Scene) => void | Promise<void>>> = {
  "context.peers": async (scene) => {
    const { context, bench, theirs } = scene;
    scene.peers.push(await bench.inbound());
    expect(context.peers.map(({ id }) => id)).toEqual(scene.peers.map(({ id }) => id));
    expect(context.peer(theirs.id)).toBe(context.peers[0]);
    expect(context.peer("0".repeat(40))).toBeUndefined();
  },
  "context.counts": async (scene) => {
    scene.peers.push(await scene.bench.outbound());
    expect(scene.context.counts()).toEqual({ inbound: 1, outbound: 1, dialing: 0 });
  },
  "context.broadcast": async (scene) => {
    scene.peers.push(await scene.bench.inbound({ channels: [TWO] }), await scene.bench.outbound());
    const result = await scene.bench.during(scene.context.broadcast(ONE, one));
    expect(result).toEqual({ queued: 2, failed: 0 });
    expect(await scene.received()).toEqual([[1], [], [1]]);
  },
  "context.tryBroadcast": async (scene) => {
    scene.peers.push(await scene.bench.outbound());
    expect(scene.context.tryBroadcast(ONE, one)).toEqual({ queued: 2, failed: 0 });
    expect(await scene.received()).toEqual([[1], [1]]);
  },
  "context.markGood": ({ bench, context, peer }) => {
    context.markGood(peer);
    expect(bench.eventsOf("peer-marked-good")).toMatchObject([{ peer: { id: peer.id } }]);
  },
  "context.stopPeer": async ({ bench, context, peer }) => {
    context.stopPeer(peer, new P2PError("PEER_MISBEHAVED", { detail: "it lied" }));
    await bench.clock.advance(100);
    expect(bench.one.calls.at(-1)).toMatchObject({ callback: "removePeer", reason: { detail: "it lied" } });
    expect(bench.eventsOf("peer-disconnected")).toMatchObject([{ misbehaved: true }]);
  },
  "context.stopPeerGracefully": async (scene) => {
    const { bench, context, peer } = scene;
    peer.trySend(ONE, one);
    await bench.during(context.stopPeerGracefully(peer));
    expect(await scene.received()).toEqual([[1]]);
    expect(bench.one.calls.at(-1)).toMatchObject({ callback: "removePeer", reason: undefined });
    expect(context.peers).toEqual([]);
  },
  "context.reactor": ({ context }) => {
    expect(context.reactor("two")?.name).toBe("two");
    expect(context.reactor("three")).toBeUndefined();
  },
  "context.dial": async (scene) => {
    const { context, bench } = scene;
    const { id, address } = await scene.another();
    const peer = await bench.during(context.dial(address, { persistent: true }));
    expect(peer).toMatchObject({ id, outbound: true, persistent: true, address });
    expect(await bench.code(context.dial(address))).toBe("DUPLICATE_ID");
  },
  "context.isDialingOrExisting": async (scene) => {
    const { context, bench, theirs } = scene;
    const { id, address } = await scene.another();
    const known = () => [theirs.id, id].map((each) => context.isDialingOrExisting(each));
    expect(known()).toEqual([true, false]);
    const dialing = context.dial(address);
    expect(known()).toEqual([true, true]);
    expect(context.counts().dialing).toBe(1);
    await bench.during(dialing);
    expect(known()).toEqual([true, true]);
  },
  "context.isPersistent": ({ context, bench, theirs: { id, address } }) => {
    expect(context.isPersistent(id)).toBe(false);
    bench.sw.addPersistentPeer(address);
    expect(context.isPersistent(id)).toBe(true);
  },
  "context.isUnconditional": ({ context, bench, theirs: { id } }) => {
    expect(context.isUnconditional(id)).toBe(false);
    bench.sw.addUnconditionalPeer(id);
    expect(context.isUnconditional(id)).toBe(true);
  },
  "context.maxOutboundPeers": ({ context }) => {
    expect(context.maxOutboundPeers).toBe(7);
  },
  "context.nodeInfo": ({ context, bench }) => {
    expect(context.nodeInfo).toMatchObject({ id: bench.id, listenAddr: `tcp://${bench.ip}:26656` });
  },
  "context.clock": async ({ context, bench }) => {
    expect([context.clock, context.random]).toEqual([bench.clock, bench.random]);
    expect(context.signal.aborted).toBe(false);
    await bench.during(bench.sw.stop());
    expect(context.signal.aborted).toBe(true);
  },
  "context.isPrivate": ({ context, bench, theirs: { id } }) => {
    expect(context.isPrivate(id)).toBe(false);
    bench.sw.addPrivatePeer(id);
    expect(context.isPrivate(id)).toBe(true);
  },
  "peer.id": ({ peer, theirs }) => {
    expect(peer.id).toBe(theirs.id);
  },
  "peer.nodeInfo": ({ peer, theirs }) => {
    expect(peer.nodeInfo).toMatchObject({ id: theirs.id, listenAddr: `tcp://${theirs.ip}:26656` });
  },
  "peer.send": async (scene) => {
    await scene.bench.during(scene.peer.send(ONE, one));
    expect(await scene.received()).toEqual([[1]]);
  },
  "peer.trySend": async (scene) => {
    expect(scene.peer.trySend(ONE, one)).toBe(true);
    while (scene.peer.trySend(ONE, Uint8Array.of(2)));
    expect((await scene.received())[0]?.slice(0, 2)).toEqual([1, 2]);
  },
  "peer.canSend": async ({ peer, bench }) => {
    expect([ONE, TWO, 0x55].map((id) => [peer.hasChannel(id), peer.canSend(id)])).toEqual([
      [true, true],
      [true, true],
      [false, false],
    ]);
    while (peer.trySend(ONE, one));
    expect([peer.canSend(ONE), peer.canSend(TWO)]).toEqual([false, true]);
    await bench.clock.advance(100);
    expect(peer.canSend(ONE)).toBe(true);
  },
  "peer.running": ({ peer, context }) => {
    expect(peer.running).toBe(true);
    void context.stopPeerGracefully(peer);
    expect(peer.running).toBe(false);
  },
  "peer.signal": async ({ peer, theirs, bench }) => {
    expect([peer.signal.aborted, peer.closeReason]).toEqual([false, undefined]);
    theirs.disconnect();
    await bench.clock.advance(100);
    expect(peer.signal.reason).toBe(peer.closeReason);
    expect(peer.closeReason?.code).toBe("CONNECTION_CLOSED");
  },
  "peer.set": ({ peer, bench }) => {
    const height = new PeerKey<bigint>("height");
    peer.set(height, 42n);
    const asOtherReactorsSeeIt = bench.two.context.peer(peer.id);
    expect(asOtherReactorsSeeIt?.get(height)).toBe(42n);
    expect(peer.get(new PeerKey<bigint>("height"))).toBeUndefined();
    peer.set(height, undefined);
    expect(peer.get(height)).toBeUndefined();
  },
  "peer.persistent": ({ peer, bench, theirs }) => {
    expect([peer.persistent, peer.unconditional]).toEqual([false, false]);
    bench.sw.addPersistentPeer(theirs.address);
    bench.sw.addUnconditionalPeer(theirs.id);
    expect([peer.persistent, peer.unconditional]).toEqual([true, true]);
  },
  "peer.outbound": async (scene) => {
    scene.peers.push(await scene.bench.outbound());
    expect(scene.context.peers.map(({ outbound }) => outbound)).toEqual([false, true]);
  },
  "peer.remote": ({ peer, theirs }) => {
    expect(peer.remote.ip).toBe(theirs.ip);
    expect(peer.address).toEqual(theirs.address);
  },
  "peer.status": async ({ peer, theirs, bench }) => {
    theirs.send(TWO, Uint8Array.of(1, 2, 3));
    await bench.clock.advance(100);
    expect(peer.status()).toMatchObject({ paused: false, channels: [{ id: ONE }, { id: TWO }] });
    expect(peer.traffic()).toMatchObject([{ channelId: TWO, receivedMessages: 1, receivedBytes: 3 }]);
  },
};

const membersOf = ({ ours }: { readonly ours: string }) => ours.match(/\b(?:context|peer)\.\w+/g) ?? [];
const rows = reactorApi.map((row) => ({ ...row, name: membersOf(row)[0] ?? "" }));

describe("what Go's reactors are given is there", () => {
  it.each(rows)("$ours", async ({ name }) => {
    const scene = await new Scene().set();
    await proofs[name]?.(scene);
    expect(await scene.bench.finish(...scene.peers)).toEqual([]);
  });

  it("with a proof of every row", () => {
    expect(Object.keys(proofs).sort()).toEqual([...new Set(rows.map(({ name }) => name))].sort());
  });

  it("and the table names all that a reactor has", async () => {
    const { bench, context, peers } = await new Scene().set();
    const named = new Set(reactorApi.flatMap(membersOf));
    expect(Object.keys(context).filter((member) => !named.has(`context.${member}`))).toEqual([]);
    expect(await bench.finish(...peers)).toEqual([]);
  });
});
