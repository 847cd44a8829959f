import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { loadDeviations } from "./deviations.js";
import { exitCode, report } from "./reporter.js";
import { type Folder, runConformance } from "./runner.js";

const fixtures = (path: string) => new URL(`../fixtures/${path}`, import.meta.url).pathname;

const usage = `Holds the library against golden vectors and recordings from Go.

  npm run conformance -- [--vectors DIR] [--corpus DIR] [--deviations FILE]

Only the folders given are run; without any, both of test/fixtures.
Exit code: 0 all passed, 1 something failed, 2 wrong usage.
`;

/** Runs the command line; returns the exit code. */
export async function conformance(argv: readonly string[], write: (text: string) => void): Promise<number> {
  let options: { vectors?: string; corpus?: string; deviations?: string; help?: boolean };
  try {
    options = parseArgs({
      args: [...argv],
      options: {
        vectors: { type: "string" },
        corpus: { type: "string" },
        deviations: { type: "string" },
        help: { type: "boolean" },
      },
    }).values;
  } catch (error) {
    write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  if (options.help === true) {
    write(usage);
    return 0;
  }
  const both = options.vectors === undefined && options.corpus === undefined;
  const vectors = options.vectors ?? (both ? fixtures("vectors") : undefined);
  const corpus = options.corpus ?? (both ? fixtures("corpus") : undefined);
  const folders: Folder[] = [];
  if (vectors !== undefined) folders.push({ path: vectors, prefix: "" });
  if (corpus !== undefined) folders.push({ path: corpus, prefix: "corpus/" });
  const missing = folders.find(({ path }) => !existsSync(path));
  if (missing !== undefined) {
    write(`no such folder: ${missing.path}\n\n${usage}`);
    return 2;
  }
  const results = await runConformance(
    folders,
    loadDeviations(options.deviations ?? fixtures("deviations.json")),
  );
  write(report(results));
  return exitCode(results);
}
