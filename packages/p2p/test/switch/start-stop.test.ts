import { parseAddress, type SwitchOptions } from "@cometwire/p2p";
import { RecordingReactor, ScriptedPeer, type ReactorCall } from "@cometwire/p2p/testing";
import { describe, expect, it } from "vitest";
import { Bench, never, ONE, recorder, TWO } from "./bench.js";

const wait = (bench: Bench, ms: number) =>
  new Promise<void>((resolve) => void bench.clock.setTimer(ms, resolve));

describe("options", () => {
  const make = (changes: Partial<SwitchOptions>, reactors = [recorder("one", ONE)]) =>
    new Bench({ reactors, switch: changes });
  it.each<[string, () => unknown]>([
    ["two reactors of one name", () => make({}, [recorder("one", ONE), recorder("one", TWO)])],
    ["one channel of two reactors", () => make({}, [recorder("one", ONE), recorder("two", ONE)])],
    ["a channel twice", () => make({}, [new RecordingReactor("one", [{ id: ONE }, { id: ONE }])])],
    ["a channel id out of range", () => make({}, [recorder("one", 256)])],
    ["a priority of 0", () => make({}, [recorder("one", ONE, undefined, { priority: 0 })])],
    [
      "17 channels",
      () =>
        make({}, [
          new RecordingReactor(
            "one",
            Array.from({ length: 17 }, (_, id) => ({ id })),
          ),
        ]),
    ],
    ["an id that is none", () => make({ unconditionalPeerIds: ["xyz"] })],
    ["another", () => make({ privatePeerIds: ["xyz"] })],
    ["no ceiling for reconnecting", () => make({ reconnect: { ceilingMs: 0 } })],
    ["a pause of no length", () => make({ reconnect: { baseMs: 0 } })],
    ["a pause that is no number", () => make({ reconnect: { misbehaviourBaseMs: Number.NaN } })],
    ["outbound peers below 0", () => make({ maxOutboundPeers: -1 })],
  ])("refuse %s", (_, act) => {
    expect(act).toThrow(expect.objectContaining({ code: "OPTION_INVALID" }));
  });

  it("that a connection refuses leave no connection open", async () => {
    const bench = await new Bench({
      switch: { connection: { pingIntervalMs: 1, pongTimeoutMs: 2 } },
    }).start();
    const peer = await bench.peer();
    expect(await bench.code(bench.sw.dial(peer.address))).toBe("OPTION_INVALID");
    await bench.during(peer.dial(bench.address));
    await bench.clock.advance(1_000);
    expect(peer.open).toEqual([]);
    expect(await bench.finish(peer)).toEqual([]);
  });
});

describe("start", () => {
  it("starts the reactors one after the other, then listens, then dials persistent peers", async () => {
    const order: string[] = [];
    const bench: Bench = new Bench();
    const slow = async (call: ReactorCall): Promise<void> => {
      if (call.callback !== "start") return;
      order.push("begin", `listening: ${String(bench.sw.endpoint !== undefined)}`);
      await wait(bench, 1_000);
      order.push("end");
    };
    for (const reactor of bench.reactors) reactor.behave = slow;
    await bench.during(bench.sw.start());
    expect(order).toEqual(["begin", "listening: false", "end", "begin", "listening: false", "end"]);
    expect(bench.sw.endpoint).toEqual({ ip: "10.0.0.1", port: 26_656 });
    expect(bench.events).toEqual([{ type: "listening", endpoint: bench.sw.endpoint }]);
    expect(await bench.code(bench.sw.start())).toBe("STOPPED");
    expect(await bench.finish()).toEqual([]);
  });

  it.each([
    [
      "throws",
      () => {
        throw new Error("broken");
      },
    ],
    ["rejects", () => Promise.reject(new Error("broken"))],
  ] as const)("of a reactor that %s stops those that run, in reverse, and no others", async (_, act) => {
    const reactors = [
      recorder("one", 1),
      recorder("two", 2),
      recorder("three", 3, (call) => (call.callback === "start" ? act() : undefined)),
      recorder("four", 4),
    ];
    const order: string[] = [];
    for (const reactor of reactors.slice(0, 2))
      reactor.behave = ({ callback }) => void order.push(`${callback} ${reactor.name}`);
    const bench = new Bench({ reactors });
    expect(await bench.code(bench.sw.start())).toBe("REACTOR_FAILED");
    expect(order).toEqual(["start one", "start two", "stop two", "stop one"]);
    expect(reactors[2]?.script()).toEqual(["start"]);
    expect(reactors[3]?.script()).toEqual([]);
    expect(await bench.finish()).toEqual([]);
  });

  it("where nothing can be listened at stops the reactors", async () => {
    const bench = new Bench({ switch: { listen: "10.9.9.9:1" } });
    expect(await bench.code(bench.sw.start())).toBe("LISTEN_FAILED");
    expect(bench.one.script()).toEqual(["start", "stop"]);
    expect(await bench.finish()).toEqual([]);
  });

  it("interrupted by stop: stop waits for the start under way and starts no more", async () => {
    const bench = new Bench();
    bench.one.behave = async ({ callback }) => {
      if (callback === "start") await wait(bench, 1_000);
    };
    const starting = bench.outcome(bench.sw.start());
    await bench.clock.settle();
    const stopping = bench.sw.stop();
    expect(bench.one.script()).toEqual(["start"]);
    await bench.during(stopping);
    expect(await starting).toBe("STOPPED");
    expect(bench.one.script()).toEqual(["start", "stop"]);
    expect(bench.two.script()).toEqual([]);
    expect(await bench.finish()).toEqual([]);
  });

  it("interrupted by stop at the last moment dials nobody", async () => {
    const bench: Bench = new Bench({
      switch: {
        persistentPeers: [parseAddress(`${"ab".repeat(20)}@10.0.1.1:26656`)],
        onEvent: ({ type }) => {
          if (type === "listening") void bench.sw.stop();
        },
      },
    });
    expect(await bench.code(bench.sw.start())).toBe("STOPPED");
    expect(await bench.finish()).toEqual([]);
  });

  it("that hangs does not keep stop from ending, nor does a stop that hangs", async () => {
    const bench = new Bench();
    bench.one.behave = ({ callback }) => (callback === "start" ? never : undefined);
    void bench.sw.start().catch(() => {});
    await bench.clock.settle();
    await bench.during(bench.sw.stop(), 121_000);
    const other = await new Bench().start();
    other.two.behave = ({ callback }) => (callback === "stop" ? never : undefined);
    await other.during(other.sw.stop(), 121_000);
    expect(other.one.script().at(-1)).toBe("stop");
    expect(other.eventsOf("reactor-failed")).toMatchObject([
      { reactor: "two", error: { code: "REACTOR_STALLED" } },
    ]);
    expect(await other.finish()).toEqual([]);
  });

  it("before which nothing can be dialled", async () => {
    const bench = new Bench();
    const peer = await bench.peer();
    expect(await bench.code(bench.sw.dial(peer.address))).toBe("STOPPED");
    expect(await bench.finish(peer)).toEqual([]);
  });
});

describe("stop", () => {
  it("sends what is queued, ends every session, then stops the reactors in reverse", async () => {
    const bench = await new Bench().start();
    const [a, b] = [await bench.inbound(), await bench.outbound()];
    const order: string[] = [];
    for (const reactor of bench.reactors)
      reactor.behave = ({ callback }) => void order.push(`${callback} ${reactor.name}`);
    for (let i = 0; i < 10; i++) bench.sw.tryBroadcast(ONE, Uint8Array.of(i));
    await bench.during(bench.sw.stop());
    for (const peer of [a, b])
      expect(peer.received.map(({ bytes }) => bytes[0])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(order.slice(0, 4).sort()).toEqual([
      "removePeer one",
      "removePeer one",
      "removePeer two",
      "removePeer two",
    ]);
    expect(order.slice(4)).toEqual(["stop two", "stop one"]);
    expect(bench.eventsOf("peer-disconnected").map(({ reason }) => reason)).toEqual([undefined, undefined]);
    expect(bench.one.context.signal.aborted).toBe(true);
    expect(await bench.finish(a, b)).toEqual([]);
  });

  it("takes five seconds when a peer takes nothing, and is the same for all who call it", async () => {
    const bench = await new Bench().start();
    const peer = await bench.inbound();
    bench.network.dropHost(peer.ip);
    bench.sw.tryBroadcast(ONE, new Uint8Array(100_000));
    const stopping = bench.sw.stop();
    expect(bench.sw.stop()).toBe(stopping);
    await bench.during(stopping, 5_100);
    bench.network.heal();
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("called again from what it tells: once is enough", async () => {
    const bench = await new Bench().start();
    const peer = await bench.inbound();
    bench.one.context.signal.addEventListener("abort", () => void bench.sw.stop());
    await bench.during(bench.sw.stop());
    expect(bench.one.script().slice(-2)).toEqual(["removePeer", "stop"]);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("during a filter does not wait for it; the node never becomes a peer", async () => {
    const bench = await new Bench({
      switch: { peerFilters: [() => never as never], filterTimeoutMs: 5_000 },
    }).start();
    const peer = await bench.inbound();
    await bench.during(bench.sw.stop(), 1_000);
    expect(bench.one.script()).toEqual(["start", "stop"]);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it.each(["initPeer", "addPeer", "receive", "removePeer"] as const)(
    "during %s waits for it",
    async (callback) => {
      const bench = await new Bench().start();
      let release = (): void => {};
      bench.one.behave = (call) =>
        call.callback === callback ? new Promise<void>((resolve) => (release = resolve)) : undefined;
      const peer = await bench.inbound();
      peer.send(ONE, Uint8Array.of(1));
      await bench.clock.advance(100);
      if (callback === "removePeer") peer.disconnect();
      await bench.clock.advance(100);
      let stopped = false;
      const stopping = bench.sw.stop().then(() => (stopped = true));
      await bench.clock.advance(10_000);
      expect(stopped).toBe(false);
      release();
      await bench.during(stopping);
      expect(bench.one.script().slice(-2)).toEqual(["removePeer", "stop"]);
      expect(await bench.finish(peer)).toEqual([]);
    },
  );

  it("ends dials and handshakes under way", async () => {
    const bench = await new Bench().start();
    const silent = await bench.peer();
    bench.network.dropHost(silent.ip);
    const dial = bench.outcome(bench.sw.dial(silent.address));
    const peer = await bench.peer();
    const inbound = bench.outcome(peer.dial(bench.address));
    await bench.clock.advance(25);
    await bench.during(bench.sw.stop(), 1_000);
    expect(await dial).toBe("ABORTED");
    expect(await bench.during(inbound)).not.toBe("ok");
    expect(bench.one.script()).toEqual(["start", "stop"]);
    bench.network.heal();
    expect(await bench.finish(silent, peer)).toEqual([]);
  });

  it("is what `await using` does", async () => {
    const bench = await new Bench().start();
    await bench.during(bench.sw[Symbol.asyncDispose]());
    expect(bench.one.script()).toEqual(["start", "stop"]);
    expect(
      await bench.code(
        bench.sw.dial(
          new ScriptedPeer({ network: bench.network, random: bench.random, ip: "10.0.1.9", channels: [] })
            .address,
        ),
      ),
    ).toBe("STOPPED");
  });
});
