/* The file that exports what is public of all others: types, empty values, encoders, decoders. */
import { header } from "./file.js";
import type { FileModel } from "./types.js";

export function indexLines(files: readonly FileModel[]): string[] {
  const seen = new Set<string>();
  const lines = [header("the whole schema")];
  for (const file of files) {
    const types: string[] = [];
    const values: string[] = [];
    for (const { name } of file.enums) values.push(name);
    for (const { name, members } of file.messages) {
      types.push(name, ...members.flatMap((member) => (member.kind === "oneof" ? [member.typeName] : [])));
      values.push(`decode${name}`, `empty${name}`, `encode${name}`);
    }
    for (const name of [...types, ...values]) {
      if (seen.has(name)) throw new Error(`${file.path}: the name ${name} is taken; use the option ts_name`);
      seen.add(name);
    }
    lines.push(exportLine("export type", types, file.path), exportLine("export", values, file.path));
  }
  return lines.filter((line) => line !== "");
}

function exportLine(keyword: string, names: readonly string[], path: string): string {
  return names.length === 0 ? "" : `${keyword} { ${[...names].sort().join(", ")} } from "./${path}.js";`;
}
