import { type ConfigKey, configKeys, type KeyType, p2pKeys } from "./keys.js";
import { variableNames } from "./settings.js";

/** One flag of `start` that sets a key of config.toml. */
export interface ConfigFlag {
  /** The full key: `p2p.external_address`. */
  readonly key: string;
  /** As commander wants it: `--p2p.external_address <text>`. */
  readonly flags: string;
  readonly type: KeyType;
  readonly description: string;
  /** As it would stand in the file. */
  readonly default: string;
  /** The environment variable that sets the same. */
  readonly variable: string;
}

/** Keys outside of `[p2p]` that have a flag in CometBFT too, or are needed to run several nodes on one machine. */
const others = [
  "moniker",
  "log_level",
  "log_format",
  "rpc.laddr",
  "instrumentation.prometheus",
  "instrumentation.prometheus_listen_addr",
].map((key) => configKeys.get(key) as ConfigKey);

/**
 * Every flag of `start` that sets a key: all of `[p2p]` but tables and libp2p, and a few others. The command's options and
 * the documentation's table are made of it.
 */
export const configFlags: readonly ConfigFlag[] = [
  ...p2pKeys.filter(({ key, type }) => type !== "table" && !key.startsWith("p2p.libp2p.")),
  ...others,
].map(({ key, type, description, default: usual, ignored }) => ({
  key,
  type,
  flags: `--${key} ${placeholder(type)}`,
  description: ignored === undefined ? description : `${description} (no effect here)`,
  default: usual,
  variable: variableNames(key)[1],
}));

/**
 * The words of a command line with the flags of {@link configFlags} spelled as the keys are: `-` and `_` mean the same in
 * them, so `--p2p.external-address=x` and `--p2p.external_address=x` are one. Everything else, and what follows `--`, is
 * left alone.
 */
export function normalizeConfigFlags(argv: readonly string[]): string[] {
  const end = argv.indexOf("--");
  return argv.map((word, index) => {
    if (!word.startsWith("--") || (end >= 0 && index >= end)) return word;
    const [name = "", ...rest] = word.split("=");
    const key = name.slice(2).replaceAll("-", "_");
    return flagKeys.has(key) ? [`--${key}`, ...rest].join("=") : word;
  });
}

/**
 * The values of {@link configFlags} among a command's parsed options, for `loadHome`. Options that were not given are left
 * out, others are not looked at.
 */
export function configFlagValues(
  options: Readonly<Record<string, unknown>>,
): Record<string, string | boolean> {
  const values: Record<string, string | boolean> = {};
  for (const { key } of configFlags) {
    const value = options[key];
    if (typeof value === "string" || typeof value === "boolean") values[key] = value;
  }
  return values;
}

const flagKeys: ReadonlySet<string> = new Set(configFlags.map(({ key }) => key));

/** A flag of type bool may stand alone, which means true. */
function placeholder(type: KeyType): string {
  if (type === "bool") return "[true|false]";
  if (type === "int") return "<number>";
  return type === "duration" ? "<duration>" : "<text>";
}
