import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { upgrade } from "@cometwire/p2p";
import { systemClock, TcpStream } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { handshakeOptions } from "../support/connected-pair.js";
import { VirtualClock } from "@cometwire/p2p/testing";
import { Inbox, ListeningNode, nodeInfoOf, rawConnect } from "./fixtures.js";

const CROWD = 2_000;
const MEMORY_BYTES = 64 * 1024 * 1024;

/** A crowd of silent connections, made by another process so that this one's memory is the node's alone. */
function crowd(port: number, addresses: number) {
  const script = fileURLToPath(new URL("./silent-crowd.ts", import.meta.url));
  const child = spawn(
    process.execPath,
    ["--import", "tsx", script, ...[port, CROWD, addresses].map(String)],
    {
      stdio: ["pipe", "pipe", "inherit"],
    },
  );
  const opened = new Inbox<number>();
  child.stdout.on("data", (chunk: Buffer) => {
    for (const line of chunk.toString().trim().split("\n")) opened.push(Number(line));
  });
  const leave = async () => {
    child.stdin.end();
    await once(child, "exit");
  };
  return { opened, leave };
}

/** An honest handshake from one of the crowd's own addresses. */
async function honestNeighbour(port: number, localAddress: string): Promise<string> {
  const { nodeKey, crypto, cipher } = handshakeOptions(new VirtualClock());
  const stream = new TcpStream((await rawConnect(port, localAddress)).pause());
  const nodeInfo = () => nodeInfoOf(nodeKey.id);
  const upgraded = await upgrade(stream, {
    nodeKey,
    crypto,
    cipher,
    nodeInfo,
    clock: systemClock,
    handshakeTimeoutMs: 20_000,
  });
  stream.destroy();
  return upgraded.id;
}

describe("2,000 silent connections", () => {
  it.each([
    [1, 16],
    [200, 256],
  ])(
    "from %i addresses keep no honest peer out and take little memory",
    async (addresses, mostPending) => {
      const server = await new ListeningNode().listen();
      const client = new ListeningNode();
      const target = { host: "127.0.0.1", port: server.port, id: server.nodeKey.id };
      const shakeHands = async () => {
        const { id, secretConnection } = await client.transport.dial(target);
        secretConnection.destroy();
        return id;
      };
      for (let i = 0; i < 50; i++) await shakeHands(); // code and heap reach their usual size
      const before = process.memoryUsage().rss;
      const { opened, leave } = crowd(server.port, addresses);
      let pending = 0;
      let memory = 0;
      for (let step = 1; step <= CROWD / 250; step++) {
        await opened.nth(step);
        expect(await shakeHands()).toBe(server.nodeKey.id);
        expect(await honestNeighbour(server.port, "127.0.1.1")).toBe(server.nodeKey.id);
        pending = Math.max(pending, server.transport.pendingHandshakes);
        memory = Math.max(memory, process.memoryUsage().rss);
      }
      expect(pending).toBeLessThanOrEqual(mostPending);
      expect(memory - before).toBeLessThan(MEMORY_BYTES);
      expect(new Set(server.rejections.all.map((error) => error.code))).toEqual(
        new Set(["ADMISSION_EVICTED"]),
      );
      expect(server.rejections.all.length).toBeGreaterThanOrEqual(CROWD - mostPending - 2);
      await server.close();
      await client.close();
      await leave();
      expect(server.transport.pendingHandshakes).toBe(0);
    },
    60_000,
  );
});
