/** Command line: how fast each cipher is on several releases of Node, alone and in a connection between two nodes. */
import { parseArgs } from "node:util";
import { runCommand } from "../interop/harness/run-command.js";
import { table } from "../scripts/docs/markdown.js";
import { measuredBy, writeBlock } from "./document.js";
import { machine } from "./machine.js";
import { ourCipher, ourCipherName, ourCipherNames } from "./measurements/cipher.js";
import { measureStream } from "./measurements/streams.js";
import { setWorkers } from "./node-worker.js";
import { positiveInteger } from "./options.js";
import { interleave, median } from "./rounds.js";
import type { Extent } from "./settings.js";
import { formatNumber } from "./table.js";

const sizes = [1_024, 16_384];
const heads = [
  "Node",
  "cipher",
  "sealing",
  "opening",
  ...sizes.map((size) => `messages of ${size / 1_024} KiB`),
];

/** One line of the table: a cipher on a release of Node. */
interface Subject {
  readonly release: string;
  /** Its name in `workers/library.ts`. */
  readonly cipher: string;
  /** The program of Node. */
  readonly node: string;
}

async function subjectsOn(release: string): Promise<Subject[]> {
  const own = process.versions.node.split(".")[0] === release;
  const node = own
    ? process.execPath
    : (await runCommand("bash", ["scripts/node-release.sh", release])).trim();
  return (await ourCipherNames()).map((cipher) => ({ release, cipher, node }));
}

/** Bytes a second: those of the cipher alone, then those of messages. */
async function measure(subject: Subject, extent: Extent): Promise<number[]> {
  setWorkers(subject);
  const results = [await ourCipher("seal", extent), await ourCipher("open", extent)];
  for (const size of sizes) {
    const plan = { level: "api", from: "ours", to: "ours", size } as const;
    results.push((await measureStream(plan, extent)).bytesPerS);
  }
  return results;
}

async function lineOf(subject: Subject, results: readonly number[][]): Promise<string[]> {
  setWorkers(subject);
  const version = (await runCommand(subject.node, ["--version"])).trim().slice(1);
  const columns = (results[0] ?? []).map((_, column) =>
    median(results.map((each) => each[column] as number)),
  );
  const name = `${await ourCipherName()}${subject.cipher === "default" ? " (default)" : ""}`;
  return [version, name, ...columns.map((bytesPerS) => formatNumber(bytesPerS / 1e6))];
}

const args = process.argv.slice(2);
const { values } = parseArgs({
  args,
  options: {
    nodes: { type: "string", default: "20,22,24" },
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "1" },
    write: { type: "string" },
  },
});
const extent = {
  rounds: positiveInteger("--rounds", values.rounds),
  seconds: positiveInteger("--seconds", values.seconds),
  warmUpSeconds: 1,
};
const subjects: Subject[] = [];
for (const release of values.nodes.split(",")) subjects.push(...(await subjectsOn(release)));
const runs = Object.fromEntries(
  subjects.map((subject) => [`Node ${subject.release}, ${subject.cipher}`, () => measure(subject, extent)]),
);
const results = await interleave(extent.rounds, runs, (name, round, [seal = 0]) => {
  process.stderr.write(`  ${name}, round ${round + 1}: seals ${(seal / 1e6).toFixed(1)} MB/s\n`);
});
const lines: string[][] = [];
for (const subject of subjects) {
  lines.push(await lineOf(subject, results[`Node ${subject.release}, ${subject.cipher}`] as number[][]));
}
const head = `${machine()}.\n${extent.rounds} rounds of ${extent.seconds} s, medians, MB/s.`;
console.log(`${head}\n\n${table(heads, lines)}`);
if (values.write !== undefined) {
  const made = measuredBy("bench:ciphers", args, new Date().toISOString());
  writeBlock(values.write, "ciphers", `${made}. ${head}\n\n${table(heads, lines)}`);
}
