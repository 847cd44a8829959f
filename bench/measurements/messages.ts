/** Decoding and encoding the recorded gossip of five releases, message by message: ours, Go's, and @bufbuild/protobuf. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { codecProgram } from "../../interop/harness/go.js";
import { runCommand } from "../../interop/harness/run-command.js";
import { NodeWorker } from "../node-worker.js";
import { interleave } from "../rounds.js";
import { compare, ourRow, type Row } from "../rows.js";
import type { Extent } from "../settings.js";
import type { Cost, Costs, MessagesApi, MessagesReport, MessagesTask } from "../workers/messages.js";

const corpus = fileURLToPath(new URL("../../test/fixtures/corpus", import.meta.url));
const messagesPackage = fileURLToPath(new URL("../../packages/messages", import.meta.url));

/** Also measured alone: those that are frequent or large. */
const kinds = [
  "HasVote",
  "NewRoundStep",
  "Vote",
  "Txs",
  "BlockRequest",
  "NewValidBlock",
  "VoteSetMaj23",
  "BlockResponse",
  "BlockPart",
  "Proposal",
  "ChunkResponse",
] as const;

/** The share of the measured window that each of them gets. */
const kindShare = 0.05;

const leastRatioToBufbuild = 3;

/** Measures every implementation in a process of its own. */
export async function measureMessages(extent: Extent, progress: (text: string) => void): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "cometwire-bench-"));
  try {
    const schema = join(folder, "schema.binpb");
    await runCommand("npx", ["buf", "build", "-o", schema], { cwd: messagesPackage });
    const program = await codecProgram(); // not in the middle of a measurement
    const inNode = (codec: MessagesTask["codec"]) => () => nodeCodec(codec, schema, extent);
    const runs = {
      ours: inNode("ours"),
      go: () => goCodec(program, extent),
      bufbuild: inNode("bufbuild"),
      borrowing: inNode("borrowing"),
    };
    const reports = await interleave(extent.rounds, runs, (name, round, { all, bytes, messages }) => {
      const speed = (cost: Cost) => `${((bytes / messages / cost.ns) * 1e3).toFixed(0)} MB/s`;
      progress(
        `messages, round ${round + 1}, ${name}: decode ${speed(all.decode)}, encode ${speed(all.encode)}`,
      );
    });
    return rowsOf(reports);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function nodeCodec(
  codec: MessagesTask["codec"],
  schema: string,
  { warmUpSeconds, seconds }: Extent,
): Promise<MessagesReport> {
  await using worker = new NodeWorker<MessagesApi>("messages");
  const task = { codec, corpus, schema, warmUpSeconds, seconds, kindSeconds: kindShare * seconds, kinds };
  return await worker.call("measure", task, (10 * (warmUpSeconds + seconds) + 60) * 1_000);
}

async function goCodec(program: string, { warmUpSeconds, seconds }: Extent): Promise<MessagesReport> {
  const times = {
    "warm-up": warmUpSeconds,
    duration: seconds,
    "kind-duration": kindShare * seconds,
  };
  const flags = Object.entries(times).map(([name, value]) => `-${name}=${value}s`);
  const output = await runCommand(program, [`-corpus=${corpus}`, `-kinds=${kinds.join(",")}`, ...flags]);
  return JSON.parse(output) as MessagesReport;
}

type Reports = Readonly<Record<"ours" | "go" | "bufbuild" | "borrowing", readonly MessagesReport[]>>;

function rowsOf(reports: Reports): Row[] {
  const operations = ["decode", "encode"] as const;
  return [
    ...operations.flatMap((operation) => corpusRows(operation, reports)),
    borrowingRow(reports),
    ...kinds.flatMap((kind) =>
      operations.map((operation) =>
        nanosecondsRow(
          `${operation} ${kind}`,
          reports,
          ({ kinds: each }) => (each[kind] as Costs)[operation].ns,
        ),
      ),
    ),
  ];
}

/** The rows of the whole corpus, with the targets. */
function corpusRows(operation: "decode" | "encode", reports: Reports): Row[] {
  const name = `${operation} corpus`;
  const of = (side: "ours" | "go", value: (report: MessagesReport) => number) => reports[side].map(value);
  const both = (value: (report: MessagesReport) => number) => ({
    ours: of("ours", value),
    go: of("go", value),
  });
  const perSecond = { better: "more" as const };
  const ratios = reports.ours.map(
    ({ all }, round) => (reports.bufbuild[round] as MessagesReport).all[operation].ns / all[operation].ns,
  );
  const least = Math.min(...ratios);
  return [
    compare({
      name,
      ...both(({ all, bytes, messages }) => ((bytes / messages) * 1e3) / all[operation].ns),
      unit: "MB/s",
      leastRatio: 1,
      ...perSecond,
    }),
    compare({ name, ...both(({ all }) => 1e6 / all[operation].ns), unit: "k messages/s", ...perSecond }),
    nanosecondsRow(name, reports, ({ all }) => all[operation].ns),
    nanosecondsRow(`${name}, CPU`, reports, ({ all }) => all[operation].cpuNs),
    ourRow({
      name: `${name}, speed of ours`,
      ours: ratios,
      unit: "× @bufbuild/protobuf",
      target: { text: `≥ ${leastRatioToBufbuild}× in every round`, met: least >= leastRatioToBufbuild },
    }),
  ];
}

function borrowingRow({ borrowing, go }: Reports): Row {
  const decode = ({ all }: MessagesReport) => all.decode.ns;
  return nanosecondsRow("decode corpus, borrowing", { ours: borrowing, go }, decode);
}

function nanosecondsRow(
  name: string,
  { ours, go }: Pick<Reports, "ours" | "go">,
  value: (report: MessagesReport) => number,
): Row {
  return compare({ name, ours: ours.map(value), go: go.map(value), unit: "ns a message", better: "less" });
}
