import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { apiLimits } from "../../src/api/api-limits.js";
import { raw, serve } from "./http.js";

const big = "x".repeat(apiLimits.bodyBytes + 1);

describe("a hostile client", () => {
  it.each([
    ["/", {}],
    ["/peers/dial", { authorization: "Bearer t" }],
    ["/bans", { authorization: "Bearer t" }],
  ])("POST %s: a body that is too large is refused at its announced length", async (path, headers) => {
    const { ask } = await serve({ token: "t" });
    const answer = await ask(path, { method: "POST", headers, body: big });
    expect([answer.status, answer.json()]).toMatchObject([413, { error: { code: "BODY_TOO_LARGE" } }]);
  });

  it("a body without an announced length is refused when it gets too large, not at its end", async () => {
    const { port } = await serve({ maxBodyBytes: 1_000 });
    const socket = await raw(port);
    socket.write("POST / HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n");
    socket.write(`7d0\r\n${"x".repeat(2_000)}\r\n`);
    // No end follows.
    await until(socket, () => socket.received().includes("BODY_TOO_LARGE"));
    expect(socket.received()).toMatch(/^HTTP\/1.1 413 /);
  });

  it("a body of exactly the limit is taken", async () => {
    const { ask } = await serve({ maxBodyBytes: 60 });
    const body = '{"jsonrpc":"2.0","id":1,"method":"health"}'.padEnd(60);
    expect((await ask("/", { method: "POST", body })).status).toBe(200);
    expect((await ask("/", { method: "POST", body: `${body} ` })).status).toBe(413);
  });

  it("who sends headers without end, one by one, is let go", async () => {
    const { port } = await serve();
    const socket = await raw(port);
    socket.write("GET / HTTP/1.1\r\nhost: localhost\r\n");
    const drip = setInterval(() => socket.write("x: y\r\n"), 500);
    onTestFinished(() => clearInterval(drip));
    const startedAt = performance.now();
    await closed(socket);
    // 10 s and the second between two looks at it; three times that guards against a machine under load.
    expect(performance.now() - startedAt).toBeLessThan(33_000);
    expect(socket.received()).toMatch(/^HTTP\/1.1 408 /);
  });

  it("who connects and says nothing is let go", async () => {
    const { port } = await serve();
    const socket = await raw(port);
    const startedAt = performance.now();
    await closed(socket);
    expect(performance.now() - startedAt).toBeLessThan(33_000);
  });

  it("who sends headers that are too long gets 431, in JSON", async () => {
    const { port } = await serve();
    const socket = await raw(port);
    socket.write(`GET / HTTP/1.1\r\nhost: localhost\r\nx: ${"y".repeat(apiLimits.headerBytes)}\r\n\r\n`);
    await closed(socket);
    expect(socket.received()).toMatch(/^HTTP\/1.1 431 [\s\S]*"BAD_REQUEST"/);
  });

  it.each([
    ["no HTTP", "\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 400],
    [
      "two lengths",
      "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nxx",
      400,
    ],
    [
      "a length and chunks",
      "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
      400,
    ],
    ["no Host", "GET /peers HTTP/1.1\r\n\r\n", 400],
    ["a Host of its own", "GET /peers HTTP/1.1\r\nhost: evil.com\r\nconnection: close\r\n\r\n", 403],
    ["HTTP/1.0 without Host", "GET /peers HTTP/1.0\r\n\r\n", 403],
    [
      "another origin",
      "GET / HTTP/1.1\r\nhost: localhost\r\norigin: http://e.com\r\nconnection: close\r\n\r\n",
      403,
    ],
    ["a whole URL", "GET http://evil.com/peers HTTP/1.1\r\nhost: evil.com\r\nconnection: close\r\n\r\n", 403],
    ["a path that is none", "GET //// HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n", 404],
    ["CONNECT", "CONNECT evil.com:80 HTTP/1.1\r\nhost: localhost\r\n\r\n", undefined],
  ])("%s is refused", async (_what, bytes, status) => {
    const { port, ask } = await serve();
    const socket = await raw(port);
    socket.write(bytes);
    await closed(socket);
    expect(/^HTTP\/1.1 (\d+) /.exec(socket.received())?.[1]).toBe(status?.toString());
    expect(socket.received()).not.toMatch(/at .*\.[jt]s:\d+/);
    expect((await ask("/health")).status).toBe(200);
  });

  it("connections beyond the limit are closed at once, and there is room again when others go", async () => {
    const { port, ask } = await serve({ maxOpenConnections: 5 });
    const sockets = await Promise.all(Array.from({ length: 5 }, () => raw(port)));
    const sixth = connect(port, "127.0.0.1");
    onTestFinished(() => void sixth.destroy());
    sixth.on("error", () => {});
    await closed(sixth);
    sockets[0]?.end("GET /health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    await closed(sockets[0] as Socket);
    expect(sockets[0]?.received()).toContain("200 OK");
    expect((await ask("/health")).status).toBe(200);
  });

  it("who breaks off in the middle of a body does no harm", async () => {
    const { port, ask } = await serve();
    for (let i = 0; i < 20; i++) {
      const socket = await raw(port);
      socket.write("POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n\r\n{");
      socket.resetAndDestroy();
      await closed(socket);
    }
    expect((await ask("/health")).status).toBe(200);
  });

  it("does not keep the API from closing", async () => {
    const { port, api } = await serve();
    const silent = await raw(port);
    const half = await raw(port);
    half.write("POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n\r\n{");
    const ended = Promise.all([closed(silent), closed(half)]);
    await api.close();
    await ended;
    await api.close();
  });
});

/** Waits until a socket has received what is expected. */
async function until(socket: Socket, condition: () => boolean): Promise<void> {
  while (!condition()) await once(socket, "data");
}

/** Resolves when a socket has closed, with or without an error. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once("close", () => resolve()));
}
