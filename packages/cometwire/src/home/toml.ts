import { type AST, ParseError, parseTOML } from "toml-eslint-parser";
import { ConfigError } from "./problem.js";

/** A value of a TOML file, as far as a configuration needs to tell kinds apart. */
export type TomlValue =
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "integer"; readonly value: bigint }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "list"; readonly items: readonly TomlValue[] }
  | { readonly kind: "table" | "date" };

/** One `key = value`, wherever in the file it was written. */
export interface TomlEntry {
  /** All parts of the key, joined by dots, in lower case: keys are not case sensitive, as in Go. */
  readonly key: string;
  readonly value: TomlValue;
  /** The value as written, its first line. */
  readonly written: string;
  /** From 1 on. */
  readonly line: number;
  /** Where the value is in the text: from, to. */
  readonly range: readonly [number, number];
}

/** A header such as `[p2p]`. */
export interface TomlTable {
  /** In lower case. */
  readonly name: string;
  /** From 1 on. */
  readonly line: number;
  /** Where the header begins in the text, and where the last thing of the table ends. */
  readonly range: readonly [number, number];
}

/** What is in a TOML file. */
export interface TomlFile {
  readonly entries: readonly TomlEntry[];
  readonly tables: readonly TomlTable[];
}

/** A real file has 21 kB; the largest anyone would write, with thousands of peers, is far below this. */
export const LARGEST_CONFIG_BYTES = 1_048_576;

/**
 * Takes a TOML file apart (TOML 1.0, as Go's reader does).
 *
 * @param file - what errors call it.
 * @throws ConfigError on anything that is not TOML, is too large or too deeply nested.
 */
export function readToml(text: string, file: string): TomlFile {
  if (text.length > LARGEST_CONFIG_BYTES) {
    throw new ConfigError([{ source: file, message: `it has more than ${LARGEST_CONFIG_BYTES} bytes` }]);
  }
  if (text.startsWith("\ufeff")) {
    const message = "it begins with a byte order mark, which CometBFT refuses; save it as plain UTF-8";
    throw new ConfigError([{ source: file, line: 1, message }]);
  }
  try {
    return flatten(parseTOML(text, { tomlVersion: "1.0.0" }), text);
  } catch (error) {
    if (error instanceof ParseError) {
      throw new ConfigError([
        { source: file, line: lineOf(error, text), message: lowerFirst(error.message) },
      ]);
    }
    // The parser recurses, and takes strings apart on the stack.
    if (error instanceof RangeError) {
      const message = "it is nested too deeply, or has a value of more than 100 kB";
      throw new ConfigError([{ source: file, message }]);
    }
    throw error;
  }
}

function flatten(program: AST.TOMLProgram, text: string): TomlFile {
  const entries: TomlEntry[] = [];
  const tables: TomlTable[] = [];
  const add = (prefix: readonly (string | number)[], { key, value }: AST.TOMLKeyValue): void => {
    const path = [...prefix, ...key.keys.map(nameOf)];
    if (value.type === "TOMLInlineTable" && value.body.length > 0) {
      for (const each of value.body) add(path, each);
      return;
    }
    entries.push({
      key: path.join(".").toLowerCase(),
      value: valueOf(value),
      written: text.slice(...value.range).split("\n", 1)[0] ?? "",
      line: key.loc.start.line,
      range: value.range,
    });
  };
  for (const node of program.body[0].body) {
    if (node.type === "TOMLKeyValue") {
      add([], node);
      continue;
    }
    tables.push({
      name: node.resolvedKey.join(".").toLowerCase(),
      line: node.loc.start.line,
      range: [node.range[0], node.body.at(-1)?.range[1] ?? node.key.range[1] + 1],
    });
    for (const each of node.body) add(node.resolvedKey, each);
  }
  return { entries, tables };
}

function nameOf(part: AST.TOMLBare | AST.TOMLQuoted): string {
  return part.type === "TOMLBare" ? part.name : part.value;
}

function valueOf(node: AST.TOMLContentNode): TomlValue {
  if (node.type === "TOMLArray") return { kind: "list", items: node.elements.map(valueOf) };
  if (node.type === "TOMLInlineTable") return { kind: "table" };
  switch (node.kind) {
    case "string":
      return { kind: "string", value: node.value };
    case "integer":
      return { kind: "integer", value: node.bigint };
    case "float":
      return { kind: "float", value: node.value };
    case "boolean":
      return { kind: "boolean", value: node.value };
    default:
      return { kind: "date" };
  }
}

/** The line that has to be mended: the one before when something is missing at its end, for the parser looks further. */
function lineOf({ index, lineNumber }: ParseError, text: string): number {
  const before = text.slice(0, index).trimEnd();
  return index >= text.length || before.endsWith("=") ? before.split("\n").length : lineNumber;
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1).replace(/\.$/, "");
}
