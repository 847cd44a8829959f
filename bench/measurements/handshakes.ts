/** Complete handshakes a second between two processes, four at a time. */
import { setTimeout as sleep } from "node:timers/promises";
import { startReferencePeer } from "../../interop/harness/reference-peer.js";
import { NodeWorker } from "../node-worker.js";
import { interleave } from "../rounds.js";
import { compare, type Row } from "../rows.js";
import { type Extent, goFlags, goVersion } from "../settings.js";
import type { HandshakesApi } from "../workers/handshakes.js";

const parallel = 4;
/** The code of a handshake runs seldom: on a busy machine a second is not enough for the compiler. */
const warmUpCount = 1_000;
const warmUpDeadlineMs = 15_000;

/** What one run gave. */
interface HandshakeResult {
  readonly perSecond: number;
  /** CPU milliseconds of both ends together. */
  readonly cpuMs: number;
}

/** Measures ours with ours and Go with Go. */
export async function measureHandshakes(extent: Extent, progress: (text: string) => void): Promise<Row[]> {
  const runs = { ours: () => ourHandshakes(extent), go: () => goHandshakes(extent) };
  const { ours, go } = await interleave(extent.rounds, runs, (name, round, { perSecond, cpuMs }) => {
    progress(
      `handshakes, round ${round + 1}, ${name}: ${perSecond.toFixed(0)}/s, ${cpuMs.toFixed(2)} CPU ms`,
    );
  });
  const of = (key: keyof HandshakeResult) => ({
    ours: ours.map((each) => each[key]),
    go: go.map((each) => each[key]),
  });
  return [
    compare({ name: "handshakes", ...of("perSecond"), unit: "/s", better: "more", leastRatio: 2 }),
    compare({ name: "handshake, cpu of both ends", ...of("cpuMs"), unit: "CPU ms", better: "less" }),
  ];
}

async function ourHandshakes({ warmUpSeconds, seconds }: Extent): Promise<HandshakeResult> {
  await using listener = new NodeWorker<HandshakesApi>("handshakes");
  await using dialer = new NodeWorker<HandshakesApi>("handshakes");
  const sample = () => Promise.all([dialer.call("sample"), listener.call("sample")]);
  await dialer.call("dial", { port: await listener.call("listen"), parallel });
  await sleep(warmUpSeconds * 1_000);
  const deadline = performance.now() + warmUpDeadlineMs;
  while ((await dialer.call("sample")).count < warmUpCount && performance.now() < deadline) await sleep(10);
  const before = await sample();
  await sleep(seconds * 1_000);
  const after = await sample();
  const count = after[0].count - before[0].count;
  if (count === 0) throw new Error("there was no handshake");
  const cpuSeconds = ([0, 1] as const).map((end) => after[end].cpuSeconds - before[end].cpuSeconds);
  return {
    perSecond: count / (after[0].seconds - before[0].seconds),
    cpuMs: (sum(cpuSeconds) * 1_000) / count,
  };
}

/** Nothing of Go's needs to be warm. */
async function goHandshakes({ seconds }: Extent): Promise<HandshakeResult> {
  const common = { ...goFlags, mode: "handshakes" };
  await using listener = await startReferencePeer({ ...common, listen: "127.0.0.1:0" }, goVersion);
  const { addr } = await listener.waitFor("listening");
  await using dialer = await startReferencePeer(
    { ...common, dial: String(addr), parallel, duration: `${seconds}s` },
    goVersion,
  );
  const dialled = await dialer.waitFor("handshakes", (seconds + 10) * 1_000);
  await listener.stop(); // it reports at its end
  const accepted = await listener.waitFor("handshakes");
  const failures = Number(dialled["failures"]) + Number(accepted["failures"]);
  if (failures > 0) throw new Error(String(dialled["lastError"] ?? accepted["lastError"]));
  const cpuSeconds = [dialled, accepted].map((each) => Number(each["cpuSeconds"]));
  return {
    perSecond: Number(dialled["perSecond"]),
    cpuMs: (sum(cpuSeconds) * 1_000) / Number(dialled["count"]),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
