import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { Check } from "./check.js";
import { covers, type Deviation, deviationFault, missingCases } from "./deviations.js";
import { findSuite } from "./registry.js";
import type { KindCheck } from "./suite.js";
import { Vector } from "./vector.js";

/** A case that did not go as it should, or a file that could not be run. */
export interface Failure {
  /** Name of the case (with its kind and release), or the file's path. */
  readonly name: string;
  readonly text: string;
}

/** What became of one file. */
export interface FileResult {
  readonly file: string;
  cases: number;
  passed: number;
  differing: number;
  readonly failures: Failure[];
  /** Rules of {@link Deviation} that were met, with the number of cases. */
  readonly deviations: Map<string, number>;
}

/** A folder to run; files are named relative to it, with its prefix in front. */
export interface Folder {
  readonly path: string;
  /** Put before file names: `corpus/`, or empty for the vectors. */
  readonly prefix: string;
}

/** Runs every file of the folders against the library. */
export async function runConformance(
  folders: readonly Folder[],
  deviations: readonly Deviation[],
): Promise<FileResult[]> {
  const results: FileResult[] = [];
  for (const folder of folders) {
    for (const path of listFiles(folder.path)) {
      const file = folder.prefix + relative(folder.path, path).replaceAll("\\", "/");
      results.push(await runFile(file, path, deviations));
    }
  }
  return results;
}

async function runFile(file: string, path: string, deviations: readonly Deviation[]): Promise<FileResult> {
  const result = emptyResult(file);
  const suite = findSuite(file);
  if (suite === undefined) {
    result.failures.push({ name: file, text: "unknown file: no suite is registered for it" });
    return result;
  }
  let vectors: Vector[];
  try {
    vectors = (suite.load ?? loadGolden)(readFileSync(path), file);
  } catch (error) {
    result.failures.push({ name: file, text: `cannot be read: ${describe(error)}` });
    return result;
  }
  for (const vector of vectors) {
    result.cases++;
    const kind = Object.hasOwn(suite.kinds, vector.kind) ? suite.kinds[vector.kind] : undefined;
    await runCase(result, vector, kind, { vectors }, deviations);
  }
  for (const name of missingCases(deviations, baseName(file), vectors)) {
    result.failures.push({ name: file, text: `stale deviation: there is no case "${name}"` });
  }
  return result;
}

/** A file as deviations name it: without its ending. */
function baseName(file: string): string {
  return file.replace(/\.json$/, "");
}

async function runCase(
  result: FileResult,
  vector: Vector,
  kind: KindCheck | undefined,
  context: { readonly vectors: readonly Vector[] },
  deviations: readonly Deviation[],
): Promise<void> {
  const name = `${vector.kind}: ${vector.name}${vector.source === "" ? "" : ` [${vector.source}]`}`;
  if (kind === undefined) {
    result.failures.push({ name, text: `unknown kind "${vector.kind}"` });
    return;
  }
  const check = new Check();
  try {
    await kind(vector, check, context);
  } catch (error) {
    result.failures.push({ name, text: describe(error) });
    return;
  }
  const { differences } = check;
  const kindName = `${baseName(result.file)}/${vector.kind}`;
  const deviation = deviations.find((each) => covers(each, kindName, vector));
  const first = differences[0];
  const fault =
    deviation === undefined
      ? first && `${first.field}: ${first.text}`
      : deviationFault(deviation, differences);
  if (fault !== undefined) {
    result.failures.push({ name, text: fault });
  } else if (deviation === undefined) {
    result.passed++;
  } else {
    result.differing++;
    result.deviations.set(deviation.rule, (result.deviations.get(deviation.rule) ?? 0) + 1);
  }
}

function loadGolden(content: Buffer): Vector[] {
  const { vectors } = JSON.parse(content.toString("utf8")) as { vectors: Record<string, unknown>[] };
  return vectors.map((fields) => new Vector(fields));
}

/** All files below a folder in a fixed order, the notes (`*.md`) left out. */
function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".md"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function emptyResult(file: string): FileResult {
  return { file, cases: 0, passed: 0, differing: 0, failures: [], deviations: new Map() };
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
