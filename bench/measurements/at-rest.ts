/** What processes use that have nothing to do. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Usage } from "../workers/library.js";

/** A process with peers. */
export interface Host {
  readonly port: number;
  usage(): Promise<Usage>;
  /** How many peers it has. */
  peers(): Promise<number>;
}

/** So long afterwards V8 has collected what starting up and connecting left behind. */
const settleMs = 45_000;
/** A ping of each peer and one of ours to each. */
const restMs = 60_000;

/**
 * The percentage of a core that each host uses, all of them at the same time: they hardly touch the machine. Connections
 * must not be older than a minute, lest some pings are left out.
 *
 * @param hosts - with the number of peers that each should still have at the end
 */
export async function atRest<K extends string>(
  hosts: Readonly<Record<K, readonly [Host, number]>>,
): Promise<Record<K, number>> {
  const all = Object.entries<readonly [Host, number]>(hosts);
  const usages = () => Promise.all(all.map(([, [host]]) => host.usage()));
  await sleep(settleMs);
  const before = await usages();
  await sleep(restMs);
  const after = await usages();
  for (const [name, [host, expected]] of all) {
    const count = await host.peers();
    if (count !== expected) throw new Error(`${name}: ${count} peers, not ${expected}`);
  }
  const shares = all.map(([name], i): [string, number] => {
    const [began, ended] = [before[i] as Usage, after[i] as Usage];
    return [name, (100 * (ended.cpuSeconds - began.cpuSeconds)) / (ended.seconds - began.seconds)];
  });
  return Object.fromEntries(shares) as Record<K, number>;
}
