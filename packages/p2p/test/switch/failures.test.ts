import { P2PError, type Peer, PeerKey } from "@cometwire/p2p";
import type { ReactorCall } from "@cometwire/p2p/testing";
import { describe, expect, it } from "vitest";
import { Bench, never, ONE, recorder, TWO } from "./bench.js";

const broken = (): never => {
  throw new Error("broken");
};
const rejecting = () => Promise.reject(new Error("broken"));

/** A bench whose reactor `one` (or `two`) does something in one callback. */
function benchWith(
  callback: ReactorCall["callback"],
  act: (bench: Bench, call: ReactorCall) => void | Promise<void>,
  where: "one" | "two" = "one",
): Bench {
  const bench: Bench = new Bench({
    reactors: [recorder("one", ONE), recorder("two", TWO)],
  });
  bench[where].behave = (call) => (call.callback === callback ? act(bench, call) : undefined);
  return bench;
}

describe.each([
  ["throws", broken],
  ["rejects", rejecting],
] as const)("initPeer %s", (_, act) => {
  it("in the first reactor: the second hears nothing, the first is told the end", async () => {
    const bench = await benchWith("initPeer", act).start();
    const peer = await bench.peer();
    expect(await bench.code(bench.sw.dial(peer.address))).toBe("REACTOR_FAILED");
    expect(bench.one.script()).toEqual(["start", "initPeer", "removePeer"]);
    expect(bench.two.script()).toEqual(["start"]);
    expect(bench.one.calls.at(-1)).toMatchObject({ reason: { code: "REACTOR_FAILED" } });
    expect(bench.eventsOf("reactor-failed")).toMatchObject([{ reactor: "one" }]);
    expect(bench.eventsOf("peer-refused")).toMatchObject([
      { id: peer.id, error: { code: "REACTOR_FAILED" } },
    ]);
    expect(bench.eventsOf("peer-disconnected")).toEqual([]);
    expect(bench.sw.peers).toEqual([]);
    await bench.clock.advance(100);
    expect(peer.open).toEqual([]);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("in the second reactor: both are told the end, inbound too", async () => {
    const bench = await benchWith("initPeer", act, "two").start();
    const peer = await bench.inbound();
    await bench.clock.advance(100);
    expect(bench.one.script()).toEqual(["start", "initPeer", "removePeer"]);
    expect(bench.two.script()).toEqual(["start", "initPeer", "removePeer"]);
    expect(peer.open).toEqual([]);
    // The id is free again.
    bench.two.behave = () => {};
    await bench.during(peer.dial(bench.address));
    await bench.clock.advance(100);
    expect(bench.sw.peers).toHaveLength(1);
    expect(await bench.finish(peer)).toEqual([]);
  });
});

describe("initPeer never settles", () => {
  it("is given up after two minutes; the id is free again", async () => {
    const bench = await benchWith("initPeer", () => never, "two").start();
    const peer = await bench.peer();
    const dial = bench.code(bench.sw.dial(peer.address));
    expect(await dial).toBe("REACTOR_STALLED");
    expect(bench.clock.now()).toBeGreaterThanOrEqual(120_000);
    expect(bench.clock.now()).toBeLessThan(121_000);
    expect(bench.one.script()).toEqual(["start", "initPeer", "removePeer"]);
    expect(bench.eventsOf("reactor-failed")).toMatchObject([
      { reactor: "two", error: { code: "REACTOR_STALLED" } },
    ]);
    expect(bench.sw.isDialingOrExisting(peer.id)).toBe(false);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("does not keep the switch from stopping for longer than that", async () => {
    const bench = await benchWith("initPeer", () => never).start();
    const peer = await bench.inbound();
    await bench.during(bench.sw.stop(), 130_000);
    expect(bench.one.script()).toEqual(["start", "initPeer", "removePeer", "stop"]);
    expect(await bench.finish(peer)).toEqual([]);
  });
});

describe("a connection that dies during initPeer", () => {
  it("becomes a peer that leaves at once, told in order", async () => {
    let release = (): void => {};
    const bench = await benchWith(
      "initPeer",
      () => new Promise<void>((resolve) => (release = resolve)),
    ).start();
    const peer = await bench.inbound();
    peer.send(ONE, Uint8Array.of(1));
    peer.disconnect();
    await bench.clock.advance(1_000);
    expect(bench.one.script()).toEqual(["start", "initPeer"]);
    release();
    await bench.clock.advance(1_000);
    expect(bench.one.script().filter((callback) => callback !== "receive")).toEqual([
      "start",
      "initPeer",
      "addPeer",
      "removePeer",
    ]);
    expect(await bench.finish(peer)).toEqual([]);
  });
});

describe.each([
  ["throws", broken],
  ["rejects", rejecting],
  [
    "rejects later",
    async (bench: Bench) => {
      await new Promise<void>((resolve) => void bench.clock.setTimer(5_000, resolve));
      broken();
    },
  ],
] as const)("addPeer %s", (_, act) => {
  it("ends the peer", async () => {
    const bench = await benchWith("addPeer", (b) => act(b)).start();
    const peer = await bench.inbound();
    await bench.clock.advance(6_000);
    expect(bench.one.script()).toEqual(["start", "initPeer", "addPeer", "removePeer"]);
    expect(bench.two.script().at(-1)).toBe("removePeer");
    expect(bench.eventsOf("reactor-failed")).toHaveLength(1);
    expect(bench.eventsOf("peer-disconnected")).toMatchObject([
      { reason: { code: "REACTOR_FAILED" }, misbehaved: false },
    ]);
    expect(peer.open).toEqual([]);
    expect(await bench.finish(peer)).toEqual([]);
  });
});

describe("addPeer whose promise lasts", () => {
  it("as long as the peer does is no fault: a gossip routine may be written so", async () => {
    const bench = await benchWith("addPeer", async (b, call) => {
      if (call.callback !== "addPeer") return;
      while (call.peer.running) {
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            timer.cancel();
            call.peer.signal.removeEventListener("abort", wake);
            resolve();
          };
          const timer = b.clock.setTimer(60_000, wake);
          call.peer.signal.addEventListener("abort", wake);
        });
      }
    }).start();
    const peer = await bench.inbound();
    await bench.clock.advance(3_600_000);
    expect(bench.sw.peers).toHaveLength(1);
    expect(bench.events.filter(({ type }) => type === "reactor-failed")).toEqual([]);
    peer.disconnect();
    await bench.clock.advance(1_000);
    expect(bench.one.script()).toEqual(["start", "initPeer", "addPeer", "removePeer"]);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it.each<[string, (bench: Bench, peer: Peer) => void]>([
    ["it has gone", (bench) => bench.network.crashHost("10.0.1.1")],
    ["it was reported", (bench, peer) => bench.sw.stopPeer(peer, new P2PError("PEER_MISBEHAVED"))],
    ["it was let go", (bench, peer) => void bench.sw.stopPeerGracefully(peer)],
    ["we stop", (bench) => void bench.sw.stop()],
  ])("until a message cannot be sent because %s is no fault either", async (_, end) => {
    const bench = await benchWith("addPeer", async (_bench, call) => {
      while (call.callback === "addPeer") await call.peer.send(ONE, new Uint8Array(1_000));
    }).start();
    const node = await bench.peer();
    const peer = await bench.during(bench.sw.dial(node.address));
    bench.network.dropHost(node.ip); // from now on nothing is read, so that the sends wait in the end
    await bench.clock.advance(1_000);
    end(bench, peer);
    await bench.clock.advance(6_000);
    bench.network.heal();
    await bench.clock.advance(6_000);
    expect(
      bench.one
        .script()
        .filter((callback) => callback !== "stop")
        .at(-1),
    ).toBe("removePeer");
    expect(bench.eventsOf("reactor-failed")).toEqual([]);
    expect(await bench.finish(node)).toEqual([]);
  });

  it("for ever is given up two minutes after the end, by its reactor's name", async () => {
    const bench = await benchWith("addPeer", () => never, "two").start();
    const peer = await bench.inbound();
    await bench.clock.advance(600_000);
    expect(bench.sw.peers).toHaveLength(1);
    peer.disconnect();
    await bench.clock.advance(119_000);
    expect(bench.two.script().at(-1)).toBe("addPeer");
    await bench.clock.advance(2_000);
    expect(bench.two.script().at(-1)).toBe("removePeer");
    expect(bench.eventsOf("reactor-failed")).toMatchObject([
      { reactor: "two", error: { code: "REACTOR_STALLED" } },
    ]);
    expect(await bench.finish(peer)).toEqual([]);
  });
});

describe("receive", () => {
  it.each([
    ["throws", broken, "RECEIVER_FAILED", false],
    ["rejects", rejecting, "RECEIVER_FAILED", false],
    [
      "throws an error of ours",
      () => {
        throw new P2PError("PEER_MISBEHAVED", { detail: "it lied" });
      },
      "PEER_MISBEHAVED",
      true,
    ],
  ] as const)("%s: the peer ends, others stay", async (_, act, code, misbehaved) => {
    const bench = await benchWith("receive", act).start();
    const peer = await bench.inbound();
    const other = await bench.inbound();
    peer.send(ONE, Uint8Array.of(1));
    peer.send(ONE, Uint8Array.of(2));
    await bench.clock.advance(1_000);
    expect(bench.one.messages).toEqual([Uint8Array.of(1)]);
    expect(bench.eventsOf("peer-disconnected")).toMatchObject([
      { peer: { id: peer.id }, reason: { code }, misbehaved },
    ]);
    expect(bench.sw.peers.map(({ id }) => id)).toEqual([other.id]);
    expect(await bench.finish(peer, other)).toEqual([]);
  });

  it("under way delays removePeer until it has settled, and what waited behind it", async () => {
    const releases: (() => void)[] = [];
    const bench = await benchWith(
      "receive",
      () => new Promise<void>((resolve) => void releases.push(resolve)),
    ).start();
    const peer = await bench.inbound();
    for (const byte of [1, 2, 3]) peer.send(ONE, Uint8Array.of(byte));
    await bench.clock.advance(100);
    peer.disconnect();
    for (const count of [1, 2, 3]) {
      await bench.clock.advance(1_000);
      expect(bench.sw.peers).toEqual([]);
      expect(bench.one.script().at(-1)).toBe("receive");
      expect(bench.one.messages).toHaveLength(count);
      expect(bench.sw.isDialingOrExisting(peer.id)).toBe(true);
      releases.shift()?.();
    }
    await bench.clock.advance(1);
    expect(bench.one.script().slice(-2)).toEqual(["receive", "removePeer"]);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("under way when the peer says goodbye: it counts until it has been received, and was a peer until the goodbye", async () => {
    const bench = await benchWith(
      "receive",
      () => new Promise<void>((resolve) => void bench.clock.setTimer(40_000, resolve)),
    ).start();
    const peer = await bench.outbound();
    for (const byte of [1, 2, 3, 4]) peer.send(ONE, Uint8Array.of(byte));
    await bench.clock.advance(10_000);
    peer.disconnect();
    await bench.clock.advance(1_000);
    expect(bench.sw.peers).toEqual([]);
    // Whoever wants so many peers is not to dial one more for each that has nothing but a goodbye to say.
    expect(bench.sw.counts()).toEqual({ inbound: 0, outbound: 1, dialing: 0 });
    await bench.clock.advance(200_000);
    expect(bench.sw.counts()).toEqual({ inbound: 0, outbound: 0, dialing: 0 });
    const [{ connectedMs } = { connectedMs: 0 }] = bench.eventsOf("peer-disconnected");
    expect(connectedMs).toBeGreaterThan(10_000);
    expect(connectedMs).toBeLessThan(11_000);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("under way delays removePeer; what waited behind it is dropped when it is we who end the peer", async () => {
    let release = (): void => {};
    const bench = await benchWith(
      "receive",
      () => new Promise<void>((resolve) => (release = resolve)),
    ).start();
    const peer = await bench.inbound();
    for (const byte of [1, 2, 3]) peer.send(ONE, Uint8Array.of(byte));
    await bench.clock.advance(100);
    bench.sw.stopPeer(bench.sw.peers[0] as Peer, new P2PError("PEER_MISBEHAVED", { detail: "it lied" }));
    await bench.clock.advance(1_000);
    expect(bench.sw.peers).toEqual([]);
    release();
    await bench.clock.advance(1);
    expect(bench.one.script().slice(-2)).toEqual(["receive", "removePeer"]);
    expect(bench.one.messages).toHaveLength(1);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("that never settles is given up, by its reactor's name", async () => {
    const bench = await benchWith("receive", () => never).start();
    const peer = await bench.inbound();
    peer.send(ONE, Uint8Array.of(1));
    await bench.clock.advance(100);
    peer.disconnect();
    await bench.clock.advance(121_000);
    expect(bench.one.script().at(-1)).toBe("removePeer");
    expect(bench.eventsOf("reactor-failed")).toMatchObject([
      { reactor: "one", error: { code: "REACTOR_STALLED" } },
    ]);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("may return any thenable, as any callback may", async () => {
    let release = (): void => {};
    const bench = await benchWith("receive", () => {
      // What other libraries and other realms call a promise.
      // biome-ignore lint/suspicious/noThenProperty: that is what is tested
      const thenable = { then: (resolve: () => void) => void (release = resolve) };
      return thenable as unknown as Promise<void>;
    }).start();
    const peer = await bench.inbound();
    peer.send(ONE, Uint8Array.of(1));
    await bench.clock.advance(100);
    peer.disconnect();
    await bench.clock.advance(1_000);
    expect(bench.one.script().at(-1)).toBe("receive");
    release();
    await bench.clock.advance(1);
    expect(bench.one.script().at(-1)).toBe("removePeer");
    expect(await bench.finish(peer)).toEqual([]);
  });
});

describe("removePeer", () => {
  it.each([
    ["throws", broken],
    ["rejects", rejecting],
  ] as const)("%s: the others are told all the same, the id is free", async (_, act) => {
    const bench = await benchWith("removePeer", act).start();
    const peer = await bench.inbound();
    peer.disconnect();
    await bench.clock.advance(1_000);
    expect(bench.two.script().at(-1)).toBe("removePeer");
    expect(bench.eventsOf("reactor-failed")).toMatchObject([
      { reactor: "one", error: { code: "REACTOR_FAILED" } },
    ]);
    expect(bench.eventsOf("peer-disconnected")).toHaveLength(1);
    await bench.during(peer.dial(bench.address));
    await bench.clock.advance(100);
    expect(bench.sw.peers).toHaveLength(1);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("under way keeps the same node out, in both directions, and nobody else", async () => {
    let release = (): void => {};
    const bench = await benchWith(
      "removePeer",
      () => new Promise<void>((resolve) => (release = resolve)),
    ).start();
    const peer = await bench.inbound();
    peer.disconnect();
    await bench.clock.advance(1_000);
    expect(bench.sw.peers).toEqual([]);
    expect(await bench.code(bench.sw.dial(peer.address))).toBe("DUPLICATE_ID");
    expect(await bench.code(peer.dial(bench.address))).not.toBe("ok");
    expect(bench.eventsOf("inbound-refused")).toMatchObject([{ error: { code: "DUPLICATE_ID" } }]);
    const other = await bench.inbound();
    expect(bench.sw.peers.map(({ id }) => id)).toEqual([other.id]);
    release();
    await bench.clock.advance(1);
    await bench.during(peer.dial(bench.address));
    await bench.clock.advance(100);
    const [first, , second] = bench.one.calls.flatMap((call) =>
      call.callback === "initPeer" ? [call.peer] : [],
    );
    expect(second?.id).toBe(first?.id);
    expect(second).not.toBe(first);
    bench.one.behave = () => {};
    expect(await bench.finish(peer, other)).toEqual([]);
  });

  it("that never settles is given up after two minutes", async () => {
    const bench = await benchWith("removePeer", () => never).start();
    const peer = await bench.inbound();
    peer.disconnect();
    await bench.clock.advance(119_000);
    expect(bench.two.script().at(-1)).toBe("addPeer");
    await bench.clock.advance(2_000);
    expect(bench.two.script().at(-1)).toBe("removePeer");
    expect(bench.sw.isDialingOrExisting(peer.id)).toBe(false);
    expect(await bench.finish(peer)).toEqual([]);
  });
});

describe("a reactor that ends the peer it is told of", () => {
  it.each(["initPeer", "addPeer", "receive", "removePeer"] as const)("in %s", async (callback) => {
    const bench = await benchWith(callback, (b, call) => {
      if ("peer" in call)
        b.one.context.stopPeer(call.peer, new P2PError("PEER_MISBEHAVED", { detail: "no" }));
    }).start();
    const peer = await bench.inbound();
    peer.send(ONE, Uint8Array.of(1));
    await bench.clock.advance(100);
    peer.disconnect();
    await bench.clock.advance(1_000);
    expect(bench.one.script().filter((name) => name === "removePeer")).toHaveLength(1);
    if (callback === "initPeer") expect(bench.two.script()).toEqual(["start"]);
    if (callback === "addPeer") expect(bench.two.script()).toEqual(["start", "initPeer", "removePeer"]);
    const { length } = bench.eventsOf("peer-disconnected");
    expect(length).toBe(callback === "initPeer" ? 0 : 1);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it.each(["initPeer", "addPeer", "receive", "removePeer"] as const)(
    "gracefully, and waits for that, in %s: nobody waits for himself",
    async (callback) => {
      const bench = await benchWith(callback, async (b, call) => {
        if ("peer" in call) await b.one.context.stopPeerGracefully(call.peer);
      }).start();
      const peer = await bench.inbound();
      peer.send(ONE, Uint8Array.of(1));
      await bench.clock.advance(100);
      if (callback === "removePeer") peer.disconnect();
      await bench.clock.advance(1_000);
      expect(bench.one.script().at(-1)).toBe("removePeer");
      expect(bench.sw.isDialingOrExisting(peer.id)).toBe(false);
      expect(bench.eventsOf("reactor-failed")).toEqual([]);
      expect(await bench.finish(peer)).toEqual([]);
    },
  );
});

describe("peer state", () => {
  it("lives as long as the session", async () => {
    const height = new PeerKey<bigint>("height");
    const seen: (bigint | undefined)[] = [];
    const bench = new Bench();
    bench.one.behave = (call) => {
      if (call.callback === "initPeer") call.peer.set(height, 7n);
    };
    bench.two.behave = (call) => {
      if (call.callback === "addPeer" || call.callback === "removePeer") seen.push(call.peer.get(height));
      if (call.callback === "initPeer") seen.push(call.peer.get(new PeerKey<bigint>("height")));
    };
    await bench.start();
    const peer = await bench.inbound();
    peer.disconnect();
    await bench.clock.advance(1_000);
    expect(seen).toEqual([undefined, 7n, 7n]);
    expect(await bench.finish(peer)).toEqual([]);
  });
});

describe("sending", () => {
  it("is refused in initPeer and in removePeer, quietly or with an error", async () => {
    const seen: string[] = [];
    const bench = await benchWith("initPeer", (_bench, call) => {
      if (!("peer" in call)) return;
      seen.push(`${call.peer.running} ${call.peer.trySend(ONE, Uint8Array.of(1))} ${call.peer.canSend(ONE)}`);
      void call.peer
        .send(ONE, Uint8Array.of(1))
        .catch((error: unknown) => seen.push((error as P2PError).code));
    }).start();
    const peer = await bench.inbound();
    expect(seen).toEqual(["false false false", "STOPPED"]);
    expect(bench.sw.peers).toHaveLength(1);
    expect(peer.received).toEqual([]);
    bench.one.behave = (call) => {
      if (call.callback !== "removePeer") return;
      seen.push(`${call.peer.running} ${call.peer.trySend(ONE, Uint8Array.of(1))}`);
      void call.peer
        .send(ONE, Uint8Array.of(1))
        .catch((error: unknown) => seen.push((error as P2PError).code));
    };
    peer.disconnect();
    await bench.clock.advance(100);
    expect(seen.slice(2)).toEqual(["false false", "CONNECTION_CLOSED"]);
    expect(await bench.finish(peer)).toEqual([]);
  });
});
