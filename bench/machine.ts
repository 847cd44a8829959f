import { cpus, loadavg } from "node:os";
import type { Options } from "./options.js";
import { goVersion } from "./settings.js";

/** What somebody must know who reads the numbers. */
export function machine({ rounds, seconds, warmUpSeconds }: Options): string {
  const [first] = cpus();
  return [
    `Node ${process.versions.node} against CometBFT ${goVersion}, ${cpus().length} × ${first?.model ?? "CPU"}, load ${(loadavg()[0] as number).toFixed(1)}`,
    `${rounds} rounds of ${seconds} s after ${warmUpSeconds} s of warm-up; medians; ratio: above 1 is better than Go`,
    "equal settings: rates unlimited, packets of 1024 B, send queue of 1000 messages; flush throttle 10 ms in Go, none in ours",
  ].join("\n");
}
