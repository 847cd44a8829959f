/** What an idle, authenticated connection takes in the listener's process. */
import { setTimeout as sleep } from "node:timers/promises";
import { startReferencePeer } from "../../interop/harness/reference-peer.js";
import { NodeWorker } from "../node-worker.js";
import { interleave } from "../rounds.js";
import { compare, type Row } from "../rows.js";
import { type Extent, fullNodeChannels, goChannels, goFlags, goVersion } from "../settings.js";
import type { IdleApi } from "../workers/idle.js";

/** Come first and are not counted: what is only needed once is there afterwards. */
const firstConnections = 100;
const countedConnections = 1_000;
/** Long enough for buffers of the handshake to become garbage on both sides. */
const settleMs = 1_000;

interface Memory {
  readonly connections: number;
  readonly residentBytes: number;
}

interface Listener extends AsyncDisposable {
  readonly port: number;
  memory(): Promise<Memory>;
}

/** Measures 1,000 connections with the channels of a full node; ours dials in both cases. */
export async function measureIdleMemory(extent: Extent, progress: (text: string) => void): Promise<Row> {
  const runs = { ours: () => bytesPerPeer(ourListener), go: () => bytesPerPeer(goListener) };
  const results = await interleave(extent.rounds, runs, (name, round, result) => {
    progress(`idle memory, round ${round + 1}, ${name}: ${(result / 1_024).toFixed(1)} KiB/peer`);
  });
  const [ours, go] = [results.ours, results.go].map((each) => each.map((bytes) => bytes / 1_024));
  return compare({
    name: "idle-memory",
    ours: ours ?? [],
    go: go ?? [],
    unit: "KiB/peer",
    better: "less",
    mostOfGo: 0.7,
  });
}

async function bytesPerPeer(listen: () => Promise<Listener>): Promise<number> {
  await using listener = await listen();
  await using dialer = new NodeWorker<IdleApi>("idle");
  const memoryAfter = async (count: number, expected: number): Promise<Memory> => {
    await dialer.call("connect", { port: listener.port, count }, 60_000);
    await sleep(settleMs);
    const memory = await listener.memory();
    if (memory.connections !== expected)
      throw new Error(`${memory.connections} connections, not ${expected}`);
    return memory;
  };
  const before = await memoryAfter(firstConnections, firstConnections);
  const after = await memoryAfter(countedConnections, firstConnections + countedConnections);
  dialer.check();
  return (after.residentBytes - before.residentBytes) / countedConnections;
}

async function ourListener(): Promise<Listener> {
  const worker = new NodeWorker<IdleApi>("idle");
  return {
    port: await worker.call("listen"),
    memory: () => worker.call("memory"),
    [Symbol.asyncDispose]: () => worker.stop(),
  };
}

async function goListener(): Promise<Listener> {
  const flags = { ...goFlags, channels: goChannels(fullNodeChannels), mode: "hold", listen: "127.0.0.1:0" };
  const peer = await startReferencePeer(flags, goVersion);
  const { addr } = await peer.waitFor("listening");
  return {
    port: Number(String(addr).split(":").at(-1)),
    async memory() {
      peer.send({ cmd: "memory" });
      const memory = await peer.next("memory");
      return { connections: Number(memory["connections"]), residentBytes: Number(memory["rssBytes"]) };
    },
    [Symbol.asyncDispose]: () => peer.stop(),
  };
}
