/** What processes use that have nothing to do. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Usage } from "../workers/library.js";
import type { Side } from "./streams.js";

/** A process with peers. */
export interface Host extends AsyncDisposable {
  readonly port: number;
  usage(): Promise<Usage>;
  /** How many peers it has. */
  peers(): Promise<number>;
}

/** What comes before it, so that starting up does not count. */
const settleMs = 5_000;

/**
 * The percentage of a core that each host uses in `seconds`, both at the same time: they hardly touch the machine. A minute
 * shows each peer's ping once.
 *
 * @throws Error when one of them does not have `peers` peers at the end
 */
export async function atRest<H extends Host>(
  hosts: Readonly<Record<Side, H>>,
  seconds: number,
  peers: number,
): Promise<Record<Side, number>> {
  const usages = () => Promise.all([hosts.ours.usage(), hosts.go.usage()]);
  await sleep(settleMs);
  const before = await usages();
  await sleep(seconds * 1_000);
  const after = await usages();
  for (const side of ["ours", "go"] as const) {
    const count = await hosts[side].peers();
    if (count !== peers) throw new Error(`${side}: ${count} peers, not ${peers}`);
  }
  const [ours, go] = ([0, 1] as const).map((side) => {
    const cpuSeconds = after[side].cpuSeconds - before[side].cpuSeconds;
    return (100 * cpuSeconds) / (after[side].seconds - before[side].seconds);
  });
  return { ours: ours ?? 0, go: go ?? 0 };
}
