/** An address book with 10,000 addresses: taking them in, and choosing those that a peer is told. */
import { startReferencePeer } from "../../interop/harness/reference-peer.js";
import { NodeWorker } from "../node-worker.js";
import { interleave } from "../rounds.js";
import { compare, type Row } from "../rows.js";
import { type Extent, goVersion } from "../settings.js";
import type { AddressBookApi } from "../workers/address-book.js";

const count = 10_000;
/** The bound of the buckets costs a few. */
const leastAddresses = 0.98 * count;

/** Calls a second. */
interface BookResult {
  readonly addresses: number;
  readonly addsPerSecond: number;
  readonly selectionsPerSecond: number;
  readonly biasedPerSecond: number;
}

/** Measures one book each. */
export async function measureAddressBook(extent: Extent, progress: (text: string) => void): Promise<Row[]> {
  const runs = { ours: () => ourBook(extent), go: () => goBook(extent) };
  const { ours, go } = await interleave(extent.rounds, runs, (name, round, result) => {
    if (result.addresses < leastAddresses) throw new Error(`${name}: only ${result.addresses} addresses`);
    progress(
      `address book, round ${round + 1}, ${name}: ${result.addresses} addresses, ` +
        `${Math.round(result.selectionsPerSecond)} selections/s, ${Math.round(result.addsPerSecond / 1_000)}k adds/s`,
    );
  });
  const of = (key: keyof BookResult, scale: number) => ({
    ours: ours.map((each) => each[key] / scale),
    go: go.map((each) => each[key] / scale),
    better: "more" as const,
  });
  const selections = { unit: "k/s", leastRatio: 5 };
  return [
    compare({ name: "address book, selection", ...of("selectionsPerSecond", 1e3), ...selections }),
    compare({ name: "address book, selection with bias", ...of("biasedPerSecond", 1e3), ...selections }),
    compare({ name: "address book, add", ...of("addsPerSecond", 1e3), unit: "k/s", leastRatio: 1 }),
  ];
}

async function ourBook({ warmUpSeconds, seconds }: Extent): Promise<BookResult> {
  await using worker = new NodeWorker<AddressBookApi>("address-book");
  await worker.call("measure", { count, seconds: warmUpSeconds }, (3 * warmUpSeconds + 10) * 1_000);
  return await worker.call("measure", { count, seconds }, (3 * seconds + 10) * 1_000);
}

async function goBook({ seconds }: Extent): Promise<BookResult> {
  const flags = { mode: "address-book", count, duration: `${seconds}s` };
  await using peer = await startReferencePeer(flags, goVersion);
  const book = await peer.waitFor("address-book", (3 * seconds + 10) * 1_000);
  return {
    addresses: Number(book["addresses"]),
    addsPerSecond: Number(book["addsPerSecond"]),
    selectionsPerSecond: Number(book["selectionsPerSecond"]),
    biasedPerSecond: Number(book["biasedPerSecond"]),
  };
}
