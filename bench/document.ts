/** The parts of documents that measurements write. */
import { readFileSync, writeFileSync } from "node:fs";

/**
 * Replaces what is between `<!-- NAME:begin -->` and `<!-- NAME:end -->`.
 *
 * @throws Error when the text does not have both, in this order
 */
export function replaceBlock(text: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`the document has no ${begin} … ${end}`);
  return `${text.slice(0, from)}${begin}\n\n${content.trim()}\n\n${text.slice(to)}`;
}

/** {@link replaceBlock} in a file. */
export function writeBlock(path: string, name: string, content: string): void {
  writeFileSync(path, replaceBlock(readFileSync(path, "utf8"), name, content));
}

/** What a block begins with: the command that made it, and when. */
export function measuredBy(script: string, args: readonly string[], date: string): string {
  const command = ["npm run", script, ...(args.length > 0 ? ["--", ...args] : [])].join(" ");
  return `\`\`\`sh\n${command}\n\`\`\`\n\n${date.slice(0, "2026-01-01".length)}`;
}
