/** What a seed uses while nobody asks it for anything. */
import { prepareNetwork } from "../../interop/harness/go-network.js";
import { NodeWorker } from "../node-worker.js";
import { compare, type Row } from "../rows.js";
import { goVersion, network } from "../settings.js";
import type { IdleApi } from "../workers/idle.js";
import { atRest, type Host } from "./at-rest.js";
import { startOurHost } from "./our-host.js";

const peers = 200;
/** More than there are: none is refused. */
const maxInboundPeers = 300;
/** A minute shows each peer's ping once; without peers less is enough. */
const restSeconds = { alone: 30, withPeers: 60 };
/** A tenth of what a real node uses is aimed at. */
const leastRatio = 10;

/** Measures ours and a real node in seed mode once, first alone, then with 200 peers that answer pings and ask nothing. */
export async function measureIdleSeed(progress: (text: string) => void): Promise<Row[]> {
  await using ours = await startOurHost({ seedMode: true, maxInboundPeers });
  await using go = await goSeed();
  await using ourPeers = new NodeWorker<IdleApi>("idle");
  await using goPeers = new NodeWorker<IdleApi>("idle");
  const row = async (count: number, seconds: number): Promise<Row> => {
    const cpu = await atRest({ ours, go }, seconds, count);
    progress(`idle seed, ${count} peers: ours ${cpu.ours.toFixed(2)}, go ${cpu.go.toFixed(2)} % of a core`);
    return compare({
      name: `idle seed, ${count} peers`,
      ours: [cpu.ours],
      go: [cpu.go],
      unit: "% of a core",
      better: "less",
      leastRatio,
    });
  };
  const alone = await row(0, restSeconds.alone);
  await ourPeers.call("connect", { port: ours.port, count: peers }, 60_000);
  await goPeers.call("connect", { port: go.port, count: peers }, 60_000);
  return [alone, await row(peers, restSeconds.withPeers)];
}

/** A real node in seed mode that is no validator, of a chain that makes no blocks. */
async function goSeed(): Promise<Host> {
  const chain = await prepareNetwork({
    version: goVersion,
    network,
    nodes: [
      { name: "validator", validator: true },
      { name: "seed", seedMode: true, config: { "p2p.max_num_inbound_peers": maxInboundPeers } },
    ],
  });
  const seed = chain.node("seed");
  await seed.start();
  return {
    port: Number(seed.p2pAddress.split(":").at(-1)),
    usage: () => Promise.resolve({ seconds: performance.now() / 1_000, cpuSeconds: seed.usage().cpuSeconds }),
    peers: async () => (await seed.peers()).length,
    [Symbol.asyncDispose]: () => chain.stop(),
  };
}
