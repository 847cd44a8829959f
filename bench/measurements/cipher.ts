/** Sealing frames and nothing else: the most that a connection could send. */
import { startReferencePeer } from "../../interop/harness/reference-peer.js";
import { NodeWorker } from "../node-worker.js";
import { interleave } from "../rounds.js";
import { compare, type Row } from "../rows.js";
import { type Extent, goVersion } from "../settings.js";
import type { SealApi } from "../workers/seal.js";
import type { Side } from "./load-end.js";

/** Payload bytes a second that one process seals. */
export function sealedBytesPerS(side: Side, extent: Extent): Promise<number> {
  return side === "ours" ? ourCipher(extent) : goCipher(extent);
}

/** Measures the cipher of both sides. */
export async function measureCipher(extent: Extent, progress: (text: string) => void): Promise<Row> {
  const runs = { ours: () => sealedBytesPerS("ours", extent), go: () => sealedBytesPerS("go", extent) };
  const { ours, go } = await interleave(extent.rounds, runs, (name, round, result) => {
    progress(`cipher, round ${round + 1}, ${name}: ${(result / 1e6).toFixed(1)} MB/s`);
  });
  const megabytes = (values: readonly number[]) => values.map((value) => value / 1e6);
  return compare({ name: "cipher", ours: megabytes(ours), go: megabytes(go), unit: "MB/s", better: "more" });
}

async function ourCipher({ warmUpSeconds, seconds }: Extent): Promise<number> {
  await using worker = new NodeWorker<SealApi>("seal");
  await worker.call("seal", warmUpSeconds);
  return await worker.call("seal", seconds, (seconds + 10) * 1_000);
}

async function goCipher({ seconds }: Extent): Promise<number> {
  await using peer = await startReferencePeer({ mode: "seal", duration: `${seconds}s` }, goVersion);
  const sealed = await peer.waitFor("sealed", (seconds + 10) * 1_000);
  return Number(sealed["bytesPerSecond"]);
}
