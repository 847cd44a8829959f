/** How long a small message of high priority takes while a channel of low priority is always full. */
import { setTimeout as sleep } from "node:timers/promises";
import { interleave, median, percentile } from "../rounds.js";
import { compare, type Row } from "../rows.js";
import { channel, type Extent, urgentChannel } from "../settings.js";
import { measureLoad, type Side } from "./load-end.js";
import { startLoadNode } from "./load-node.js";

const bulkSize = 16_384;
const probeSize = 100;
const everyMs = 5;
/** What ours may take of Go's 99th percentile. */
const mostOfGo = 0.1;

/** In milliseconds, from the call that sends to the call that receives. */
interface Delays {
  readonly p50: number;
  readonly p99: number;
}

/** Measures ours with ours and Go with Go. */
export async function measureLatency(extent: Extent, progress: (text: string) => void): Promise<Row[]> {
  const runs = { ours: () => delaysOf("ours", extent), go: () => delaysOf("go", extent) };
  const { ours, go } = await interleave(extent.rounds, runs, (name, round, { p50, p99 }) => {
    progress(`latency, round ${round + 1}, ${name}: p50 ${p50.toFixed(2)}, p99 ${p99.toFixed(2)} ms`);
  });
  const goP99 = median(go.map(({ p99 }) => p99));
  const row = (key: keyof Delays): Row => {
    const values = { ours: ours.map((each) => each[key]), go: go.map((each) => each[key]) };
    const compared = compare({
      name: `latency ${key}`,
      size: probeSize,
      ...values,
      unit: "ms",
      better: "less",
    });
    const target = { text: `≤ ${mostOfGo}× Go's p99`, met: compared.ours <= mostOfGo * goP99 };
    return { ...compared, target };
  };
  return [row("p50"), row("p99")];
}

async function delaysOf(side: Side, extent: Extent): Promise<Delays> {
  const options = { channels: [channel, urgentChannel], probeChannel: urgentChannel.id };
  await using receiver = await startLoadNode(side, options);
  await using sender = await startLoadNode(side, options);
  await sender.dial(receiver.address);
  await sender.flood({ channel: channel.id, size: bulkSize });
  await sender.probe({ channel: urgentChannel.id, size: probeSize, everyMs });
  await measureLoad({ sender, receiver }, { ...extent, seconds: 0.1 }); // that the flood flows
  await receiver.delays();
  await sleep(extent.seconds * 1_000);
  const delays = await receiver.delays();
  await sender.sample();
  return { p50: percentile(delays, 50) / 1_000, p99: percentile(delays, 99) / 1_000 };
}
