import {
  type AdmitPeer,
  type EstablishedConnection,
  type NodeKey,
  P2PError,
  type PeerCandidate,
} from "@cometwire/p2p";
import {
  SeededRandom,
  SimulatedNetwork,
  simulatedNodeKey,
  type SimulatedTransportOptions,
  VirtualClock,
} from "@cometwire/p2p/testing";
import { afterEach, describe, expect, it } from "vitest";
import { codeOf, deferred, ListeningNode, nodeInfoOf } from "./fixtures.js";

/** What goes over the wire before NodeInfo, each way: the ephemeral key and one frame. */
const BEFORE_NODE_INFO = 35 + 1044;
const SERVER = "10.0.0.1";

/** Nodes on a simulated network, one of which listens. */
function scene() {
  const clock = new VirtualClock();
  const random = new SeededRandom(21);
  const sent = new Map<string, number>();
  const network = new SimulatedNetwork({
    clock,
    random,
    latencyMs: 10,
    onEvent: ({ kind, from, bytes }) => {
      const ip = from.replace(/:\d+$/, "");
      if (kind === "data") sent.set(ip, (sent.get(ip) ?? 0) + bytes);
    },
  });
  const accepted: EstablishedConnection[] = [];
  const rejected: string[] = [];
  const node = (ip: string, options: Partial<SimulatedTransportOptions> = {}) => {
    const nodeKey = options.nodeKey ?? simulatedNodeKey(random);
    const nodeInfo = () => nodeInfoOf(nodeKey.id);
    return { nodeKey, transport: network.transport(ip, { nodeInfo, ...options, nodeKey }) };
  };
  const serve = async (options: Partial<SimulatedTransportOptions>) => {
    const server = node(SERVER, options);
    const onConnection = (connection: EstablishedConnection) => accepted.push(connection);
    const onRejected = ({ code }: P2PError) => rejected.push(code);
    const listening = server.transport.listen(`${SERVER}:26656`, { onConnection, onRejected });
    await clock.settle();
    await listening;
    return server;
  };
  /** Dials the server from `ip` as `nodeKey`: "ok" or a code. Time passes until that is known. */
  const dial = async (ip: string, options: Partial<SimulatedTransportOptions> = {}): Promise<string> => {
    const { transport } = node(ip, options);
    let outcome: string | undefined;
    void codeOf(transport.dial({ host: SERVER, port: 26_656 })).then((code) => (outcome = code));
    await clock.advanceUntil(() => outcome !== undefined, 60_000);
    await clock.advance(100);
    return outcome ?? "pending";
  };
  const key = (): NodeKey => simulatedNodeKey(random);
  return { clock, network, sent, accepted, rejected, node, serve, dial, key };
}

describe("admitPeer", () => {
  it("is told who comes, and where from, in both directions", async () => {
    const { serve, dial, key, accepted } = scene();
    const asked: PeerCandidate[] = [];
    const admitPeer: AdmitPeer = (candidate) => void asked.push(candidate);
    const server = await serve({ admitPeer });
    const nodeKey = key();
    expect(await dial("10.0.0.2", { nodeKey, admitPeer })).toBe("ok");
    const [inbound, outbound] = [asked.find((each) => !each.outbound), asked.find((each) => each.outbound)];
    expect(inbound).toEqual({ id: nodeKey.id, outbound: false, remote: accepted[0]?.remote });
    expect(outbound).toEqual({
      id: server.nodeKey.id,
      outbound: true,
      remote: { ip: SERVER, port: 26_656 },
    });
  });

  it("refuses an inbound peer before it learns who we are, and its place is free again", async () => {
    const { serve, dial, sent, rejected } = scene();
    let refuse = true;
    const server = await serve({
      maxInboundPeers: 1,
      admitPeer: () => (refuse ? new P2PError("FILTERED", { detail: "not you" }) : undefined),
    });
    expect(await dial("10.0.0.2")).toBe("NODE_INFO_CLOSED");
    expect(rejected).toEqual(["FILTERED"]);
    expect(sent.get(SERVER)).toBe(BEFORE_NODE_INFO);
    expect(server.transport.inboundPeers).toBe(0);
    refuse = false;
    expect(await dial("10.0.0.2")).toBe("ok");
    expect(sent.get(SERVER)).toBeGreaterThan(2 * BEFORE_NODE_INFO);
  });

  it("refuses whom we dialled, before he learns who we are", async () => {
    const { serve, dial, sent, rejected } = scene();
    await serve({});
    const admitPeer: AdmitPeer = async () => new P2PError("PEERS_FULL");
    expect(await dial("10.0.0.2", { admitPeer })).toBe("PEERS_FULL");
    expect(sent.get("10.0.0.2")).toBe(BEFORE_NODE_INFO);
    expect(rejected).toEqual(["NODE_INFO_CLOSED"]);
  });

  it("is asked only once there is a place, which is held while it thinks", async () => {
    const { clock, serve, node, dial, rejected } = scene();
    const answer = deferred<P2PError | undefined>();
    let asked = 0;
    const server = await serve({
      maxInboundPeers: 1,
      admitPeer: () => {
        asked++;
        return answer.promise;
      },
    });
    const waiting = codeOf(node("10.0.0.2").transport.dial({ host: SERVER, port: 26_656 }));
    await clock.advance(5_000);
    expect(server.transport.inboundPeers).toBe(1);
    expect(await dial("10.0.0.3")).toMatch(/^(RESET_BEFORE_FIRST_BYTE|CONNECTION_LOST)$/);
    expect([asked, rejected]).toEqual([1, ["PEERS_FULL"]]);
    answer.resolve(undefined);
    await clock.advance(1_000);
    expect(await waiting).toBe("ok");
  });

  it("has no longer than the handshake, and ends with the transport", async () => {
    const { clock, serve, node, dial, rejected } = scene();
    const server = await serve({ handshakeTimeoutMs: 3_000, admitPeer: () => new Promise(() => {}) });
    expect(await dial("10.0.0.2")).toBe("NODE_INFO_CLOSED");
    expect(rejected).toEqual(["ADMISSION_TIMEOUT"]);
    expect(clock.now()).toBeLessThan(4_000);
    const last = codeOf(node("10.0.0.2").transport.dial({ host: SERVER, port: 26_656 }));
    await clock.advance(1_000);
    await server.transport.close();
    await clock.advance(1_000);
    expect(await last).toBe("NODE_INFO_CLOSED");
    expect(rejected).toEqual(["ADMISSION_TIMEOUT", "ABORTED"]);
    expect([server.transport.inboundPeers, clock.pendingTimers]).toEqual([0, 0]);
  });

  it("takes its time from the NodeInfo's, whose deadline it shares", async () => {
    const { clock, serve, node } = scene();
    const held = deferred<undefined>();
    await serve({ admitPeer: () => new Promise(() => {}) }); // never sends its NodeInfo
    const client = node("10.0.0.2", { handshakeTimeoutMs: 3_000, admitPeer: () => held.promise });
    let failedAt = 0;
    const dialling = codeOf(client.transport.dial({ host: SERVER, port: 26_656 }));
    void dialling.then(() => (failedAt = clock.now()));
    await clock.advance(2_000);
    held.resolve(undefined);
    await clock.advance(10_000);
    expect(await dialling).toBe("NODE_INFO_TIMEOUT");
    expect(failedAt).toBeLessThan(3_100);
  });

  it("can be left by an abort of the dial", async () => {
    const { clock, network, serve, node } = scene();
    await serve({});
    const abort = new AbortController();
    const told: unknown[] = [];
    const admitPeer: AdmitPeer = (_candidate, signal) =>
      new Promise(() => signal.addEventListener("abort", () => told.push(signal.reason)));
    const { transport } = node("10.0.0.2", { admitPeer });
    const dialling = codeOf(transport.dial({ host: SERVER, port: 26_656 }, { signal: abort.signal }));
    await clock.advance(1_000);
    abort.abort();
    await clock.advance(1_000);
    expect(await dialling).toBe("ABORTED");
    expect(told).toMatchObject([{ code: "ABORTED" }]);
    expect([network.connections, clock.pendingTimers]).toEqual([0, 0]);
  });

  it("that throws or rejects refuses that peer only", async () => {
    const { serve, dial, rejected } = scene();
    const answers: AdmitPeer[] = [
      () => {
        throw new Error("boom");
      },
      () => Promise.reject(new Error("boom")),
      () => new P2PError("STOPPED"),
      () => undefined,
    ];
    await serve({ admitPeer: (...asked) => answers.shift()?.(...asked) });
    expect(await dial("10.0.0.2")).toBe("NODE_INFO_CLOSED");
    expect(await dial("10.0.0.2")).toBe("NODE_INFO_CLOSED");
    expect(await dial("10.0.0.2")).toBe("NODE_INFO_CLOSED");
    expect(rejected).toEqual(["HANDSHAKE_FAILED", "HANDSHAKE_FAILED", "STOPPED"]);
    expect(await dial("10.0.0.2")).toBe("ok");
  });
});

it("admitPeer may close the transport and fail afterwards, unheard", async () => {
  const { clock, serve, node, rejected } = scene();
  const unhandled: unknown[] = [];
  const onUnhandled = (error: unknown) => unhandled.push(error);
  process.on("unhandledRejection", onUnhandled);
  const server: Awaited<ReturnType<typeof serve>> = await serve({
    admitPeer: async () => {
      void server.transport.close();
      await Promise.resolve();
      throw new Error("boom");
    },
  });
  const dialling = codeOf(node("10.0.0.2").transport.dial({ host: SERVER, port: 26_656 }));
  await clock.advance(1_000);
  await clock.settle();
  process.off("unhandledRejection", onUnhandled);
  expect([await dialling, rejected, unhandled]).toEqual(["NODE_INFO_CLOSED", ["ABORTED"], []]);
});

describe("configured peers", () => {
  it("may become unconditional while the transport runs, and cease to be", async () => {
    const { serve, dial, key, rejected } = scene();
    const unconditionalPeerIds = new Set<string>();
    const server = await serve({ maxInboundPeers: 0, unconditionalPeerIds });
    const nodeKey = key();
    expect(await dial("10.0.0.2", { nodeKey })).toBe("RESET_BEFORE_FIRST_BYTE");
    unconditionalPeerIds.add(nodeKey.id);
    expect(await dial("10.0.0.2", { nodeKey })).toBe("ok");
    expect(await dial("10.0.0.2", { nodeKey })).toBe("ok"); // his IP address has a connection
    expect(await dial("10.0.0.3")).toBe("NODE_INFO_CLOSED"); // he might have been a friend
    unconditionalPeerIds.delete(nodeKey.id);
    expect(await dial("10.0.0.2", { nodeKey })).toBe("RESET_BEFORE_FIRST_BYTE");
    expect(rejected).toEqual(["PEERS_FULL", "PEERS_FULL", "PEERS_FULL"]);
    expect(server.transport.inboundPeers).toBe(0);
  });

  it("have reserved places when they are persistent, which count", async () => {
    const { serve, dial, key } = scene();
    const nodeKey = key();
    const persistentPeerIds = new Set([nodeKey.id]);
    const server = await serve({ maxInboundPeers: 1, persistentPeerIds });
    expect(await dial("10.0.0.2")).toBe("ok");
    expect(await dial("10.0.0.3")).toBe("NODE_INFO_CLOSED");
    expect(await dial("10.0.0.2", { nodeKey })).toBe("ok"); // beyond the limit, with a stranger's IP address
    expect(server.transport.inboundPeers).toBe(2);
  });

  it("may be dialled although their IP address has a connection", async () => {
    const { clock, network, node, key } = scene();
    const [plain, wanted] = [key(), key()];
    const persistentPeerIds = new Set<string>();
    const client = node("10.0.0.2", { persistentPeerIds });
    for (const [nodeKey, port] of [
      [plain, 1],
      [wanted, 2],
    ] as const) {
      const { transport } = node(SERVER, { nodeKey });
      await transport.listen(`${SERVER}:${port}`, { onConnection: () => {} });
    }
    const dial = async (port: number, id: string) => {
      const dialling = codeOf(client.transport.dial({ host: SERVER, port, id }));
      await clock.advance(1_000);
      return dialling;
    };
    expect(await dial(1, plain.id)).toBe("ok");
    expect(await dial(2, wanted.id)).toBe("DUPLICATE_ADDRESS");
    persistentPeerIds.add(wanted.id);
    expect(await dial(2, wanted.id)).toBe("ok");
    expect(network.connections).toBe(2);
  });
});

describe("localAddress", () => {
  const nodes: ListeningNode[] = [];
  afterEach(async () => {
    await Promise.all(nodes.splice(0).map((node) => node.close()));
  });

  it("is where dials come from, the dial's before the transport's", async () => {
    const server = await new ListeningNode().listen();
    const client = new ListeningNode({ localAddress: "127.0.0.5" });
    nodes.push(server, client);
    for (const localAddress of [undefined, "127.0.0.6"]) {
      const target = { host: "127.0.0.1", port: server.port };
      (await client.transport.dial(target, { localAddress })).secretConnection.destroy();
    }
    await server.connections.nth(2);
    expect(server.connections.all.map(({ remote }) => remote.ip)).toEqual(["127.0.0.5", "127.0.0.6"]);
  });

  it("must be an address, and one of ours", async () => {
    const client = new ListeningNode();
    nodes.push(client);
    const dial = (localAddress: string) =>
      codeOf(client.transport.dial({ host: "127.0.0.1", port: 1 }, { localAddress }));
    expect(await dial("localhost")).toBe("OPTION_INVALID");
    expect(await dial("192.0.2.1")).toBe("DIAL_UNREACHABLE");
    expect(await dial("::1")).toBe("DIAL_UNREACHABLE");
  });
});
