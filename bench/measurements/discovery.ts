/** How long a new network needs to find itself, in virtual time, and what simulating it costs. */
import { NodeWorker } from "../node-worker.js";
import { ourRow, type Row } from "../rows.js";
import type { Extent } from "../settings.js";
import type { Discovery, DiscoveryApi } from "../workers/discovery.js";

const sizes = [50, 200, 500];
/** A round is another seed of chance; more than a few would take long. */
const mostRounds = 3;

/** Measures networks of three sizes, each in a process of its own. */
export async function measureDiscovery(extent: Extent, progress: (text: string) => void): Promise<Row[]> {
  const rows: Row[] = [];
  for (const count of sizes) {
    const runs: Discovery[] = [];
    for (let seed = 1; seed <= Math.min(extent.rounds, mostRounds); seed++) {
      await using worker = new NodeWorker<DiscoveryApi>("discovery");
      const run = await worker.call("discover", { count, seed }, 600_000);
      progress(
        `discovery, ${count} nodes, round ${seed}: all have a peer after ${run.anySeconds.toFixed(1)} s, ` +
          `ten outbound after ${run.allSeconds.toFixed(1)} s, and know at least ${run.leastKnown.toFixed(0)} % ` +
          `of the network then; ${run.cpuSeconds.toFixed(1)} CPU s`,
      );
      runs.push(run);
    }
    const row = (what: string, unit: string, key: keyof Discovery): Row =>
      ourRow({ name: `discovery, ${count} nodes: ${what}`, ours: runs.map((run) => run[key]), unit });
    rows.push(
      row("all have a peer", "virtual s", "anySeconds"),
      row("all have ten outbound", "virtual s", "allSeconds"),
      row("simulating that", "CPU s", "cpuSeconds"),
    );
  }
  return rows;
}
