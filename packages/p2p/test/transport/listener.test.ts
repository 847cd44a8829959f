import { spawn } from "node:child_process";
import { type EventEmitter, once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import type { P2PError } from "@cometwire/p2p";
import { VirtualClock } from "@cometwire/p2p/testing";
import { afterEach, describe, expect, it } from "vitest";
import { Listener, nextPauseMs } from "../../src/transport/listener.js";
import { codeOf, Inbox } from "./fixtures.js";

const listeners: Listener[] = [];
afterEach(() => {
  for (const listener of listeners.splice(0)) listener.close();
});

/** A listener in virtual time; `servers` are the ones it has made, to break them. */
function scene(host = "127.0.0.1", port = 0) {
  const clock = new VirtualClock();
  const sockets = new Inbox<Socket>();
  const errors = new Inbox<P2PError>();
  const servers: EventEmitter[] = [];
  let failing: Error | undefined;
  const listener = new Listener(
    { host, port },
    {
      clock,
      onSocket: (socket) => {
        sockets.push(socket);
        socket.destroy();
      },
      onError: (error) => errors.push(error),
      createServer: ((options: object) => {
        const server = createServer(options);
        servers.push(server);
        if (failing !== undefined) {
          const error = failing;
          server.listen = () => {
            process.nextTick(() => server.emit("error", error));
            return server;
          };
        }
        return server;
      }) as typeof createServer,
    },
  );
  listeners.push(listener);
  const fail = (error: Error | undefined) => (failing = error);
  return { clock, sockets, errors, servers, listener, fail };
}

async function visit(port: number): Promise<void> {
  const socket = connect({ host: "127.0.0.1", port });
  socket.on("error", () => {});
  await once(socket, "close");
}

const errno = (code: string) => Object.assign(new Error(code), { code });

describe("nextPauseMs", () => {
  it("doubles from 5 ms to 1 s", () => {
    const pauses: number[] = [];
    for (let pause: number | undefined; pauses.length < 10; ) pauses.push((pause = nextPauseMs(pause)));
    expect(pauses).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 1_000, 1_000]);
  });
});

describe("Listener", () => {
  it("says where it listens, and hands out paused sockets", async () => {
    const { listener, sockets } = scene();
    const { ip, port } = await listener.open();
    expect(ip).toBe("127.0.0.1");
    await visit(port);
    expect((await sockets.nth(1)).isPaused()).toBe(true);
  });

  it.each([
    ["a taken port", "127.0.0.1", "EADDRINUSE"],
    ["somebody else's address", "192.0.2.1", "EADDRNOTAVAIL"],
  ])("cannot be opened on %s, and says why", async (_what, host, reason) => {
    const first = scene();
    const { port } = await first.listener.open();
    await expect(scene(host, port).listener.open()).rejects.toMatchObject({
      code: "LISTEN_FAILED",
      detail: `${host}:${port} ${reason}`,
    });
  });

  it("goes on after an error, reporting one of a storm with growing pauses", async () => {
    const { clock, listener, errors, servers, sockets } = scene();
    const { port } = await listener.open();
    for (let ms = 0; ms < 200; ms++) {
      servers[0]?.emit("error", errno("EMFILE"));
      await clock.advance(1);
    }
    expect(errors.all.length).toBe(6); // at 0, 5, 15, 35, 75 and 155 ms
    expect(errors.all[0]).toMatchObject({ code: "LISTEN_FAILED", detail: `127.0.0.1:${port} EMFILE` });
    await visit(port);
    await sockets.nth(1);
    await clock.advance(1_000);
    servers[0]?.emit("error", errno("EMFILE"));
    await clock.advance(5);
    servers[0]?.emit("error", errno("EMFILE"));
    expect(errors.all.length).toBe(8); // a connection has made the pauses short again
    expect(servers).toHaveLength(1);
  });

  it("opens again on the same port when the server is gone, however long that takes", async () => {
    const { clock, listener, errors, servers, fail, sockets } = scene();
    const { port } = await listener.open();
    fail(errno("EADDRINUSE"));
    (servers[0] as ReturnType<typeof createServer>).close();
    await errors.nth(1);
    for (let count = 2; count <= 10; count++) {
      await clock.advance(1_000);
      expect((await errors.nth(count)).detail).toBe(`127.0.0.1:${port} EADDRINUSE`);
    }
    fail(undefined);
    await clock.advance(1_000);
    const reopened = servers.at(-1) as ReturnType<typeof createServer>;
    if (!reopened.listening) await once(reopened, "listening");
    await visit(port);
    await sockets.nth(1);
  });

  it("stays closed once it is closed, and reports nothing then", async () => {
    const { clock, listener, errors, servers } = scene();
    const { port } = await listener.open();
    servers[0]?.emit("error", errno("EMFILE"));
    listener.close();
    listener.close();
    servers[0]?.emit("error", errno("EMFILE"));
    await clock.advance(60_000);
    expect(errors.all).toHaveLength(1);
    expect(servers).toHaveLength(1);
    expect(clock.pendingTimers).toBe(0);
    const again = scene("127.0.0.1", port);
    expect(await codeOf(again.listener.open())).toBe("ok");
  });

  it("survives running out of descriptors, for real", async () => {
    const script = new URL("./few-descriptors.ts", import.meta.url).pathname;
    const command = `ulimit -n 64 && exec ${process.execPath} --import tsx ${script}`;
    const child = spawn("bash", ["-c", command], { stdio: ["pipe", "pipe", "inherit"] });
    const lines = new Inbox<string>();
    child.stdout.on("data", (chunk: Buffer) =>
      chunk
        .toString()
        .trim()
        .split("\n")
        .forEach((line) => lines.push(line)),
    );
    const port = Number(await lines.nth(1));
    const crowd = Array.from({ length: 200 }, () => {
      const socket = connect({ host: "127.0.0.1", port });
      socket.on("error", () => {});
      return socket.resume();
    });
    await Promise.any(crowd.map((socket) => once(socket, "close"))); // there was no descriptor for that one
    for (const socket of crowd) socket.destroy();
    // Whoever comes when the crowd has gone is welcomed again.
    const welcomed = async (): Promise<boolean> => {
      const socket = connect({ host: "127.0.0.1", port });
      const greeting = once(socket, "data");
      const outcome = await Promise.race([greeting, once(socket, "close")]).catch(() => []);
      socket.destroy();
      return outcome[0] instanceof Buffer;
    };
    while (!(await welcomed()));
    child.stdin.end();
    expect(await once(child, "exit")).toEqual([0, null]);
  });
});
