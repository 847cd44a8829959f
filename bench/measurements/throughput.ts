/** Streams of one message size: the rounds, and the rows that come of them. */
import type { Extent } from "../settings.js";
import { interleave } from "../rounds.js";
import { compare, type Row } from "../rows.js";
import { sealedBytesPerS } from "./cipher.js";
import type { Side } from "./load-end.js";
import { type Level, measureStream, type StreamResult } from "./streams.js";

/** What one message size is measured with. */
export interface SizePlan {
  readonly level: Level;
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

/** What one-way throughput is to be, beside Go's: small messages are where most of the work is. */
const leastRatios: Readonly<Record<number, number>> = { 100: 5, 1_024: 3, 16_384: 2.5, 262_144: 2 };
/** Go's end limits what goes between ours and Go. */
const leastMixedRatio = 1.2;
const mostCpuOfGo = 0.5;

/** Measures one message size. */
export async function measureStreams(
  { level, size, mixed, cipher }: SizePlan,
  extent: Extent,
  progress: (text: string) => void,
): Promise<Streams> {
  const sealed: Record<Side, number[]> = { ours: [], go: [] };
  const run = (from: Side, to: Side) => async (): Promise<StreamResult> => {
    if (cipher && from === to) sealed[from].push(await sealedBytesPerS(from, extent));
    return measureStream({ level, from, to, size }, extent);
  };
  const pure = { "ours→ours": run("ours", "ours"), "go→go": run("go", "go") };
  const report = (direction: string, round: number, { bytesPerS }: StreamResult) => {
    progress(`${level}, ${size} B, round ${round + 1}, ${direction}: ${(bytesPerS / 1e6).toFixed(1)} MB/s`);
  };
  const all = { ...pure, "ours→go": run("ours", "go"), "go→ours": run("go", "ours") };
  const streams = mixed
    ? await interleave(extent.rounds, all, report)
    : await interleave(extent.rounds, pure, report);
  return { ...streams, cipher: sealed };
}

/** Megabytes of messages a second at the receiver: ours with ours against Go with Go. */
export function throughputRow(size: number, streams: Streams): Row {
  return againstGo("throughput", size, streams, "ours→ours", leastRatios[size]);
}

/** The same between ours and Go, also against Go with Go. */
export function mixedRows(size: number, streams: Streams): Row[] {
  return [
    againstGo("throughput ours→Go", size, streams, "ours→go", leastMixedRatio),
    againstGo("throughput Go→ours", size, streams, "go→ours", leastMixedRatio),
  ];
}

/** {@link throughputRow} of bare connections, with what they cost. */
export function bareConnectionRows(size: number, streams: Streams): Row[] {
  return [
    againstGo("mconnection", size, streams, "ours→ours"),
    cpuRow("mconnection, cpu both ends", size, streams, bothEnds),
  ];
}

/** CPU seconds a gigabyte of messages: each end, and both. */
export function cpuRows(size: number, streams: Streams): Row[] {
  return [
    cpuRow("cpu sender", size, streams, ({ senderCpuPerByte }) => senderCpuPerByte),
    cpuRow("cpu receiver", size, streams, ({ receiverCpuPerByte }) => receiverCpuPerByte),
    cpuRow("cpu both ends", size, streams, bothEnds, mostCpuOfGo),
  ];
}

function cpuRow(
  name: string,
  size: number,
  streams: Streams,
  perByte: (result: StreamResult) => number,
  mostOfGo?: number,
): Row {
  const perGigabyte = (results: readonly StreamResult[] = []) =>
    results.map((result) => perByte(result) * 1e9);
  const [ours, go] = [perGigabyte(streams["ours→ours"]), perGigabyte(streams["go→go"])];
  return compare({ name, size, ours, go, unit: "CPU s/GB", better: "less", mostOfGo });
}

function bothEnds({ senderCpuPerByte, receiverCpuPerByte }: StreamResult): number {
  return senderCpuPerByte + receiverCpuPerByte;
}

/** How much of what the cipher alone could seal, in the same round, gets through: percent. */
export function ceilingRow(size: number, streams: Streams): Row {
  const share = (side: Side, results: readonly StreamResult[] = []) =>
    results.map(({ bytesPerS }, round) => (bytesPerS / (streams.cipher[side][round] as number)) * 100);
  return compare({
    name: "share of the ceiling",
    size,
    ours: share("ours", streams["ours→ours"]),
    go: share("go", streams["go→go"]),
    unit: "% of the cipher",
    better: "more",
  });
}

function againstGo(
  name: string,
  size: number,
  streams: Streams,
  direction: "ours→ours" | "ours→go" | "go→ours",
  leastRatio?: number,
): Row {
  const [ours, go] = [megabytesPerS(streams[direction]), megabytesPerS(streams["go→go"])];
  return compare({ name, size, ours, go, unit: "MB/s", better: "more", leastRatio });
}

function megabytesPerS(results: readonly StreamResult[] = []): number[] {
  return results.map((each) => each.bytesPerS / 1e6);
}
