/** The tables of `docs/CONFIG.md`, and its example of what is said about a configuration with mistakes. */
import { configFlags } from "../../packages/cometwire/src/home/flags.js";
import {
  type ConfigKey,
  configKeys,
  type KeyType,
  p2pKeys,
  renamedKeys,
} from "../../packages/cometwire/src/home/keys.js";
import { readConfigText } from "../../packages/cometwire/src/home/load-home.js";
import { ConfigError } from "../../packages/cometwire/src/home/problem.js";
import { variableNames } from "../../packages/cometwire/src/home/settings.js";
import { code, fenced, table } from "./markdown.js";

const libp2p = "p2p.libp2p.";

export function configTables(): Readonly<
  Record<"p2p" | "libp2p" | "others" | "renamed" | "mistakes", string>
> {
  const others = [...configKeys.values()].filter(({ key }) => !key.startsWith("p2p."));
  return {
    p2p: keyTable(p2pKeys.filter(({ key }) => !key.startsWith(libp2p))),
    libp2p: table(
      ["key", "type", "default", "what it is for"],
      p2pKeys
        .filter(({ key }) => key.startsWith(libp2p))
        .map((key) => [code(key.key), typeNames[key.type], defaults(key), key.description]),
    ),
    others: keyTable(others),
    renamed: table(
      ["old name", "write"],
      Array.from(renamedKeys, ([old, instead]) => [code(old), instead]),
    ),
    mistakes: mistakes(),
  };
}

function keyTable(keys: readonly ConfigKey[]): string {
  const flags = new Map(configFlags.map(({ key, flags: text }) => [key, text]));
  return table(
    ["key", "type", "default", "flag", "variable", "what it does"],
    keys.map((key) => [
      code(key.key),
      typeNames[key.type],
      defaults(key),
      code(flags.get(key.key) ?? ""),
      code(variableNames(key.key)[1]),
      effect(key),
    ]),
  );
}

const typeNames: Readonly<Record<KeyType, string>> = {
  string: "text",
  bool: "true or false",
  int: "whole number",
  duration: "duration",
  strings: "list of texts",
  table: "table",
};

/** The usual default, and the releases that have another one. */
function defaults({ default: usual, defaultsByRelease = {} }: ConfigKey): string {
  const byValue = new Map<string, string[]>();
  for (const [release, value] of Object.entries(defaultsByRelease)) {
    byValue.set(value, [...(byValue.get(value) ?? []), release]);
  }
  const others = Array.from(byValue, ([value, releases]) => `${code(value)} in ${releases.join(", ")}`);
  return [usual === "" ? "empty" : code(usual), ...others].join("; ");
}

function effect({ description, releases, ignored }: ConfigKey): string {
  const only = releases === undefined ? "" : ` (only in ${releases.join(", ")})`;
  return `${description}${only}${ignored === undefined ? "" : `. **No effect here**: ${ignored}`}`;
}

const withMistakes = `moniker = "my node"

[p2p]
laddr = "tcp://0.0.0.0"
seeds = "5b1f0c6b5d6b3e6f6b1d0e0f6a7c8b9d0e1f2a3b@seed.example.com:26656,node.example.com:26656"
max_num_inbound_peers = -1
persistent_peers_max_dial_period = "10"
pex = "yes"
`;

/** A configuration, and what is said about it. */
function mistakes(): string {
  const { found } = readConfigText(withMistakes, { dir: "", file: "config/config.toml", env: {} });
  return `${fenced("toml", withMistakes)}\nis answered with\n\n${fenced("text", `error: ${new ConfigError(found).message}`)}`;
}
