import { measureAddressBook } from "./measurements/address-book.js";
import { measureCipher } from "./measurements/cipher.js";
import { measureFanOut } from "./measurements/fan-out.js";
import { measureHandshakes } from "./measurements/handshakes.js";
import { measureIdleMemory } from "./measurements/idle-memory.js";
import { measureDiscovery } from "./measurements/discovery.js";
import { measureIdleSeed } from "./measurements/idle-seed.js";
import { measureLatency } from "./measurements/latency.js";
import { measureManyPeers } from "./measurements/many-peers.js";
import { measureMessages } from "./measurements/messages.js";
import { measurePexAnswer } from "./measurements/pex-answer.js";
import {
  bareConnectionRows,
  ceilingRow,
  cpuRows,
  measureStreams,
  mixedRows,
  throughputRow,
} from "./measurements/throughput.js";
import type { Options } from "./options.js";
import type { Row } from "./rows.js";

/** Runs what was chosen, one measurement after the other, and returns the rows. */
export async function runMeasurements(options: Options, progress: (text: string) => void): Promise<Row[]> {
  const rows: Row[] = [];
  const { only } = options;
  if (only.has("throughput") || only.has("cpu")) rows.push(...(await measureNodes(options, progress)));
  if (only.has("mconnection")) rows.push(...(await measureBareConnections(options, progress)));
  if (only.has("cipher")) rows.push(await measureCipher(options, progress));
  if (only.has("latency")) rows.push(...(await measureLatency(options, progress)));
  if (only.has("fan-out")) rows.push(await measureFanOut(options, progress));
  if (only.has("handshakes")) rows.push(...(await measureHandshakes(options, progress)));
  if (only.has("idle-memory")) rows.push(await measureIdleMemory(options, progress));
  if (only.has("address-book")) rows.push(...(await measureAddressBook(options, progress)));
  if (only.has("pex-answer")) rows.push(...(await measurePexAnswer(progress)));
  if (only.has("many-peers")) rows.push(...(await measureManyPeers(progress)));
  if (only.has("idle-seed")) rows.push(...(await measureIdleSeed(progress)));
  if (only.has("discovery")) rows.push(...(await measureDiscovery(options, progress)));
  if (only.has("messages")) rows.push(...(await measureMessages(options, progress)));
  return rows;
}

/** Streams of all sizes through the API. */
async function measureNodes(options: Options, progress: (text: string) => void): Promise<Row[]> {
  const { only, sizes } = options;
  const throughput: Row[] = [];
  const shares: Row[] = [];
  const cpu: Row[] = [];
  for (const size of sizes) {
    const mixed = only.has("throughput");
    const cipher = mixed && only.has("cipher");
    const streams = await measureStreams({ level: "api", size, mixed, cipher }, options, progress);
    if (mixed) throughput.push(throughputRow(size, streams), ...mixedRows(size, streams));
    if (cipher) shares.push(ceilingRow(size, streams));
    if (only.has("cpu")) cpu.push(...cpuRows(size, streams));
  }
  return [...throughput, ...shares, ...cpu];
}

async function measureBareConnections(options: Options, progress: (text: string) => void): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of options.sizes) {
    const plan = { level: "mconnection", size, mixed: false, cipher: false } as const;
    rows.push(...bareConnectionRows(size, await measureStreams(plan, options, progress)));
  }
  return rows;
}
