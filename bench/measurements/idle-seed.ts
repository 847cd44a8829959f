/** What a seed uses while nobody asks it for anything. */
import { prepareNetwork } from "../../interop/harness/go-network.js";
import type { GoNode } from "../../interop/harness/go-node.js";
import { NodeWorker } from "../node-worker.js";
import { compare, type Row } from "../rows.js";
import { goVersion, network } from "../settings.js";
import type { IdleApi } from "../workers/idle.js";
import { atRest, type Host } from "./at-rest.js";
import { startOurHost } from "./our-host.js";

const peers = 200;
/** More than there are: none is refused. */
const maxInboundPeers = 300;
/** A tenth of what a real node uses is aimed at. */
const leastRatio = 10;

/**
 * Measures seeds of ours and real nodes in seed mode once, each alone and with 200 peers that answer pings and ask nothing.
 * The real nodes are no validators, of a chain that makes no blocks.
 */
export async function measureIdleSeed(progress: (text: string) => void): Promise<Row[]> {
  const seed = { seedMode: true, config: { "p2p.max_num_inbound_peers": maxInboundPeers } };
  await using chain = await prepareNetwork({
    version: goVersion,
    network,
    nodes: [
      { name: "validator", validator: true },
      { name: "alone", ...seed },
      { name: "busy", ...seed },
    ],
  });
  const goAlone = await goSeed(chain.node("alone"));
  const goBusy = await goSeed(chain.node("busy"));
  await using alone = await startOurHost({ seedMode: true, maxInboundPeers });
  await using busy = await startOurHost({ seedMode: true, maxInboundPeers });
  await using ourPeers = new NodeWorker<IdleApi>("idle");
  await using goPeers = new NodeWorker<IdleApi>("idle");
  await goPeers.call("connect", { port: goBusy.port, count: peers }, 60_000);
  await ourPeers.call("connect", { port: busy.port, count: peers }, 60_000);
  const cpu = await atRest({
    alone: [alone, 0],
    goAlone: [goAlone, 0],
    busy: [busy, peers],
    goBusy: [goBusy, peers],
  });
  const row = (count: number, ours: number, go: number): Row => {
    progress(`idle seed, ${count} peers: ours ${ours.toFixed(2)}, go ${go.toFixed(2)} % of a core`);
    return compare({
      name: `idle seed, ${count} peers`,
      ours: [ours],
      go: [go],
      unit: "% of a core",
      better: "less",
      leastRatio,
    });
  };
  return [row(0, cpu.alone, cpu.goAlone), row(peers, cpu.busy, cpu.goBusy)];
}

/** Ends with its network. */
async function goSeed(node: GoNode): Promise<Host> {
  await node.start();
  return {
    port: Number(node.p2pAddress.split(":").at(-1)),
    usage: () => Promise.resolve({ seconds: performance.now() / 1_000, cpuSeconds: node.usage().cpuSeconds }),
    peers: async () => (await node.peers()).length,
  };
}
