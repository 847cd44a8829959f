import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);

/** The absolute path of a file, given from the root of the repository. */
export function pathOf(file: string): string {
  return fileURLToPath(new URL(file, root));
}

/** The text of a file, given from the root of the repository. */
export function textOf(file: string): string {
  return readFileSync(new URL(file, root), "utf8");
}

/** The documents for people: those in the root and below `docs`. */
export function documents(): string[] {
  const inRoot = readdirSync(root).filter((name) => name.endsWith(".md"));
  const inDocs = readdirSync(new URL("docs/", root), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`);
  return [...inRoot, ...inDocs].sort();
}
