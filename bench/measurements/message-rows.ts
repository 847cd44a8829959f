/** The rows of the measurement `messages`. */
import { compare, ourRow, type Row } from "../rows.js";
import type { Cost, MessagesTask } from "../workers/messages.js";

/** What is measured. */
export type Operation = MessagesTask["operation"];

/** Also measured alone: the messages that are frequent or large. */
export const kinds = [
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

/** How much the corpus is. */
interface CorpusSize {
  readonly messages: number;
  readonly bytes: number;
}

/** What each implementation took, turn by turn. */
export type Turns = Readonly<Record<"ours" | "go" | "bufbuild" | "borrowing", readonly Cost[]>>;

const leastRatioToGo = 1;
const leastRatioToBufbuild = 3;

/** The rows of the whole corpus, with the targets. */
export function corpusRows(operation: Operation, turns: Turns, { messages, bytes }: CorpusSize): Row[] {
  const name = `${operation} corpus`;
  const { ours, go, borrowing } = turns;
  const perSecond = (unit: string, amount: number) => ({
    name,
    ours: ours.map(({ ns }) => amount / ns),
    go: go.map(({ ns }) => amount / ns),
    unit,
    better: "more" as const,
  });
  const rows = [
    compare({ ...perSecond("MB/s", (bytes / messages) * 1e3), leastRatio: leastRatioToGo }),
    compare(perSecond("k messages/s", 1e6)),
    nanoseconds(name, "ns", { ours, go }),
    nanoseconds(`${name}, CPU`, "cpuNs", { ours, go }),
    besideBufbuild(name, turns),
  ];
  if (operation === "decode") rows.push(nanoseconds(`${name}, borrowing`, "ns", { ours: borrowing, go }));
  return rows;
}

/** The row of one kind of message. */
export function kindRow(operation: Operation, kind: string, { ours, go }: Turns): Row {
  return nanoseconds(`${operation} ${kind}`, "ns", { ours, go });
}

function nanoseconds(name: string, key: keyof Cost, { ours, go }: Pick<Turns, "ours" | "go">): Row {
  const of = (costs: readonly Cost[]) => costs.map((cost) => cost[key]);
  return compare({ name, ours: of(ours), go: of(go), unit: "ns a message", better: "less" });
}

/** How many times as fast as @bufbuild/protobuf ours is. */
function besideBufbuild(name: string, { ours, bufbuild }: Turns): Row {
  const ratios = ours.map(({ ns }, turn) => (bufbuild[turn] as Cost).ns / ns);
  const row = ourRow({ name: `${name}, speed of ours`, ours: ratios, unit: "× @bufbuild/protobuf" });
  const target = { text: `≥ ${leastRatioToBufbuild}×`, met: row.ours >= leastRatioToBufbuild };
  return { ...row, target };
}
