/** Decoding and encoding the recorded gossip of five releases, message by message: ours, Go's, and @bufbuild/protobuf. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand } from "../../interop/harness/run-command.js";
import { GoCodec } from "../go-codec.js";
import { NodeWorker } from "../node-worker.js";
import { interleave } from "../rounds.js";
import type { Row } from "../rows.js";
import type { Extent } from "../settings.js";
import type { Cost, MessagesApi, MessagesRequest, MessagesTask } from "../workers/messages.js";
import { corpusRows, kindRow, kinds, type Operation, type Turns } from "./message-rows.js";

const corpus = fileURLToPath(new URL("../../test/fixtures/corpus", import.meta.url));
const messagesPackage = fileURLToPath(new URL("../../packages/messages", import.meta.url));

/** A round's window comes in so many turns, so that what else the machine does meets all of them alike. */
const turnsPerRound = 10;

/** The share of a turn that a single kind of message gets. */
const kindShare = 0.25;

/** Measures every implementation, by turns. */
export async function measureMessages(extent: Extent, progress: (text: string) => void): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "cometwire-bench-"));
  try {
    const schema = join(folder, "schema.binpb");
    await runCommand("npx", ["buf", "build", "-o", schema], { cwd: messagesPackage });
    const decode = await measureOperation("decode", schema, extent, progress);
    const encode = await measureOperation("encode", schema, extent, progress);
    return [...decode, ...encode];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureOperation(
  operation: Operation,
  schema: string,
  { rounds, seconds, warmUpSeconds }: Extent,
  progress: (text: string) => void,
): Promise<Row[]> {
  await using go = await GoCodec.start(corpus, operation);
  await using ours = new NodeWorker<MessagesApi>("messages");
  await using bufbuild = new NodeWorker<MessagesApi>("messages");
  await using borrowing = new NodeWorker<MessagesApi>("messages");
  const load = (worker: NodeWorker<MessagesApi>, codec: MessagesTask["codec"]) =>
    worker.call("load", { codec, operation, corpus, schema }, 120_000);
  const size = await load(ours, "ours");
  await load(bufbuild, "bufbuild");
  await load(borrowing, "borrowing");

  const byTurns = (turns: number, request: MessagesRequest): Promise<Turns> =>
    interleave(
      turns,
      {
        ours: () => measureIn(ours, request),
        go: () => go.measure(request),
        bufbuild: () => measureIn(bufbuild, request),
        borrowing: () => measureIn(borrowing, request),
      },
      () => undefined,
    );
  progress(`${operation}, warm-up`);
  await byTurns(2, { kind: "", seconds: warmUpSeconds });
  progress(`${operation}, the whole corpus`);
  const turnSeconds = seconds / turnsPerRound;
  const rows = corpusRows(
    operation,
    await byTurns(rounds * turnsPerRound, { kind: "", seconds: turnSeconds }),
    size,
  );
  for (const kind of kinds) {
    progress(`${operation}, ${kind}`);
    const request = { kind, seconds: kindShare * turnSeconds };
    await byTurns(1, request);
    rows.push(kindRow(operation, kind, await byTurns(rounds, request)));
  }
  return rows;
}

function measureIn(worker: NodeWorker<MessagesApi>, request: MessagesRequest): Promise<Cost> {
  return worker.call("measure", request, (2 * request.seconds + 60) * 1_000);
}
