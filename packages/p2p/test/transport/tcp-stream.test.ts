import { connect, createServer, type Server, Socket } from "node:net";
import { TcpStream } from "@cometwire/p2p";
import { afterEach, describe, expect, it } from "vitest";
import { connectTcp } from "../../src/transport/connect-tcp.js";
import { withSharedReads } from "../../src/transport/shared-reads.js";
import { deferred, Inbox } from "./fixtures.js";

const servers: Server[] = [];
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

/** How a stream comes about: both ends of a connection read into a shared buffer, unless Node lacks what that needs. */
const kinds = ["an accepted socket", "an accepted socket without shared reads", "a dialled socket"] as const;

/** A stream, the bare socket at its other end, and the stream's own port. */
async function connected(kind: (typeof kinds)[number], listenHost = "127.0.0.1", connectHost = "127.0.0.1") {
  const dialled = kind === "a dialled socket";
  const server = createServer({ pauseOnConnect: !dialled, allowHalfOpen: true });
  servers.push(server);
  const connection = deferred<Socket>();
  server.once("connection", (socket) => connection.resolve(socket));
  await new Promise<void>((resolve) => server.listen(0, listenHost, resolve));
  const { port } = server.address() as { port: number };
  if (dialled) {
    const stream = await connectTcp({ ip: connectHost, port }, new AbortController().signal);
    const peer = keep(await connection.promise);
    peer.on("error", () => {});
    return { stream, peer, port: stream.local.port };
  }
  const peer = keep(connect({ host: connectHost, port, allowHalfOpen: true }));
  peer.on("error", () => {});
  const accepted = await connection.promise;
  const shared = kind === "an accepted socket" ? withSharedReads(accepted) : undefined;
  if (shared !== undefined) expect(shared.reads).toBeDefined();
  const socket = keep(shared?.socket ?? accepted);
  return { stream: new TcpStream(socket, undefined, shared?.reads), peer, port };
}

function keep(socket: Socket): Socket {
  sockets.push(socket);
  return socket;
}

type Event = { data: string } | { drain: true } | { end: true } | { close: string | undefined };

/** Handlers that write down what they are told. */
function recorder() {
  const events = new Inbox<Event>();
  const handlers = {
    onData: (chunk: Uint8Array) => events.push({ data: Buffer.from(chunk).toString() }),
    onDrain: () => events.push({ drain: true }),
    onEnd: () => events.push({ end: true }),
    onClose: (error: Error | undefined) =>
      events.push({ close: error === undefined ? undefined : (error as NodeJS.ErrnoException).code }),
  };
  return { events, handlers };
}

/** Lets everything happen that is due in the event loop, the operating system included. */
async function turns(count = 20): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => void setImmediate(resolve));
}

describe.each(kinds)("TcpStream of %s", (kind) => {
  const open = (...hosts: [listen: string, connect: string] | []) => connected(kind, ...hosts);

  it("knows both ends, IPv4-mapped addresses as IPv4", async () => {
    const { stream, peer, port } = await open("::", "127.0.0.1");
    expect(stream.remote).toEqual({ ip: "127.0.0.1", port: peer.localPort });
    expect(stream.local).toEqual({ ip: "127.0.0.1", port });
  });

  it("names the dialled address when the socket does not know its peer any more", async () => {
    const dialled = { ip: "192.0.2.1", port: 26_656 };
    const { peer, port } = await open();
    if (peer.connecting) await new Promise<void>((resolve) => peer.once("connect", resolve));
    expect(new TcpStream(peer, dialled).remote).toEqual({ ip: "127.0.0.1", port });
    const gone = new Socket();
    sockets.push(gone);
    expect(new TcpStream(gone, dialled).remote).toEqual(dialled);
    expect(new TcpStream(gone).remote).toEqual({ ip: "", port: 0 });
  });

  it("starts paused, pauses again, and delivers in order", async () => {
    const { stream, peer } = await open();
    const { events, handlers } = recorder();
    stream.setHandlers({
      ...handlers,
      onData: (chunk) => {
        stream.pause();
        handlers.onData(chunk);
      },
    });
    peer.write("one");
    await turns();
    expect(events.all).toEqual([]);
    stream.resume();
    await events.nth(1);
    peer.write("two");
    await turns();
    expect(events.all).toEqual([{ data: "one" }]);
    stream.resume();
    expect(await events.nth(2)).toEqual({ data: "two" });
    expect(stream.receivedBytes).toBe(6);
  });

  it("waits for handlers when it is resumed without", async () => {
    const { stream, peer } = await open();
    stream.resume();
    peer.end("early");
    await turns();
    const { events, handlers } = recorder();
    stream.setHandlers(handlers);
    expect(events.all).toEqual([]); // never from inside a call
    await events.nth(2);
    expect(events.all).toEqual([{ data: "early" }, { end: true }]);
  });

  it("reports a FIN as the end, after which it can still write", async () => {
    const { stream, peer } = await open();
    const { events, handlers } = recorder();
    stream.setHandlers(handlers);
    stream.resume();
    peer.end();
    await events.nth(1);
    const answer = deferred<string>();
    peer.on("data", (chunk) => answer.resolve(chunk.toString()));
    stream.write(Buffer.from("still here"));
    expect(await answer.promise).toBe("still here");
    stream.end();
    stream.end();
    expect(stream.write(Buffer.from("x"))).toBe(false);
    await events.nth(2);
    expect(events.all).toEqual([{ end: true }, { close: undefined }]);
  });

  it("reports a reset with the system's error, once, and a write after it does nothing", async () => {
    const { stream, peer } = await open();
    const { events, handlers } = recorder();
    stream.setHandlers(handlers);
    stream.resume();
    peer.resetAndDestroy();
    expect(await events.nth(1)).toEqual({ close: "ECONNRESET" });
    expect(stream.write(Buffer.from("x"))).toBe(false);
    stream.end();
    stream.destroy();
    await turns();
    expect(events.all).toHaveLength(1);
  });

  it("reports a close that came before the handlers to the first ones only", async () => {
    const { stream } = await open();
    stream.destroy();
    await turns();
    const first = recorder();
    stream.setHandlers(first.handlers);
    expect(first.events.all).toEqual([]);
    expect(await first.events.nth(1)).toEqual({ close: undefined });
    const second = recorder();
    stream.setHandlers(second.handlers);
    await turns();
    expect(second.events.all).toEqual([]);
    expect(first.events.all).toHaveLength(1);
  });

  it("hands over to new handlers", async () => {
    const { stream, peer } = await open();
    const first = recorder();
    const second = recorder();
    stream.setHandlers(first.handlers);
    stream.resume();
    peer.write("a");
    await first.events.nth(1);
    stream.setHandlers(second.handlers);
    peer.write("b");
    await second.events.nth(1);
    stream.destroy();
    await second.events.nth(2);
    expect(first.events.all).toEqual([{ data: "a" }]);
    expect(second.events.all).toEqual([{ data: "b" }, { close: undefined }]);
  });

  it("says when its buffer is full and when it is empty again", async () => {
    const { stream, peer } = await open();
    const { events, handlers } = recorder();
    stream.setHandlers(handlers);
    const block = new Uint8Array(1 << 20);
    let written = 1;
    while (stream.write(block) || stream.pendingBytes === 0) written++;
    expect(stream.pendingBytes).toBeGreaterThan(0);
    await turns();
    expect(events.all).toEqual([]);
    let received = 0;
    const all = deferred();
    peer.on("data", (chunk) => {
      received += chunk.length;
      if (received === written * block.length) all.resolve();
    });
    expect(await events.nth(1)).toEqual({ drain: true });
    await all.promise;
    expect(stream.pendingBytes).toBe(0);
  });

  it("sends what is queued before the FIN", async () => {
    const { stream, peer } = await open();
    stream.setHandlers(recorder().handlers);
    const bytes = new Uint8Array(3_000_000);
    stream.write(bytes);
    stream.end();
    let received = 0;
    peer.on("data", (chunk) => (received += chunk.length));
    await new Promise<void>((resolve) => peer.once("end", resolve));
    expect(received).toBe(bytes.length);
  });

  it("tells its keeper that it is gone: at once on destroy, on close otherwise, later if asked later", async () => {
    const first = await open();
    let gone = 0;
    first.stream.whenGone(() => gone++);
    first.stream.destroy();
    expect(gone).toBe(1);
    first.stream.destroy();
    await turns();
    expect(gone).toBe(1);
    first.stream.whenGone(() => gone++);
    expect(gone).toBe(2);

    const second = await open();
    const closed = deferred();
    second.stream.setHandlers(recorder().handlers);
    second.stream.whenGone(() => closed.resolve());
    second.stream.resume();
    second.peer.resetAndDestroy();
    await closed.promise;
  });
});

describe("withSharedReads", () => {
  it("leaves a socket as it is where Node has not what it needs", () => {
    const socket = keep(new Socket());
    expect(withSharedReads(socket)).toEqual({ socket, reads: undefined });
  });

  it("keeps the count of its server, which can close when the connection has ended", async () => {
    const { stream, peer } = await connected("an accepted socket");
    const server = servers[0] as Server;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    stream.destroy();
    peer.destroy();
    await closed;
  });

  it("lends a chunk for the time of the call: two connections do not mix what they have read", async () => {
    const pairs = await Promise.all([connected("an accepted socket"), connected("a dialled socket")]);
    const received = pairs.map(({ stream }) => {
      const { events, handlers } = recorder();
      stream.setHandlers(handlers);
      stream.resume();
      return events;
    });
    for (let i = 0; i < 50; i++) {
      pairs.forEach(({ peer }, side) => peer.write(`${side}${i};`));
      await turns(3);
    }
    for (const [side, events] of received.entries()) {
      const expected = Array.from({ length: 50 }, (_, i) => `${side}${i};`).join("");
      const text = () => events.all.map((event) => ("data" in event ? event.data : "")).join("");
      while (text().length < expected.length) await turns(1);
      expect(text()).toBe(expected);
    }
  });
});
