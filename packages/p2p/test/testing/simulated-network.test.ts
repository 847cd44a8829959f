import { type ConnectedStream, P2PError } from "@cometwire/p2p";
import {
  SeededRandom,
  SimulatedNetwork,
  type SimulatedNetworkEvent,
  simulatedNodeKey,
  type SimulatedNetworkOptions,
  VirtualClock,
} from "@cometwire/p2p/testing";
import { describe, expect, it } from "vitest";
import { codeOf, nodeInfoOf } from "../transport/fixtures.js";
import { Recorder } from "./labs.js";

const A = "10.0.0.1";
const B = "10.0.0.2";
const C = "2001:db8::3";
const PORT = 26_656;

/** A network on which every host of `ips` listens. */
async function scene(options: Partial<SimulatedNetworkOptions> = {}, ips = [A, B]) {
  const clock = new VirtualClock();
  const random = new SeededRandom(11);
  const events: SimulatedNetworkEvent[] = [];
  const network = new SimulatedNetwork({
    clock,
    random,
    latencyMs: 20,
    onEvent: (event) => events.push(event),
    ...options,
  });
  const accepted: ConnectedStream[] = [];
  const listenerErrors: P2PError[] = [];
  for (const host of ips) {
    const onStream = (stream: ConnectedStream) => accepted.push(stream);
    await network
      .host(host)
      .listen({ host, port: PORT }, { onStream, onError: (error) => listenerErrors.push(error) });
  }
  /** Dials, and lets `ms` pass; what has not settled by then is aborted. */
  const dial = async (from: string, to: string, ms = 1_000) => {
    const abort = new AbortController();
    const dialling = network.host(from).connect({ ip: to, port: PORT }, abort.signal);
    dialling.catch(() => {});
    await clock.advance(ms);
    abort.abort(new P2PError("DIAL_TIMEOUT"));
    await clock.settle();
    return dialling;
  };
  const pair = async (from = A, to = B) => {
    const near = await dial(from, to);
    return { near, far: accepted.at(-1) as ConnectedStream };
  };
  return { clock, random, network, events, accepted, listenerErrors, dial, pair };
}

describe("SimulatedNetwork", () => {
  it("takes its time: a round trip to connect, one way for data", async () => {
    const { clock, network, accepted } = await scene({
      latencyMs: (from) => (from === A ? 30 : 10),
    });
    let connectedAt = 0;
    const dialling = network.host(A).connect({ ip: B, port: PORT }, new AbortController().signal);
    void dialling.then(() => (connectedAt = clock.now()));
    await clock.advance(69);
    expect([connectedAt, accepted.length]).toEqual([40, 0]);
    await clock.advance(1); // our confirmation
    expect(accepted).toHaveLength(1);
    const near = await dialling;
    const recorder = Recorder.of(near);
    near.resume();
    accepted[0]?.write(Buffer.from("x"));
    await clock.advance(9);
    expect(recorder.bytes).toBe(0);
    await clock.advance(1);
    expect(recorder.bytes).toBe(1);
  });

  it("keeps the order of data though later packets are faster", async () => {
    let latency = 10;
    const { clock, pair } = await scene({ latencyMs: () => latency });
    const { near, far } = await pair();
    const recorder = Recorder.of(far);
    far.resume();
    for (const [text, ms] of [
      ["a", 500],
      ["b", 1],
      ["c", 100],
    ] as const) {
      latency = ms;
      near.write(Buffer.from(text));
    }
    await clock.advance(499);
    expect(recorder.text).toBe("");
    await clock.advance(1);
    expect(recorder.text).toBe("abc");
  });

  it("has room for no more than its bandwidth", async () => {
    const { clock, pair } = await scene({ bandwidthBytesPerS: 10_000 });
    const { near, far } = await pair();
    const recorder = Recorder.of(far);
    far.resume();
    for (let i = 0; i < 10; i++) near.write(new Uint8Array(1_000));
    await clock.advance(520);
    expect(recorder.bytes).toBe(5_000);
    await clock.advance(500);
    expect(recorder.bytes).toBe(10_000);
  });

  it("says what is wrong with an address, as real sockets do", async () => {
    const { dial, network } = await scene();
    expect(await codeOf(dial(A, "10.0.0.99"))).toBe("DIAL_UNREACHABLE"); // no such host
    expect(await codeOf(dial(A, C))).toBe("DIAL_UNREACHABLE"); // no IPv6 here
    network.host("10.0.0.3");
    expect(await codeOf(dial(A, "10.0.0.3"))).toBe("DIAL_REFUSED");
    for (const make of [() => network.host("nonsense"), () => network.host("10.0.0.4", A)])
      expect(make).toThrow(expect.objectContaining({ code: "OPTION_INVALID" }) as P2PError);
    expect(network.host("::ffff:10.0.0.1")).toBe(network.host(A));
    expect(network.connections).toBe(0);
  });

  it("listens on all addresses of a host at once", async () => {
    const { network, clock } = await scene();
    const host = network.host("10.0.0.7", C);
    const accepted: ConnectedStream[] = [];
    const handlers = { onStream: (stream: ConnectedStream) => accepted.push(stream), onError: () => {} };
    expect((await host.listen({ host: undefined, port: 1 }, handlers)).endpoint).toEqual({
      ip: "::",
      port: 1,
    });
    expect(await codeOf(host.listen({ host: C, port: 1 }, handlers))).toBe("LISTEN_FAILED");
    const six = network.host("2001:db8::4");
    void six.connect({ ip: C, port: 1 }, new AbortController().signal);
    void network.host(A).connect({ ip: "10.0.0.7", port: 1 }, new AbortController().signal);
    await clock.advance(100);
    expect(accepted.map(({ local }) => local.ip).sort()).toEqual(["10.0.0.7", C]);
  });

  it("has a bounded number of ports for each host", async () => {
    const { network, clock } = await scene();
    const aborts = Array.from({ length: 16_385 }, () => new AbortController());
    network.dropHost(B);
    const dials = aborts.map(({ signal }) => codeOf(network.host(A).connect({ ip: B, port: PORT }, signal)));
    await clock.settle();
    expect(await dials.at(-1)).toBe("DIAL_UNREACHABLE");
    expect(network.connections).toBe(16_384);
    for (const abort of aborts) abort.abort();
    await Promise.all(dials);
    expect([network.connections, clock.pendingTimers]).toEqual([0, 0]);
    network.heal();
    expect(await codeOf(network.host(A).connect({ ip: B, port: PORT }, AbortSignal.abort()))).toBe("ABORTED");
  });
});

describe("failures", () => {
  it("a partition holds up connections and dials across it, and nothing else, until it is healed", async () => {
    const { clock, network, dial, pair } = await scene({}, [A, B, "10.0.0.3"]);
    const { near, far } = await pair();
    const recorder = Recorder.of(far);
    far.resume();
    near.write(Buffer.from("on its way "));
    network.partition([A], [B]);
    near.write(Buffer.from("held up "));
    await clock.advance(60_000);
    expect(recorder.text).toBe("");
    expect(await codeOf(dial(A, B))).toBe("DIAL_TIMEOUT");
    expect(await codeOf(dial(B, A))).toBe("DIAL_TIMEOUT");
    expect(await codeOf(dial(B, "10.0.0.3"))).toBe("ok");
    expect(clock.pendingTimers).toBe(0); // waiting costs nothing
    const waiting = network.host(B).connect({ ip: A, port: PORT }, new AbortController().signal);
    await clock.advance(1_000);
    network.heal();
    near.write(Buffer.from("later"));
    await clock.advance(20);
    expect(recorder.text).toBe("on its way held up later");
    await clock.advance(1_000);
    expect((await waiting).remote.ip).toBe(A);
  });

  it("a dropped host is a black hole: its connections hang, dials time out", async () => {
    const { clock, network, dial, pair } = await scene();
    const { near, far } = await pair();
    const [nearSaw, farSaw] = [Recorder.of(near), Recorder.of(far)];
    near.resume();
    far.resume();
    network.dropHost(B);
    expect(await codeOf(dial(A, B, 100_000))).toBe("DIAL_TIMEOUT");
    near.write(Buffer.from("x"));
    far.destroy();
    await clock.advance(1_000_000);
    expect([nearSaw.events, farSaw.events]).toEqual([[], ["close"]]);
    near.destroy();
    await clock.settle();
    expect([network.connections, clock.pendingTimers]).toEqual([0, 0]);
  });

  it("make a transport's dial end in time", async () => {
    const { clock, network, random } = await scene();
    const nodeKey = simulatedNodeKey(random);
    const transport = network.transport(A, { nodeKey, nodeInfo: () => nodeInfoOf(nodeKey.id) });
    network.dropHost(B);
    let failedAt = 0;
    const dialling = codeOf(transport.dial({ host: B, port: PORT }));
    void dialling.then(() => (failedAt = clock.now()));
    await clock.advance(60_000);
    expect([await dialling, failedAt]).toEqual(["DIAL_TIMEOUT", 3_000]);
    expect(await codeOf(transport.dial({ host: "no.such.name", port: PORT }))).toBe("DNS_FAILED");
    expect([network.connections, clock.pendingTimers]).toEqual([0, 0]);
  });

  it("a crash resets all connections and ends the listeners, and the host can start again", async () => {
    const { clock, network, dial, pair, listenerErrors } = await scene();
    const out = await pair(B, A);
    const into = await pair(A, B);
    const saw = [out.near, out.far, into.near, into.far].map((stream) => {
      stream.resume();
      return Recorder.of(stream);
    });
    const dialling = codeOf(network.host(B).connect({ ip: A, port: PORT }, new AbortController().signal));
    network.crashHost(B);
    expect(saw.map(({ events }) => events)).toEqual([[], [], [], []]); // never from inside a call
    await clock.advance(100);
    expect(saw.map(({ events }) => events)).toEqual([
      ["ECONNABORTED"],
      ["ECONNRESET"],
      ["ECONNRESET"],
      ["ECONNABORTED"],
    ]);
    expect(await dialling).toBe("DIAL_FAILED");
    expect(listenerErrors.map(({ code }) => code)).toEqual(["LISTEN_FAILED"]);
    expect(await codeOf(dial(A, B))).toBe("DIAL_REFUSED");
    expect(network.connections).toBe(0);
    await network.host(B).listen({ host: B, port: PORT }, { onStream: () => {}, onError: () => {} });
    expect(await codeOf(dial(A, B))).toBe("ok");
  });

  it("a host behind a NAT can dial and be talked to, but not be dialled", async () => {
    const { clock, network, dial, pair } = await scene();
    network.setReachable(B, false);
    expect(await codeOf(dial(A, B))).toBe("DIAL_TIMEOUT");
    const { near, far } = await pair(B, A);
    const recorder = Recorder.of(near);
    near.resume();
    far.write(Buffer.from("hello"));
    await clock.advance(100);
    expect(recorder.text).toBe("hello");
    network.setReachable(B, true);
    expect(await codeOf(dial(A, B))).toBe("ok");
  });

  it("resets break a connection for both ends, as often as is asked for", async () => {
    const { clock, network, pair } = await scene();
    let broken = 0;
    network.resetProbability = 0.25;
    for (let i = 0; i < 200; i++) {
      const { near, far } = await pair();
      const saw = [near, far].map((stream) => {
        stream.resume();
        return Recorder.of(stream);
      });
      near.write(Buffer.from("x"));
      await clock.advance(100);
      if (saw[0]?.events[0] === "ECONNRESET") {
        broken++;
        expect(saw[1]?.events).toEqual(["ECONNRESET"]);
      }
      near.destroy();
      far.destroy();
    }
    expect(broken).toBeGreaterThan(25);
    expect(broken).toBeLessThan(75);
    await clock.advance(100);
    expect([network.connections, clock.pendingTimers]).toEqual([0, 0]);
  });
});

describe("a run", () => {
  /** Twenty nodes that dial each other while things go wrong; everything that happened. */
  async function run(seed: number): Promise<readonly string[]> {
    const clock = new VirtualClock();
    const random = new SeededRandom(seed);
    const log: string[] = [];
    const network = new SimulatedNetwork({
      clock,
      random,
      latencyMs: () => 5 + random.integer(100),
      resetProbability: 0.02,
      onEvent: ({ at, kind, from, to, bytes }) => log.push(`${at} ${kind} ${from} ${to} ${bytes}`),
    });
    const nodes = Array.from({ length: 20 }, (_, i) => {
      const nodeKey = simulatedNodeKey(random);
      const nodeInfo = () => nodeInfoOf(nodeKey.id);
      const ip = `10.0.0.${i + 1}`;
      return { ip, nodeKey, transport: network.transport(ip, { nodeKey, nodeInfo }) };
    });
    const streams: { destroy(): void }[] = [];
    for (const { ip, transport } of nodes)
      await transport.listen(`${ip}:26656`, {
        onConnection: ({ secretConnection }) => streams.push(secretConnection),
        onRejected: (error) => log.push(error.code),
      });
    const ips = nodes.map(({ ip }) => ip);
    for (let round = 0; round < 5; round++) {
      for (const { transport } of nodes) {
        const target = nodes[random.integer(nodes.length)];
        if (target === undefined) continue;
        transport.dial({ host: target.ip, port: 26_656, id: target.nodeKey.id }).then(
          ({ secretConnection, id }) => {
            streams.push(secretConnection);
            log.push(`met ${id}`);
          },
          (error: unknown) => log.push((error as P2PError).code),
        );
      }
      if (round === 1) network.partition(ips.slice(0, 10), ips.slice(10));
      if (round === 2) network.crashHost(ips[3] as string);
      if (round === 3) network.heal();
      await clock.advance(2_000);
    }
    await Promise.all(nodes.map(({ transport }) => transport.close()));
    for (const stream of streams) stream.destroy();
    await clock.advance(1_000);
    expect([network.connections, clock.pendingTimers]).toEqual([0, 0]);
    return log;
  }

  it("goes the same way again with the same seed, and another way with another", async () => {
    const first = await run(1);
    expect(first.length).toBeGreaterThan(500);
    expect(await run(1)).toEqual(first);
    expect(await run(2)).not.toEqual(first);
  });
});
