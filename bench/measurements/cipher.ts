/** Sealing frames and nothing else: the most that a connection could send. */
import { startReferencePeer } from "../../interop/harness/reference-peer.js";
import { NodeWorker } from "../node-worker.js";
import { interleave } from "../rounds.js";
import { compare, type Row } from "../rows.js";
import { type Extent, goVersion } from "../settings.js";
import type { CipherApi } from "../workers/cipher.js";
import type { Side } from "./load-end.js";

/** Payload bytes a second that one process seals. */
export function sealedBytesPerS(side: Side, extent: Extent): Promise<number> {
  return side === "ours" ? ourCipher("seal", extent) : goCipher(extent);
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

/** Payload bytes a second that one process of ours seals or opens. */
export async function ourCipher(
  operation: "seal" | "open",
  { warmUpSeconds, seconds }: Extent,
): Promise<number> {
  await using worker = new NodeWorker<CipherApi>("cipher");
  await worker.call(operation, warmUpSeconds);
  return await worker.call(operation, seconds, (seconds + 10) * 1_000);
}

/** What does the work in ours. */
export async function ourCipherName(): Promise<string> {
  await using worker = new NodeWorker<CipherApi>("cipher");
  return await worker.call("name");
}

/** Names of all that a worker can use. */
export async function ourCipherNames(): Promise<readonly string[]> {
  await using worker = new NodeWorker<CipherApi>("cipher");
  return await worker.call("names");
}

async function goCipher({ seconds }: Extent): Promise<number> {
  await using peer = await startReferencePeer({ mode: "seal", duration: `${seconds}s` }, goVersion);
  const sealed = await peer.waitFor("sealed", (seconds + 10) * 1_000);
  return Number(sealed["bytesPerSecond"]);
}
