/** One process that holds 1,000 peers. */
import { setTimeout as sleep } from "node:timers/promises";
import { startReferencePeer } from "../../interop/harness/reference-peer.js";
import { NodeWorker } from "../node-worker.js";
import { compare, type Row } from "../rows.js";
import { fullNodeChannels, goChannels, goFlags, goVersion } from "../settings.js";
import type { IdleApi } from "../workers/idle.js";
import { atRest, type Host } from "./at-rest.js";
import { startOurHost } from "./our-host.js";
import type { Side } from "./load-end.js";

/** Come first and are not counted in the memory: what is only needed once is there afterwards. */
const firstPeers = 100;
const peers = 1_000;
/** Long enough for buffers of the handshake to become garbage on both sides. */
const settleMs = 1_000;

/** A whole node, or a switch, that holds peers. */
interface PeerHost extends Host, AsyncDisposable {
  /** Resident, in bytes, after garbage collection. */
  memory(): Promise<number>;
  /** Ends the node and returns how long that took, in milliseconds. */
  stop(): Promise<number>;
}

/** Measures both sides once, with peers of ours that answer pings and say nothing else. */
export async function measureManyPeers(progress: (text: string) => void): Promise<Row[]> {
  await using ours = await ourHost();
  await using go = await goHost();
  await using ourPeers = new NodeWorker<IdleApi>("idle");
  await using goPeers = new NodeWorker<IdleApi>("idle");
  const memory = { ours: await kibPerPeer(ours, ourPeers), go: await kibPerPeer(go, goPeers) };
  progress(`${peers} peers, memory: ours ${memory.ours.toFixed(1)}, go ${memory.go.toFixed(1)} KiB/peer`);
  const cpu = await atRest({ ours: [ours, peers], go: [go, peers] });
  progress(`${peers} peers, at rest: ours ${cpu.ours.toFixed(2)}, go ${cpu.go.toFixed(2)} % of a core`);
  for (const worker of [ourPeers, goPeers]) worker.check();
  const stopMs = { ours: await ours.stop(), go: await go.stop() };
  progress(`${peers} peers, stop: ours ${stopMs.ours.toFixed(0)}, go ${stopMs.go.toFixed(0)} ms`);
  const row = (what: string, unit: string, values: Record<Side, number>): Row =>
    compare({
      name: `${peers} peers, ${what}`,
      ours: [values.ours],
      go: [values.go],
      unit,
      better: "less",
    });
  return [
    row("memory", "KiB/peer", memory),
    row("cpu at rest", "% of a core", cpu),
    row("time to stop", "ms", stopMs),
  ];
}

async function kibPerPeer(host: PeerHost, dialer: NodeWorker<IdleApi>): Promise<number> {
  const memoryWith = async (count: number): Promise<number> => {
    await dialer.call("connect", { port: host.port, count }, 120_000);
    await sleep(settleMs);
    return host.memory();
  };
  const before = await memoryWith(firstPeers);
  const after = await memoryWith(peers - firstPeers);
  return (after - before) / (peers - firstPeers) / 1_024;
}

async function ourHost(): Promise<PeerHost> {
  const host = await startOurHost({ seedMode: false, maxInboundPeers: peers });
  return {
    ...host,
    memory: () => host.worker.call("memory"),
    stop: () => host.worker.call("stop"),
  };
}

/** A real switch with the real PEX reactor; the other channels belong to a reactor that does nothing. */
async function goHost(): Promise<PeerHost> {
  const channels = goChannels(fullNodeChannels.filter(({ id }) => id !== 0x00));
  const peer = await startReferencePeer(
    {
      ...goFlags,
      mode: "switch",
      listen: "127.0.0.1:0",
      channels,
      pex: true,
      "max-inbound": peers,
      "log-level": "error",
      timeout: "10m",
    },
    goVersion,
  );
  const { addr } = await peer.waitFor("listening");
  const status = async () => {
    peer.send({ cmd: "status" });
    return peer.next("status");
  };
  return {
    port: Number(String(addr).split(":").at(-1)),
    async usage() {
      const { tMs, cpuSeconds } = await status();
      return { seconds: tMs / 1_000, cpuSeconds: Number(cpuSeconds) };
    },
    peers: async () => Number((await status())["inbound"]),
    async memory() {
      peer.send({ cmd: "memory" });
      return Number((await peer.next("memory"))["rssBytes"]);
    },
    async stop() {
      await peer.stop();
      const [began, ended] = [await peer.waitFor("stopping"), await peer.waitFor("exit")];
      return ended.tMs - began.tMs;
    },
    [Symbol.asyncDispose]: () => peer.stop(),
  };
}
