import { once } from "node:events";
import type { Socket } from "node:net";
import {
  type ConnectionFilter,
  type DialTrace,
  MConnection,
  NodeKey,
  type P2PError,
  type Resolver,
  TcpTransport,
  type TransportOptions,
  systemClock,
} from "@cometwire/p2p";
import { afterEach, describe, expect, it } from "vitest";
import { codeOf, deferred, Inbox, ListeningNode, nodeInfoOf, rawConnect, whenClosed } from "./fixtures.js";

const nodes: ListeningNode[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(nodes.splice(0).map((each) => each.close()));
});

function node(options: Partial<TransportOptions> = {}): ListeningNode {
  const made = new ListeningNode(options);
  nodes.push(made);
  return made;
}

/** A bare connection to a node, closed after the test. */
async function visit(server: ListeningNode, localAddress?: string): Promise<Socket> {
  const socket = await rawConnect(server.port, localAddress);
  sockets.push(socket);
  return socket;
}

/** Dials from one node to another; the connection is closed after the test. */
async function meet(
  client: ListeningNode,
  server: ListeningNode,
  id: string | undefined = server.nodeKey.id,
) {
  const connection = await client.transport.dial({ host: "127.0.0.1", port: server.port, id });
  client.connections.push(connection);
  return connection;
}

const silence: Resolver = () => new Promise(() => {});

describe("TcpTransport", () => {
  it("dials and accepts; both know whom they met", async () => {
    const server = await node().listen();
    const client = node();
    const trace: DialTrace[] = [];
    const target = { host: "127.0.0.1", port: server.port, id: server.nodeKey.id.toUpperCase() };
    const connection = await client.transport.dial(target, { onTrace: (event) => trace.push(event) });
    expect(connection).toMatchObject({
      id: server.nodeKey.id,
      outbound: true,
      remote: { ip: "127.0.0.1", port: server.port },
    });
    const accepted = await server.connections.nth(1);
    expect(accepted).toMatchObject({ id: client.nodeKey.id, outbound: false });
    expect(accepted.nodeInfo).toEqual(nodeInfoOf(client.nodeKey.id));
    expect(trace.map((event) => event.phase)).toEqual(["tcp", "secretConnection", "nodeInfo"]);
    expect(server.transport.inboundPeers).toBe(1);
    connection.secretConnection.destroy();
  });

  it("resolves a name at every dial, and takes any id when none is given", async () => {
    const server = await node().listen();
    const asked: string[] = [];
    const resolver: Resolver = async (host) => {
      asked.push(host);
      return ["127.0.0.1"];
    };
    const client = node({ resolver });
    const trace: DialTrace[] = [];
    for (let i = 0; i < 2; i++) {
      const target = { host: "peer.example", port: server.port };
      const { id, secretConnection } = await client.transport.dial(target, {
        onTrace: (event) => trace.push(event),
      });
      expect(id).toBe(server.nodeKey.id);
      secretConnection.destroy();
    }
    expect(asked).toEqual(["peer.example", "peer.example"]);
    expect(trace[0]).toMatchObject({ phase: "dns", resolved: ["127.0.0.1"] });
  });

  it("never looks up a name that a peer says it listens at", async () => {
    const resolver: Resolver = () => Promise.reject(new Error("must not be asked"));
    const server = await node({ resolver }).listen();
    const nodeKey = NodeKey.generate();
    const listenAddr = "tcp://attacker.example:26656";
    const client = node({ nodeKey, resolver, nodeInfo: () => nodeInfoOf(nodeKey.id, { listenAddr }) });
    await meet(client, server);
    expect((await server.connections.nth(1)).nodeInfo.listenAddr).toBe(listenAddr);
  });

  it("listens on IPv6 and on both at once", async () => {
    for (const [listen, dial] of [
      ["tcp://[::1]:0", "::1"],
      [":0", "127.0.0.1"],
      ["tcp://localhost:0", "localhost"],
    ] as const) {
      const server = await node().listen(listen);
      const { secretConnection, remote } = await node().transport.dial({ host: dial, port: server.port });
      secretConnection.destroy();
      const accepted = await server.connections.nth(1);
      expect(accepted.remote.ip).toBe(remote.ip);
    }
  });

  it.each([
    [{ host: "127.0.0.1", port: 65_536 }],
    [{ host: "127.0.0.1", port: 1.5 }],
    [{ host: "", port: 1 }],
    [{ host: "127.0.0.1", port: 1, id: "" }],
    [{ host: "127.0.0.1", port: 1, id: "abc" }],
  ])("does not dial %j", async (target) => {
    expect(await codeOf(node().transport.dial(target))).toBe("ADDRESS_MALFORMED");
  });

  it("says what is wrong with a listen address", async () => {
    const server = await node().listen();
    await expect(node().listen(`127.0.0.1:${server.port}`)).rejects.toMatchObject({
      code: "LISTEN_FAILED",
      detail: `127.0.0.1:${server.port} EADDRINUSE`,
    });
    expect(await codeOf(node().listen("nonsense"))).toBe("ADDRESS_MALFORMED");
  });

  it("tells both sides' codes when the networks differ", async () => {
    const server = await node().listen();
    const nodeKey = NodeKey.generate();
    const client = node({ nodeKey, nodeInfo: () => nodeInfoOf(nodeKey.id, { network: "other" }) });
    expect(await codeOf(meet(client, server))).toBe("INCOMPATIBLE_NETWORK");
    expect((await server.rejections.nth(1)).code).toBe("INCOMPATIBLE_NETWORK");
  });

  it("finds an impostor, and itself", async () => {
    const server = await node().listen();
    expect(await codeOf(meet(node(), server, "11".repeat(20)))).toBe("ID_MISMATCH");
    expect((await server.rejections.nth(1)).code).toBe("NODE_INFO_CLOSED");
    expect(await codeOf(meet(server, server))).toBe("SELF_CONNECTION");
    expect((await server.rejections.nth(2)).code).toBe("SELF_CONNECTION");
  });

  it("asks for our NodeInfo afresh at every handshake", async () => {
    const server = await node().listen();
    const nodeKey = NodeKey.generate();
    let height = 0n;
    const nodeInfo = () =>
      nodeInfoOf(nodeKey.id, { protocolVersion: { p2p: 8n, block: 11n, app: ++height } });
    const client = node({ nodeKey, nodeInfo });
    (await meet(client, server)).secretConnection.destroy();
    (await meet(client, server)).secretConnection.destroy();
    await server.connections.nth(2);
    expect(server.connections.all.map(({ nodeInfo: theirs }) => theirs.protocolVersion.app)).toEqual([
      1n,
      2n,
    ]);
  });
});

describe("limits of inbound peers", () => {
  it("are enforced before the handshake where no id could change that; a place is free again after the close", async () => {
    const server = await node({ maxInboundPeers: 1 }).listen();
    const first = await meet(node(), server);
    await server.connections.nth(1);
    expect(await codeOf(meet(node(), server))).toBe("RESET_BEFORE_FIRST_BYTE");
    expect((await server.rejections.nth(1)).code).toBe("PEERS_FULL");
    first.secretConnection.destroy();
    server.connections.all[0]?.secretConnection.destroy();
    await meet(node(), server);
    await server.connections.nth(2);
    expect(server.transport.inboundPeers).toBe(1);
  });

  it.each(["with a FIN", "and is gone"])(
    "count a peer that says goodbye %s until a slow receiver has all that it sent",
    async (how) => {
      const server = await node({ maxInboundPeers: 1 }).listen();
      const theirs = await meet(node(), server);
      const accepted = await server.connections.nth(1);
      const channels = [{ id: 0, priority: 1, sendQueueCapacity: 10 }];
      const received = new Inbox<() => void>();
      const [goodbye, closed] = [deferred(), deferred<P2PError>()];
      const ours = new MConnection(accepted.secretConnection, {
        channels,
        receive: () => new Promise<void>((resolve) => received.push(resolve)),
        onGoodbye: () => goodbye.resolve(),
        onClosed: (reason) => closed.resolve(reason),
      });
      ours.start();
      const sender = new MConnection(theirs.secretConnection, {
        channels,
        receive: () => {},
        flushStopMs: 100,
      });
      sender.start();
      for (let i = 0; i < 4; i++) await sender.send(0, new Uint8Array(10_000));
      await received.nth(1);
      const stopped = sender.flushStop();
      await goodbye.promise;
      if (how === "and is gone") await stopped;
      for (let i = 1; i <= 3; i++) {
        expect(await codeOf(meet(node(), server))).toBe("RESET_BEFORE_FIRST_BYTE");
        expect(server.transport.inboundPeers).toBe(1);
        (await received.nth(i))();
      }
      await received.nth(4);
      expect((await closed.promise).code).toBe("CONNECTION_CLOSED");
      expect(server.transport.inboundPeers).toBe(0);
      await stopped;
      await meet(node(), server);
    },
  );

  it("are enforced after authentication where an unconditional peer could be meant, and it gets in", async () => {
    const friend = node();
    const server = await node({
      maxInboundPeers: 0,
      allowDuplicateIp: false,
      unconditionalPeerIds: [friend.nodeKey.id.toUpperCase()],
    }).listen();
    expect(await codeOf(meet(node(), server))).toBe("NODE_INFO_CLOSED");
    expect((await server.rejections.nth(1)).code).toBe("PEERS_FULL");
    expect((await meet(friend, server)).id).toBe(server.nodeKey.id);
    expect(server.transport.inboundPeers).toBe(0);
  });
});

describe("the duplicate-IP rule", () => {
  it("refuses a second connection before any byte, and lets one in when the first has gone", async () => {
    const server = await node({ allowDuplicateIp: false }).listen();
    await meet(node(), server);
    const first = await server.connections.nth(1);
    expect(await codeOf(meet(node(), server))).toBe("RESET_BEFORE_FIRST_BYTE");
    expect((await server.rejections.nth(1)).code).toBe("DUPLICATE_ADDRESS");
    first.secretConnection.destroy();
    await meet(node(), server);
    await server.connections.nth(2);
  });

  it("lets exactly one of many simultaneous connections pass", async () => {
    const server = await node({ allowDuplicateIp: false }).listen();
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => codeOf(meet(node(), server))));
    expect(outcomes.filter((code) => code === "ok")).toHaveLength(1);
    await server.rejections.nth(7);
    expect(server.rejections.all.map((error) => error.code)).toEqual(Array(7).fill("DUPLICATE_ADDRESS"));
  });

  it("is not held up by a silent connection of the same address", async () => {
    const server = await node({ allowDuplicateIp: false }).listen();
    await visit(server);
    await meet(node(), server);
  });

  it("holds for dialling too, but not for peers that the operator wants", async () => {
    const [a, b, c] = [await node().listen(), await node().listen(), await node().listen()];
    const client = node({ allowDuplicateIp: false, unconditionalPeerIds: [c.nodeKey.id] });
    await meet(client, a);
    expect(await codeOf(meet(client, b))).toBe("DUPLICATE_ADDRESS");
    await meet(client, c);
    const wanted = { host: "127.0.0.1", port: b.port };
    client.connections.push(await client.transport.dial(wanted, { allowDuplicateIp: true }));
    expect(await codeOf(client.transport.dial(wanted, { allowDuplicateIp: true }))).toBe("DUPLICATE_ADDRESS");
  });

  it("gives the address back after a failed dial", async () => {
    const server = await node().listen();
    const client = node({ allowDuplicateIp: false });
    for (let i = 0; i < 3; i++)
      expect(await codeOf(meet(client, server, "11".repeat(20)))).toBe("ID_MISMATCH");
    await meet(client, server);
  });
});

describe("connection filters", () => {
  const asked: boolean[] = [];
  const filter: ConnectionFilter = async ({ remote, outbound }) => {
    asked.push(outbound);
    return remote.ip === "127.0.0.9" ? "not that one" : undefined;
  };

  it("are asked in both directions before a byte is sent", async () => {
    const server = await node({ connectionFilters: [filter] }).listen();
    const refused = await visit(server, "127.0.0.9");
    let bytes = 0;
    refused.on("data", (chunk) => (bytes += chunk.length));
    await whenClosed(refused);
    expect(bytes).toBe(0);
    expect(await server.rejections.nth(1)).toMatchObject({ code: "FILTERED", detail: "not that one" });
    await meet(node({ connectionFilters: [filter] }), server);
    expect(asked.sort()).toEqual([false, false, true]);
    const client = node({ connectionFilters: [() => "no"] });
    expect(await codeOf(meet(client, server))).toBe("FILTERED");
  });
});

describe("the admission budget", () => {
  it("ends the oldest silent handshake for a new one of the same address", async () => {
    const server = await node({ maxPendingHandshakesPerAddress: 2 }).listen();
    const oldest = await visit(server);
    await visit(server);
    await visit(server);
    await whenClosed(oldest);
    expect((await server.rejections.nth(1)).code).toBe("ADMISSION_EVICTED");
    expect(server.transport.pendingHandshakes).toBe(2);
    await meet(node(), server);
  });

  it("spares the one that speaks, and gives every place back", async () => {
    let skewMs = 0;
    const clock = { ...systemClock, now: () => systemClock.now() + skewMs };
    const server = await node({ maxPendingHandshakesPerAddress: 2, clock }).listen();
    const speaking = await visit(server);
    speaking.write(Buffer.from("22", "hex"));
    await once(speaking, "data"); // the server's key: it has met us
    const silent = await visit(server);
    await once(silent, "data");
    skewMs = 1_000; // no longer young
    await Promise.all([visit(server), whenClosed(silent)]);
    expect(speaking.closed).toBe(false);
    speaking.destroy();
    expect(await server.rejections.nth(2)).toMatchObject({ code: "HANDSHAKE_CLOSED" });
  });

  it("gives up on a silent connection after the handshake's time", async () => {
    const server = await node({ handshakeTimeoutMs: 20 }).listen();
    await whenClosed(await visit(server));
    expect((await server.rejections.nth(1)).code).toBe("NO_FIRST_BYTE");
    expect(server.transport.pendingHandshakes).toBe(0);
  });
});

describe("closing a transport", () => {
  it("ends dials and handshakes under way, waits for them, and leaves established connections alone", async () => {
    const server = await node().listen();
    const client = node({ resolver: silence });
    const { secretConnection } = await meet(client, server);
    const theirs = await server.connections.nth(1);
    const dialling = codeOf(client.transport.dial({ host: "name", port: 1 }));
    const silent = await visit(server);
    const closed = whenClosed(silent);
    const closing = client.transport.close();
    expect(client.transport.close()).toBe(closing);
    await Promise.all([closing, server.transport.close()]);
    expect(await dialling).toBe("ABORTED");
    expect(server.rejections.all.map((error) => error.code)).toEqual(["ABORTED"]);
    expect(server.transport.pendingHandshakes).toBe(0);
    await closed;
    secretConnection.write(Buffer.from("alive"));
    expect(Buffer.from(await theirs.secretConnection.read(5)).toString()).toBe("alive");
  });

  it("refuses everything afterwards", async () => {
    const server = await node().listen();
    await server.transport.close();
    await server.transport.close();
    expect(await codeOf(rawConnect(server.port))).toMatch(/ECONNREFUSED/);
    expect(await codeOf(server.listen())).toBe("ABORTED");
    expect(await codeOf(server.transport.dial({ host: "127.0.0.1", port: 1 }))).toBe("ABORTED");
  });

  it("also ends a listen under way, and works with `await using`", async () => {
    const transport = new TcpTransport({
      nodeKey: NodeKey.generate(),
      nodeInfo: () => nodeInfoOf(""),
      resolver: silence,
    });
    const listening = codeOf(transport.listen("name:0", { onConnection: () => {} }));
    await transport[Symbol.asyncDispose]();
    expect(await listening).toBe("ABORTED");
  });
});

describe("aborting a dial", () => {
  it("works at any time, and has no effect once it has settled", async () => {
    const server = await node().listen();
    const client = node({ resolver: silence });
    expect(
      await codeOf(client.transport.dial({ host: "name", port: 1 }, { signal: AbortSignal.abort() })),
    ).toBe("ABORTED");
    const target = { host: "127.0.0.1", port: server.port };
    for (const phase of ["tcp", "secretConnection", "nodeInfo"]) {
      const abort = new AbortController();
      const onTrace = (event: DialTrace) => event.phase === phase && abort.abort();
      const outcome = await codeOf(client.transport.dial(target, { signal: abort.signal, onTrace }));
      expect([phase, outcome]).toEqual([phase, "ABORTED"]);
    }
    const abort = new AbortController();
    const connection = await client.transport.dial(target, { signal: abort.signal });
    abort.abort();
    const reason = deferred<string>();
    connection.secretConnection.attach({
      consume: () => {},
      onDrain: () => {},
      onWireBytes: () => {},
      onClosed: (error) => reason.resolve(error.code),
    });
    await server.close();
    expect(await reason.promise).toMatch(/^CONNECTION_/);
  });
});

describe("handlers", () => {
  it("that throw lose their connection, and nothing else", async () => {
    const server = node();
    const seen = new Inbox<string>();
    const rejected = deferred<string>();
    const { port } = await server.transport.listen("127.0.0.1:0", {
      onConnection: ({ id }) => {
        seen.push(id);
        throw new Error("bug");
      },
      onRejected: (error) => rejected.resolve(error.code),
    });
    const client = node();
    const { secretConnection } = await client.transport.dial({ host: "127.0.0.1", port });
    const reason = deferred<string>();
    secretConnection.attach({
      consume: () => {},
      onDrain: () => {},
      onWireBytes: () => {},
      onClosed: (error) => reason.resolve(error.code),
    });
    expect(await rejected.promise).toBe("RECEIVER_FAILED");
    expect(await reason.promise).toBe("CONNECTION_CLOSED");
    (await client.transport.dial({ host: "127.0.0.1", port })).secretConnection.destroy();
    expect(await seen.nth(2)).toBe(client.nodeKey.id);
  });

  it("may be left out, but for the first", async () => {
    const server = node();
    const { port } = await server.transport.listen("127.0.0.1:0", { onConnection: () => {} });
    const socket = await rawConnect(port);
    socket.write("GET / HTTP/1.1\r\n\r\n");
    await whenClosed(socket);
  });
});
