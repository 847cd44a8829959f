import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { cpus, loadavg, totalmem } from "node:os";
import { ourCipherName } from "./measurements/cipher.js";
import type { Options } from "./options.js";
import { goVersion } from "./settings.js";

/** What somebody must know who reads the numbers: sentences. */
export async function circumstances({ rounds, seconds, warmUpSeconds }: Options): Promise<string[]> {
  const cwd = fileURLToPath(new URL("../interop/peer", import.meta.url)); // its module file may choose the toolchain
  const go = spawnSync("go", ["env", "GOVERSION"], { cwd, encoding: "utf8" }).stdout.trim();
  return [
    `${machine()}; Node ${process.versions.node} with the cipher ${await ourCipherName()}, CometBFT ${goVersion}.0 with ${go}.`,
    `${rounds} rounds of ${seconds} s after ${warmUpSeconds} s of warm-up; medians; ratio: above 1 is better than Go.`,
    "Rates unlimited, packets of 1024 bytes, send queues of 1,000 messages; Go flushes every 10 ms, ours when the socket is free.",
  ];
}

/** The machine as it is now. */
export function machine(): string {
  const model = cpus()[0]?.model ?? "CPU";
  const [load = 0] = loadavg();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${model}, ${gigabytes} GB, ${process.platform} ${process.arch}, load ${load.toFixed(1)}`;
}
