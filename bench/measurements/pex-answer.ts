/** What a PEX answer allocates: it must not depend on how large the book is. */
import { NodeWorker } from "../node-worker.js";
import { ourRow, type Row } from "../rows.js";
import type { Answerer, PexAnswerApi } from "../workers/pex-answer.js";

const sizes = { small: 1_000, large: 10_000 };
const answers = 200;
/** Room for all that is allocated meanwhile, so that nothing is collected. In MiB. */
const youngGeneration = ["--min-semi-space-size=256", "--max-semi-space-size=256"];
const tolerance = 0.1;

/** Measures each once, in a process of its own: it is always the same. */
export async function measurePexAnswer(progress: (text: string) => void): Promise<Row[]> {
  const rows: Row[] = [];
  for (const mode of ["seed", "peer"] as const) {
    const small = await kibibytes(sizes.small, mode, progress);
    const large = await kibibytes(sizes.large, mode, progress);
    const text = `within ${tolerance * 100} % of ${sizes.small} addresses`;
    const met = Math.abs(large / small - 1) <= tolerance;
    const unit = "KiB allocated";
    const name = (size: number) => `answer of a ${mode}, ${size} addresses`;
    rows.push(
      ourRow({ name: name(sizes.small), ours: [small], unit }),
      ourRow({ name: name(sizes.large), ours: [large], unit, target: { text, met } }),
    );
  }
  return rows;
}

async function kibibytes(count: number, mode: Answerer, progress: (text: string) => void): Promise<number> {
  await using worker = new NodeWorker<PexAnswerApi>("pex-answer", youngGeneration);
  const { addresses, bytes } = await worker.call("measure", { count, mode, answers }, 60_000);
  const kibibytes = bytes / 1_024;
  progress(`answer of a ${mode}, book of ${count}: ${addresses} addresses, ${kibibytes.toFixed(1)} KiB`);
  return kibibytes;
}
