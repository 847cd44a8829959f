import { type ConfigKey, configKeys } from "./keys.js";
import { ConfigError } from "./problem.js";
import { tomlString } from "./template.js";
import { readToml } from "./toml.js";

/** New values by full key: `{ "p2p.persistent_peers": "…", "p2p.pex": false }`. */
export type ConfigChanges = Readonly<Record<string, string | number | boolean>>;

/**
 * The text of a config.toml with some values changed. Comments, order, and everything else stay to the byte; a key that is
 * not there is put at the end of its section, and a section that is not there at the end of the file.
 *
 * @param file - what errors call it.
 * @throws ConfigError when the text is not TOML, or a key is set where it cannot be edited.
 * @throws RangeError on a key that config.toml does not have.
 *
 * @example
 * ```ts
 * const text = editConfig(await readFile(path, "utf8"), { "p2p.pex": false });
 * ```
 */
export function editConfig(text: string, changes: ConfigChanges, file = "config.toml"): string {
  let result = text;
  for (const [key, value] of Object.entries(changes)) {
    const known = configKeys.get(key);
    if (known === undefined) throw new RangeError(`no such key: ${key}`);
    result = editOne(result, known, valueText(value), file);
  }
  // What we hand out is TOML, and says what was asked.
  readToml(result, file);
  return result;
}

function editOne(text: string, { key }: ConfigKey, value: string, file: string): string {
  const { entries, tables } = readToml(text, file);
  // Of keys that differ in case only, the last one counts.
  const entry = entries.findLast((each) => each.key === key);
  if (entry !== undefined) return text.slice(0, entry.range[0]) + value + text.slice(entry.range[1]);

  const dot = key.lastIndexOf(".");
  const section = dot < 0 ? "" : key.slice(0, dot);
  const line = `${key.slice(dot + 1)} = ${value}`;
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  if (section === "") {
    const [first] = tables;
    const at = first === undefined ? text.length : text.lastIndexOf("\n", first.range[0]) + 1;
    return `${endedLine(text.slice(0, at), lineEnd)}${line}${lineEnd}${text.slice(at)}`;
  }
  const table = tables.find(({ name }) => name === section);
  if (table === undefined) {
    if (entries.some((each) => each.key === section || each.key.startsWith(`${section}.`)))
      throw new ConfigError([
        { source: file, key, message: `cannot be added: write ${section} as [${section}]` },
      ]);
    const gap = text === "" ? "" : lineEnd;
    return `${endedLine(text, lineEnd)}${gap}[${section}]${lineEnd}${line}${lineEnd}`;
  }
  const end = endOfLine(text, table.range[1]);
  return `${endedLine(text.slice(0, end), lineEnd)}${line}${lineEnd}${text.slice(end)}`;
}

function valueText(value: string | number | boolean): string {
  return typeof value === "string" ? tomlString(value) : String(value);
}

/** Where the line after the one at `at` begins. */
function endOfLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end + 1;
}

function endedLine(text: string, lineEnd: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}${lineEnd}`;
}
