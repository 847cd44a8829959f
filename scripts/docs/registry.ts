/** Reads constants of the source together with their comments, which are the text of the documents. */
import { readFileSync } from "node:fs";
import ts from "typescript";
import { table } from "./markdown.js";

const root = new URL("../../", import.meta.url);

/** The text of a file, given from the root of the repository. */
export function textOf(file: string): string {
  return readFileSync(new URL(file, root), "utf8");
}

/** A property of an object literal. */
export interface RegistryEntry {
  readonly name: string;
  /** The line comment that begins the entry's section. */
  readonly section: string;
  /** The doc comment in one line. */
  readonly doc: string;
}

/** A table for each section of a registry. */
export function sectioned(
  file: string,
  constant: string,
  header: readonly string[],
  row: (entry: RegistryEntry) => readonly string[],
): string {
  const sections = new Map<string, (readonly string[])[]>();
  for (const entry of registryEntries(file, constant)) {
    const rows = sections.get(entry.section);
    if (rows === undefined) sections.set(entry.section, [row(entry)]);
    else rows.push(row(entry));
  }
  return Array.from(sections, ([title, rows]) => `### ${title}\n\n${table(header, rows)}`).join("\n");
}

/** The properties of an object literal in a source file, with their comments. */
export function registryEntries(file: string, constant: string): RegistryEntry[] {
  const text = textOf(file);
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const entries: RegistryEntry[] = [];
  let section = "General";
  for (const property of objectLiteral(source, constant).properties) {
    let doc = "";
    for (const { pos, end, kind } of ts.getLeadingCommentRanges(text, property.pos) ?? []) {
      const comment = text.slice(pos, end);
      if (kind === ts.SyntaxKind.SingleLineCommentTrivia) section = comment.slice(2).trim();
      else
        doc = comment
          .replace(/^\/\*\*|\*\/$|^\s*\*/gm, "")
          .replace(/\s+/g, " ")
          .trim();
    }
    entries.push({ name: property.name?.getText(source) ?? "", section, doc });
  }
  return entries;
}

function objectLiteral(source: ts.SourceFile, constant: string): ts.ObjectLiteralExpression {
  const find = (node: ts.Node): ts.ObjectLiteralExpression | undefined => {
    if (ts.isVariableDeclaration(node) && node.name.getText(source) === constant) {
      let value = node.initializer;
      while (value !== undefined && (ts.isAsExpression(value) || ts.isSatisfiesExpression(value))) {
        value = value.expression;
      }
      if (value !== undefined && ts.isObjectLiteralExpression(value)) return value;
    }
    return ts.forEachChild(node, find);
  };
  const literal = find(source);
  if (literal === undefined) throw new Error(`${source.fileName} has no object ${constant}`);
  return literal;
}
