import { once } from "node:events";
import { join } from "node:path";
import { NetAddress, P2PError } from "@cometwire/p2p";
import { VirtualClock } from "@cometwire/p2p/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { apiLimits } from "../../src/api/api-limits.js";
import { FakeNode, fakePeer, idOf } from "./fake-node.js";
import { raw, serve, temporaryDirectory } from "./http.js";

/** A reader of events that keeps what it got. */
async function reader(
  url: string,
  options: { readonly headers?: Record<string, string>; autoPong?: boolean } = {},
) {
  const socket = new WebSocket(url, options);
  const messages: Record<string, unknown>[] = [];
  const waiting: (() => void)[] = [];
  socket.on("error", () => {});
  socket.on("message", (data: Buffer) => {
    messages.push(JSON.parse(data.toString("utf8")) as Record<string, unknown>);
    for (const resolve of waiting.splice(0)) resolve();
  });
  onTestFinished(() => socket.terminate());
  await once(socket, "open");
  return Object.assign(socket, {
    messages,
    /** Waits until `condition` holds. */
    until: async (condition: () => boolean) => {
      while (!condition()) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  });
}

const url = (port: number): string => `ws://127.0.0.1:${port}/events`;

/** How the server answers an upgrade that it refuses. */
async function refusal(port: number, path: string, headers: Record<string, string> = {}): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
  socket.on("error", () => {});
  const [request, response] = (await once(socket, "unexpected-response")) as [
    { destroy(): void },
    { statusCode: number },
  ];
  request.destroy();
  return response.statusCode;
}

describe("/events", () => {
  it("tells what happens, flat and escaped, to every reader", async () => {
    const { node, port } = await serve();
    const readers = [await reader(url(port)), await reader(url(port))];
    const peer = fakePeer(idOf("c"), { moniker: "\u001b[31m<b>" });
    node.emit({ type: "peer-connected", peer });
    node.emit({
      type: "peer-disconnected",
      peer,
      reason: new P2PError("PONG_TIMEOUT"),
      misbehaved: false,
      connectedMs: 12.3456,
    });
    for (const each of readers) {
      await each.until(() => each.messages.length === 2);
      expect(each.messages[0]).toMatchObject({
        type: "peer-connected",
        peer: idOf("c"),
        remote: "10.0.0.1:26656",
        direction: "outbound",
        moniker: "\\u{1b}[31m<b>",
      });
      expect(each.messages[1]).toMatchObject({
        type: "peer-disconnected",
        code: "PONG_TIMEOUT",
        error: new P2PError("PONG_TIMEOUT").message,
        connectedMs: 12.346,
      });
      expect(Date.parse(String(each.messages[0]?.["at"]))).not.toBeNaN();
    }
  });

  it("is served on the control socket too", async () => {
    const controlSocket = join(await temporaryDirectory(), "s");
    const { node } = await serve({ controlSocket, listen: "" });
    const events = await reader(`ws+unix://${controlSocket}:/events`);
    node.emit({ type: "bans-ended", count: 2 });
    await events.until(() => events.messages.length === 1);
    expect(events.messages[0]).toMatchObject({ type: "bans-ended", count: 2 });
  });

  it("listens to the node only while somebody reads", async () => {
    const { node, port } = await serve();
    expect(node.listeners).toBe(0);
    const readers = [await reader(url(port)), await reader(url(port))];
    expect(node.listeners).toBe(1);
    const silent = node.nextSilence();
    for (const each of readers) each.close();
    await silent;
    expect(node.listeners).toBe(0);
  });

  it.each([
    ["/", {}, 404],
    ["/peers", {}, 404],
    ["/events", { host: "evil.com" }, 403],
    ["/events", { origin: "http://evil.com" }, 403],
    ["/events", { authorization: "Bearer 1" }, 403],
  ])("an upgrade of %s with %j gets %i", async (path, headers, status) => {
    const { port } = await serve();
    expect(await refusal(port, path, headers)).toBe(status);
  });

  it("an upgrade to something else is refused", async () => {
    const { port } = await serve();
    const socket = await raw(port);
    socket.write("GET /events HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n");
    await once(socket, "close");
    expect(socket.received()).toMatch(/^HTTP\/1.1 426 /);
  });

  it("takes so many readers and no more", async () => {
    const { node, port } = await serve();
    const readers = await Promise.all(
      Array.from({ length: apiLimits.eventReaders }, () => reader(url(port))),
    );
    expect(await refusal(port, "/events")).toBe(503);
    const silent = node.nextSilence();
    for (const each of readers) each.terminate();
    await silent;
    await reader(url(port));
  });

  it.each([
    ["any message", (socket: WebSocket) => socket.send("hello"), 1008],
    ["a large one", (socket: WebSocket) => socket.send("x".repeat(apiLimits.eventMessageBytes + 1)), 1009],
  ])("ends the connection of a reader that sends %s", async (_what, act, code) => {
    const { node, port } = await serve();
    const events = await reader(url(port));
    act(events);
    expect((await once(events, "close"))[0]).toBe(code);
    const other = await reader(url(port));
    node.emit({ type: "bans-ended", count: 1 });
    await other.until(() => other.messages.length === 1);
  });

  it("ends the connection of a reader that sends frames which are none", async () => {
    const { port } = await serve();
    const socket = await raw(port);
    socket.write(
      "GET /events HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n" +
        "sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    );
    await once(socket, "data");
    socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]));
    // It may wait for our half to end.
    await once(socket, "end");
  });

  it("counts what a slow reader misses and tells it when it reads again", async () => {
    const { node, port } = await serve();
    const events = await reader(url(port));
    events.pause();
    const text = "x".repeat(400);
    const address = NetAddress.parse(`${idOf("b")}@10.1.2.3:26656`);
    // Far beyond what the queue and the system's buffers hold.
    const count = 60_000;
    for (let i = 0; i < count; i++) {
      node.emit({ type: "dialing-from-book", address, why: text });
      if (i % 1_000 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    events.resume();
    await events.until(() => events.messages.some(({ type }) => type === "events-lost"));
    const lostAt = events.messages.findIndex(({ type }) => type === "events-lost");
    expect(Number(events.messages[lostAt]?.["count"]) + lostAt).toBe(count);
    expect(lostAt).toBeGreaterThan(100);
    node.emit({ type: "bans-ended", count: 1 });
    await events.until(() => events.messages.at(-1)?.["type"] === "bans-ended");
  });

  it("lets go of a reader that does not answer pings, and keeps one that does", async () => {
    const clock = new VirtualClock();
    const { port } = await serve({ node: new FakeNode(clock), clock });
    const good = await reader(url(port));
    const bad = await reader(url(port), { autoPong: false });
    const closed = once(bad, "close");
    const pinged = [once(good, "ping"), once(bad, "ping")];
    await clock.advance(apiLimits.eventPingMs);
    await Promise.all(pinged);
    // The good one's pong has arrived when a later message of ours has made the way there and back.
    good.ping();
    await once(good, "pong");
    const again = once(good, "ping");
    await clock.advance(apiLimits.eventPingMs);
    await again;
    await closed;
    expect(good.readyState).toBe(WebSocket.OPEN);
  });

  it("ends with the API", async () => {
    const { api, port } = await serve();
    const events = await reader(url(port));
    const closed = once(events, "close");
    await api.close();
    expect((await closed)[0]).toBe(1001);
    await expect(reader(url(port))).rejects.toThrow();
  });
});
