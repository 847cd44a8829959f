import { connect, createServer, type Server, Socket } from "node:net";
import { TcpStream } from "@cometwire/p2p";
import { afterEach, describe, expect, it } from "vitest";
import { deferred, Inbox } from "./fixtures.js";

const servers: Server[] = [];
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

/** A stream on the accepting side, and the bare socket at its other end. */
async function accepted(listenHost = "127.0.0.1", connectHost = "127.0.0.1") {
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true });
  servers.push(server);
  const connection = deferred<Socket>();
  server.once("connection", (socket) => connection.resolve(socket));
  await new Promise<void>((resolve) => server.listen(0, listenHost, resolve));
  const { port } = server.address() as { port: number };
  const peer = connect({ host: connectHost, port, allowHalfOpen: true });
  peer.on("error", () => {});
  sockets.push(peer);
  const socket = await connection.promise;
  sockets.push(socket);
  return { stream: new TcpStream(socket), peer, port };
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

describe("TcpStream", () => {
  it("knows both ends, IPv4-mapped addresses as IPv4", async () => {
    const { stream, peer, port } = await accepted("::", "127.0.0.1");
    expect(stream.remote).toEqual({ ip: "127.0.0.1", port: peer.localPort });
    expect(stream.local).toEqual({ ip: "127.0.0.1", port });
  });

  it("names the dialled address when the socket does not know its peer any more", async () => {
    const dialled = { ip: "192.0.2.1", port: 26_656 };
    const { peer, port } = await accepted();
    if (peer.connecting) await new Promise<void>((resolve) => peer.once("connect", resolve));
    expect(new TcpStream(peer, dialled).remote).toEqual({ ip: "127.0.0.1", port });
    const gone = new Socket();
    sockets.push(gone);
    expect(new TcpStream(gone, dialled).remote).toEqual(dialled);
    expect(new TcpStream(gone).remote).toEqual({ ip: "", port: 0 });
  });

  it("starts paused, pauses again, and delivers in order", async () => {
    const { stream, peer } = await accepted();
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
    const { stream, peer } = await accepted();
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
    const { stream, peer } = await accepted();
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
    const { stream, peer } = await accepted();
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
    const { stream } = await accepted();
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
    const { stream, peer } = await accepted();
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
    const { stream, peer } = await accepted();
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
    const { stream, peer } = await accepted();
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
    const first = await accepted();
    let gone = 0;
    first.stream.whenGone(() => gone++);
    first.stream.destroy();
    expect(gone).toBe(1);
    first.stream.destroy();
    await turns();
    expect(gone).toBe(1);
    first.stream.whenGone(() => gone++);
    expect(gone).toBe(2);

    const second = await accepted();
    const closed = deferred();
    second.stream.setHandlers(recorder().handlers);
    second.stream.whenGone(() => closed.resolve());
    second.stream.resume();
    second.peer.resetAndDestroy();
    await closed.promise;
  });
});
