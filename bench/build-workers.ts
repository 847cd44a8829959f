import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import ts from "typescript";

const target = new URL("./dist/", import.meta.url);

/**
 * Translates the worker programs to JavaScript, so that Node runs them (and the built library, which they import) with
 * nothing in between.
 *
 * @returns the folder of the programs
 */
export function buildWorkers(): URL {
  const workers = readdirSync(new URL("./workers/", import.meta.url)).map((name) => `workers/${name}`);
  mkdirSync(new URL("workers/", target), { recursive: true });
  for (const path of ["settings.ts", ...workers]) {
    const source = readFileSync(new URL(path, import.meta.url), "utf8");
    const { outputText } = ts.transpileModule(source, {
      fileName: basename(path),
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    });
    writeFileSync(new URL(path.replace(/ts$/, "js"), target), outputText);
  }
  return new URL("workers/", target);
}
