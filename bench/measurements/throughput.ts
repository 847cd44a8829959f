import type { Extent } from "../settings.js";
import { interleave } from "../rounds.js";
import { compare, type Row } from "../rows.js";
import { sealedBytesPerS } from "./cipher.js";
import { measureStream, type Side, type StreamResult } from "./streams.js";

/** What one message size is measured with. */
export interface StreamPlan {
  readonly size: number;
  /** Also between ours and Go. */
  readonly mixed: boolean;
  /** Also the cipher, in the same rounds. */
  readonly cipher: boolean;
}

/** Results of all rounds, by direction or by whose cipher it is. */
export type Streams = Readonly<Partial<Record<`${Side}→${Side}`, readonly StreamResult[]>>> & {
  readonly cipher: Readonly<Record<Side, readonly number[]>>;
};

/** Measures one message size. */
export async function measureStreams(
  { size, mixed, cipher }: StreamPlan,
  extent: Extent,
  progress: (text: string) => void,
): Promise<Streams> {
  const sealed: Record<Side, number[]> = { ours: [], go: [] };
  const run = (from: Side, to: Side) => async (): Promise<StreamResult> => {
    if (cipher && from === to) sealed[from].push(await sealedBytesPerS(from, extent));
    return measureStream(from, to, size, extent);
  };
  const pure = { "ours→ours": run("ours", "ours"), "go→go": run("go", "go") };
  const report = (direction: string, round: number, { bytesPerS }: StreamResult) => {
    progress(`${size} B, round ${round + 1}, ${direction}: ${(bytesPerS / 1e6).toFixed(1)} MB/s`);
  };
  const all = { ...pure, "ours→go": run("ours", "go"), "go→ours": run("go", "ours") };
  const streams = mixed
    ? await interleave(extent.rounds, all, report)
    : await interleave(extent.rounds, pure, report);
  return { ...streams, cipher: sealed };
}

/** Megabytes of messages a second at the receiver, each direction against Go with itself. */
export function throughputRows(size: number, streams: Streams): Row[] {
  const go = megabytesPerS(streams["go→go"]);
  const row = (name: string, ours: readonly number[]): Row =>
    compare({
      name,
      size,
      ours,
      go,
      unit: "MB/s",
      better: "more",
      leastRatio: name === "throughput" && size === 100 ? 2 : undefined,
    });
  return [
    row("throughput", megabytesPerS(streams["ours→ours"])),
    row("throughput ours→Go", megabytesPerS(streams["ours→go"])),
    row("throughput Go→ours", megabytesPerS(streams["go→ours"])),
  ];
}

/** CPU seconds a gigabyte of messages, each end. */
export function cpuRows(size: number, streams: Streams): Row[] {
  const row = (name: string, key: "senderCpuPerByte" | "receiverCpuPerByte"): Row => {
    const perGigabyte = (results: readonly StreamResult[] = []) => results.map((each) => each[key] * 1e9);
    const [ours, go] = [perGigabyte(streams["ours→ours"]), perGigabyte(streams["go→go"])];
    return compare({ name, size, ours, go, unit: "CPU s/GB", better: "less" });
  };
  return [row("cpu sender", "senderCpuPerByte"), row("cpu receiver", "receiverCpuPerByte")];
}

/** How much of what the cipher alone could seal, in the same round, gets through: percent. */
export function cipherShareRow(size: number, streams: Streams): Row {
  const share = (side: Side, results: readonly StreamResult[] = []) =>
    results.map(({ bytesPerS }, round) => (bytesPerS / (streams.cipher[side][round] as number)) * 100);
  return compare({
    name: "throughput/cipher",
    size,
    ours: share("ours", streams["ours→ours"]),
    go: share("go", streams["go→go"]),
    unit: "%",
    better: "more",
    leastOurs: 75,
  });
}

function megabytesPerS(results: readonly StreamResult[] = []): number[] {
  return results.map((each) => each.bytesPerS / 1e6);
}
