import type { Environment } from "./directory.js";
import { type ConfigKey, configKeys } from "./keys.js";
import type { TomlEntry, TomlFile, TomlValue } from "./toml.js";

/** Where a setting's value came from. */
export type Origin =
  | { readonly from: "flag" | "environment"; readonly name: string }
  | { readonly from: "file"; readonly name: string; readonly line: number }
  | { readonly from: "default" };

/** The value of one key, not yet looked at. */
export interface Setting {
  readonly key: ConfigKey;
  readonly origin: Origin;
  /** From the file, with its type; from a flag or the environment, text; undefined for the default. */
  readonly value: TomlValue | undefined;
  /** As it was written. */
  readonly written: string;
}

/** What may set a key, the strongest first: flags, environment, file. */
export interface Sources {
  /** Values by full key: `p2p.seeds`. `true` is a flag without a value. */
  readonly flags: Readonly<Record<string, string | boolean | undefined>>;
  readonly env: Environment;
  /** What errors call the file. */
  readonly file: string;
  readonly toml: TomlFile;
}

/**
 * Every known key with its value: flag, else environment, else file, else default. An empty variable counts as absent.
 *
 * A variable is `CMT_P2P_SEEDS`; `CMTP2P_SEEDS` is the same and goes first, as in Go (`libs/cli/setup.go:48-75@v0.38.25`).
 */
export function gatherSettings({ flags, env, file, toml }: Sources): ReadonlyMap<string, Setting> {
  const inFile = new Map<string, TomlEntry>();
  // Of keys that differ in case only, the last one counts.
  for (const entry of toml.entries) inFile.set(entry.key, entry);
  const settings = new Map<string, Setting>();
  for (const [name, key] of configKeys) {
    const flag = flags[name];
    const variable = variableNames(name).find((each) => (env[each] ?? "") !== "");
    const entry = inFile.get(name);
    if (flag !== undefined) {
      settings.set(name, textSetting(key, String(flag), { from: "flag", name: `--${name}` }));
    } else if (variable !== undefined) {
      settings.set(
        name,
        textSetting(key, env[variable] ?? "", { from: "environment", name: `$${variable}` }),
      );
    } else if (entry !== undefined) {
      const origin = { from: "file", name: file, line: entry.line } as const;
      settings.set(name, { key, origin, value: entry.value, written: entry.written });
    } else {
      settings.set(name, { key, origin: { from: "default" }, value: undefined, written: key.default });
    }
  }
  return settings;
}

/** The environment's names for a key, the stronger first. */
export function variableNames(key: string): readonly [string, string] {
  const name = key.toUpperCase().replaceAll(/[.-]/g, "_");
  return [`CMT${name}`, `CMT_${name}`];
}

/** An origin in words: `--p2p.seeds`, `config.toml:12`, `default`. */
export function describeOrigin(origin: Origin): string {
  if (origin.from === "default") return "default";
  return origin.from === "file" ? `${origin.name}:${origin.line}` : origin.name;
}

function textSetting(key: ConfigKey, text: string, origin: Origin): Setting {
  return { key, origin, value: { kind: "string", value: text }, written: JSON.stringify(text) };
}
