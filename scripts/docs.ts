/** Brings the generated tables of the documents up to date: npm run docs. */
import { readFileSync, writeFileSync } from "node:fs";
import { generatedDocuments, withParts } from "./docs-tables.js";

for (const { path, parts } of generatedDocuments) {
  const url = new URL(`../${path}`, import.meta.url);
  const before = readFileSync(url, "utf8");
  const after = withParts(before, parts());
  if (after === before) continue;
  writeFileSync(url, after);
  console.log(`${path} written`);
}
