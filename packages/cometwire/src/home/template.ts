import type { Release } from "@cometwire/messages";
import { type ConfigKey, configKeys, defaultOf, p2pKeys } from "./keys.js";

/** What {@link configTemplate} fills in. */
export interface TemplateOptions {
  readonly moniker: string;
  /** Whose keys and defaults the file has. */
  readonly release: Release;
}

const HEAD = `# Configuration of a CometBFT home (TOML), made by cometwire init.
#
# Cometwire reads the keys below. CometBFT reads them too and takes its own defaults for all others, so this home can be
# given to either. Paths are absolute, or relative to the home. Every key can be set by an environment variable as well,
# for example CMT_P2P_SEEDS, and those of [p2p] by a flag, for example --p2p.seeds.
`;

/** Sections in the order of CometBFT's file, each with the first words about it. */
const sections = [
  ["", ""],
  ["rpc", "The HTTP API."],
  ["p2p", "The peer-to-peer network."],
  ["mempool", "Transactions on their way: what this node says it takes."],
  ["tx_index", "The index of transactions: peers are told whether there is one."],
  ["instrumentation", "Metrics for Prometheus."],
] as const;

/** Keys that a generated file leaves to its reader. */
const leftOut: ReadonlySet<string> = new Set(["filter_peers", "mempool.max_batch_bytes"]);

/** The text of a new config.toml: every key that is used, with its default and what it is for. */
export function configTemplate({ moniker, release }: TemplateOptions): string {
  const parts = sections.map(([section, about]) => {
    const lines = keysOf(section, release).flatMap((key) => {
      const name = key.key.slice(section === "" ? 0 : section.length + 1);
      const value = key.key === "moniker" ? moniker : defaultOf(key, release);
      const effect = key.ignored === undefined ? "" : ` (Cometwire: no effect, ${key.ignored})`;
      return [...wrap(`${key.description}${effect}`), `${name} = ${tomlText(key, value)}`, ""];
    });
    const title = section === "" ? [] : [`# ${about}`, `[${section}]`, ""];
    return [...title, ...lines].join("\n");
  });
  return `${HEAD}\n${parts.join("\n")}`;
}

/** A value as TOML writes it. */
function tomlText({ type }: Pick<ConfigKey, "type">, value: string): string {
  if (type === "string" || type === "duration") return tomlString(value);
  return value;
}

/** A TOML basic string. */
export function tomlString(text: string): string {
  // JSON's escapes are TOML's, but for the delete character, which TOML wants escaped.
  return JSON.stringify(text).replaceAll("\u007f", "\\u007f");
}

function keysOf(section: string, release: Release): ConfigKey[] {
  const all = section === "p2p" ? p2pKeys : [...configKeys.values()];
  return all.filter(({ key, hidden, releases }) => {
    const inSection = section === "" ? !key.includes(".") : key.startsWith(`${section}.`);
    return inSection && hidden !== true && !leftOut.has(key) && (releases?.includes(release) ?? true);
  });
}

/** Comment lines of at most 100 characters. */
function wrap(text: string): string[] {
  const lines: string[] = [];
  let line = "#";
  const sentence = text.slice(0, 1).toUpperCase() + text.slice(1);
  for (const word of sentence.split(" ")) {
    if (line.length + word.length > 99) {
      lines.push(line);
      line = "#";
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
