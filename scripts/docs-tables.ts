/** The tables of `docs/ERRORS.md` and `docs/LIMITS.md`, made from the registries that they document. */
import { readFileSync } from "node:fs";
import { decodeErrorCodes, encodeErrorCodes, type ErrorDescription } from "@cometwire/messages";
import { errorCodes, limits } from "@cometwire/p2p";
import ts from "typescript";

const root = new URL("..", import.meta.url);

/** A document with generated parts. */
export interface GeneratedDocument {
  /** From the root of the repository. */
  readonly path: string;
  /** The text between `<!-- generated: NAME -->` and `<!-- end -->`, by name. */
  readonly parts: () => Readonly<Record<string, string>>;
}

export const generatedDocuments: readonly GeneratedDocument[] = [
  { path: "docs/ERRORS.md", parts: () => ({ p2p: p2pErrors(), messages: messageErrors() }) },
  { path: "docs/LIMITS.md", parts: () => ({ limits: limitTables() }) },
];

/** The document with its generated parts replaced. Every part must have its place, and every place a part. */
export function withParts(text: string, parts: Readonly<Record<string, string>>): string {
  const left = new Set(Object.keys(parts));
  const result = text.replace(
    /(<!-- generated: (\w+) -->\n)[^]*?(<!-- end -->)/g,
    (_, begin: string, name: string, end: string) => {
      const part = parts[name];
      if (part === undefined) throw new Error(`nothing generates the part "${name}"`);
      left.delete(name);
      return `${begin}\n${part}\n${end}`;
    },
  );
  if (left.size > 0) throw new Error(`no place for ${[...left].join(", ")}`);
  return result;
}

function p2pErrors(): string {
  const header = ["code", "what happened", "likely cause", "what to do", "fault", "try again"];
  return sectioned("packages/p2p/src/base/error-codes.ts", "errorCodes", header, ({ name }) => {
    const entry = errorCodes[name as keyof typeof errorCodes];
    return [`\`${name}\``, entry.what, entry.cause, entry.remedy, entry.fault, entry.retry];
  });
}

function messageErrors(): string {
  const tableOf = (codes: Readonly<Record<string, ErrorDescription>>) =>
    table(
      ["code", "what happened", "likely cause", "what to do", "fault"],
      Object.entries(codes).map(([code, { what, cause, remedy, fault }]) => [
        `\`${code}\``,
        what,
        cause,
        remedy,
        fault,
      ]),
    );
  return `### Reading\n\n${tableOf(decodeErrorCodes)}\n### Writing\n\n${tableOf(encodeErrorCodes)}`;
}

function limitTables(): string {
  const header = ["limit", "value", "unit", "both ends", "reason and source"];
  return sectioned("packages/p2p/src/base/limits.ts", "limits", header, ({ name, doc }) => {
    const value = limits[name as keyof typeof limits];
    const wire = doc.startsWith("wire: ");
    const reason = wire ? doc.slice("wire: ".length) : doc;
    return [`\`${name}\``, value.toLocaleString("en"), unitOf(name), wire ? "yes" : "", reason];
  });
}

/** Units are part of the names. */
function unitOf(name: string): string {
  if (name.endsWith("Ms")) return "ms";
  if (name.includes("Bytes")) return name.includes("PerS") ? "bytes per second" : "bytes";
  return name.includes("PerS") ? "per second" : "count";
}

interface RegistryEntry {
  readonly name: string;
  /** The line comment that begins the entry's section. */
  readonly section: string;
  /** The doc comment in one line. */
  readonly doc: string;
}

/** A table for each section of a registry. */
function sectioned(
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
function registryEntries(file: string, constant: string): RegistryEntry[] {
  const text = readFileSync(new URL(file, root), "utf8");
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

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
  return line(header) + line(header.map(() => "---")) + rows.map(line).join("");
}
