/* The generated code in the repository is what the generator makes of the schema now. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { packageFolder, runBuf } from "../generator/run-buf.js";

const folder = mkdtempSync(join(tmpdir(), "cometwire-generated-"));
afterAll(() => rmSync(folder, { recursive: true }));

function filesOf(root: string): Record<string, string> {
  const names = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(root, name), "utf8")]));
}

test.each([
  ["buf.gen.yaml", "src/gen"],
  ["test/buf.gen.yaml", "test/gen"],
  ["generator/buf.gen.yaml", "generator/gen"],
])("%s", (template, output) => {
  runBuf(["generate", "--template", template, "--output", folder]);
  const made = filesOf(join(folder, output));
  expect(Object.keys(made).length).toBeGreaterThan(0);
  expect(filesOf(join(packageFolder, output)), 'run "npm run generate"').toEqual(made);
});
