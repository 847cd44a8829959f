/** One node broadcasts to many peers, which are bare connections in a process of the same side. */
import { setTimeout as sleep } from "node:timers/promises";
import { startReferencePeer } from "../../interop/harness/reference-peer.js";
import { NodeWorker } from "../node-worker.js";
import { interleave } from "../rounds.js";
import { compare, type Row } from "../rows.js";
import { channel, type Extent, goFlags, goVersion, sourceAddresses } from "../settings.js";
import type { SinksApi } from "../workers/sinks.js";
import { type LoadEnd, measureLoad, type Side, sampleOf } from "./load-end.js";
import { type LoadNode, startLoadNode } from "./load-node.js";

const peers = 200;
const size = 1_024;
const connectDeadlineMs = 60_000;

/** Measures ours with ours and Go with Go: messages that arrive a second, over all peers. */
export async function measureFanOut(extent: Extent, progress: (text: string) => void): Promise<Row> {
  const runs = { ours: () => deliveredPerS("ours", extent), go: () => deliveredPerS("go", extent) };
  const results = await interleave(extent.rounds, runs, (name, round, perS) => {
    progress(`fan-out, round ${round + 1}, ${name}: ${Math.round(perS / 1e3)}k messages/s`);
  });
  const [ours, go] = [results.ours, results.go].map((each) => each.map((perS) => perS / 1e3));
  return compare({
    name: `fan-out, ${peers} peers`,
    size,
    ours: ours ?? [],
    go: go ?? [],
    unit: "k messages/s",
    better: "more",
    leastRatio: 2,
  });
}

async function deliveredPerS(side: Side, extent: Extent): Promise<number> {
  await using sender = await startLoadNode(side, { maxInboundPeers: peers });
  await using receiver = await (side === "ours" ? ourSinks(sender) : goSinks(sender));
  const deadline = performance.now() + connectDeadlineMs;
  while ((await sender.peers()) < peers) {
    if (performance.now() > deadline) throw new Error(`only ${await sender.peers()} peers have connected`);
    await sleep(50);
  }
  await sender.broadcast({ channel: channel.id, size });
  return (await measureLoad({ sender, receiver }, extent)).messagesPerS;
}

async function ourSinks({ address }: LoadNode): Promise<LoadEnd> {
  const worker = new NodeWorker<SinksApi>("sinks");
  await worker.call("connect", { port: portOf(address), count: peers }, connectDeadlineMs);
  return { sample: () => worker.call("sample"), [Symbol.asyncDispose]: () => worker.stop() };
}

async function goSinks({ address }: LoadNode): Promise<LoadEnd> {
  const dial = { dial: `127.0.0.1:${portOf(address)}`, connections: peers, "source-ips": sourceAddresses };
  const peer = await startReferencePeer({ ...goFlags, ...dial, mode: "sink" }, goVersion);
  return { sample: () => sampleOf(peer), [Symbol.asyncDispose]: () => peer.stop() };
}

function portOf(address: string): number {
  return Number(address.split(":").at(-1));
}
