/** Command line: a minute's look at whether the byte path has become slow. Machines are noisy, so only a collapse fails. */
import { hasGo, referencePeer } from "../interop/harness/go.js";
import { machine } from "./machine.js";
import { measureStreams, throughputRow } from "./measurements/throughput.js";
import { goVersion } from "./settings.js";

const sizes = [100, 1_024];
const extent = { rounds: 3, seconds: 1, warmUpSeconds: 1 };
/** The best of the rounds' ratios to Go must not be below this. */
const leastRatio = 0.8;

if (!hasGo()) throw new Error("the benchmarks need Go (https://go.dev/dl): no go command was found");
await referencePeer(goVersion); // not in the middle of a measurement
console.log(machine());
for (const size of sizes) {
  const plan = { level: "api", size, mixed: false, cipher: false } as const;
  const streams = await measureStreams(plan, extent, (text) => process.stderr.write(`  ${text}\n`));
  const { ours, go, unit, spread } = throughputRow(size, streams);
  const best = spread?.[1] ?? 0;
  const collapsed = best < leastRatio;
  if (collapsed) process.exitCode = 1;
  console.log(
    `throughput, ${size} B: ours ${ours.toFixed(1)}, Go ${(go ?? 0).toFixed(1)} ${unit}; ` +
      `best of ${extent.rounds} rounds: ${best.toFixed(2)}× Go${collapsed ? `, less than ${leastRatio}: FAILED` : ""}`,
  );
}
