import { mkdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Release } from "@cometwire/messages";
import { NodeKey, printable, type Random } from "@cometwire/p2p";
import { UsageError } from "../usage-error.js";
import { codeOf, homeAccess } from "./access.js";
import { type ConfigChanges, editConfig } from "./edit-config.js";
import { createFile } from "./files.js";
import { networkFault } from "./genesis.js";
import { configKeys } from "./keys.js";
import { loadHomeSettings, readConfigText } from "./load-home.js";
import { defaultMoniker } from "./moniker.js";
import { ConfigError } from "./problem.js";
import { configTemplate, type TemplateOptions } from "./template.js";

/** What {@link initHome} makes. */
export interface InitHomeOptions {
  /** The home directory; made when it does not exist. */
  readonly dir: string;
  /** The network's name; then a genesis.json that says no more than that is made, unless there is one. */
  readonly network?: string | undefined;
  /** Name of the node. Default: the host's. */
  readonly moniker?: string | undefined;
  /** Whose keys and defaults config.toml has. Default `v0.38`. */
  readonly release?: Release | undefined;
  /** Values for config.toml by full key, as flags have them: `{ "p2p.seeds": "…" }`. Default: none. */
  readonly settings?: Readonly<Record<string, string | boolean>> | undefined;
  /** For names of temporary files. */
  readonly random: Random;
}

/** What became of one file. */
export interface InitializedFile {
  readonly path: string;
  readonly made: "created" | "kept";
}

/** A home as {@link initHome} leaves it. */
export interface InitializedHome {
  readonly dir: string;
  /** The node's id. */
  readonly id: string;
  readonly files: readonly InitializedFile[];
}

/** Owner only, as Go's directories (`config/toml.go:13@v0.38.25`). */
const DIRECTORY_MODE = 0o700;

/**
 * Makes a CometBFT home: `config/config.toml`, `config/node_key.json` (mode 0600), `data/`, and with a network's name
 * `config/genesis.json`. What is there already is kept as it is, whatever is in it.
 *
 * @throws UsageError on a network's name or a moniker that cannot be, and on settings for a config.toml that exists.
 * @throws ConfigError when the home has a config.toml that cannot be used, or a setting has no valid value.
 * @throws P2PError `HOME_ACCESS`, `KEY_FILE_ACCESS`, `KEY_FILE_DAMAGED`, `KEY_FILE_KIND`.
 *
 * @example
 * ```ts
 * const { id, files } = await initHome({ dir: "./seed", network: "my-chain", random: systemRandom });
 * ```
 */
export async function initHome(options: InitHomeOptions): Promise<InitializedHome> {
  const { dir, network, release = "v0.38", random } = options;
  const moniker = options.moniker || defaultMoniker();
  const fault = network === undefined ? undefined : networkFault(network);
  if (fault !== undefined) throw new UsageError(`--network: ${fault}`);
  if (/[^\x20-\x7e]/.test(moniker) || moniker.trim() === "")
    throw new UsageError("--moniker must be printable ASCII, or peers refuse this node");
  const config = join(dir, "config", "config.toml");
  const text = configText(dir, { moniker, release }, options.settings ?? {});
  if (Object.keys(options.settings ?? {}).length > 0 && (await exists(config)))
    throw new UsageError(
      `${printable(config, 500)} exists and is not changed: edit it, or give the flags to start`,
    );

  for (const each of [dir, join(dir, "config"), join(dir, "data")]) await makeDirectory(each);
  const files: InitializedFile[] = [];
  files.push(await makeFile(config, text, random));

  // Where the key and the genesis are is for config.toml to say, which may have been there.
  const { paths } = await loadHomeSettings({ dir, env: {} });
  await makeDirectory(dirname(paths.nodeKeyFile));
  const had = await exists(paths.nodeKeyFile);
  const { id } = await NodeKey.loadOrCreate(paths.nodeKeyFile);
  files.push({ path: paths.nodeKeyFile, made: had ? "kept" : "created" });

  if (network !== undefined) {
    await makeDirectory(dirname(paths.genesisFile));
    files.push(
      await makeFile(paths.genesisFile, `${JSON.stringify({ chain_id: network }, undefined, 2)}\n`, random),
    );
  }
  return { dir, id, files };
}

/** A new config.toml. What is wrong with a setting is said of its flag. */
function configText(
  dir: string,
  template: TemplateOptions,
  settings: Readonly<Record<string, string | boolean>>,
): string {
  const text = configTemplate(template);
  const { found } = readConfigText(text, { dir, flags: settings, env: {} });
  if (found.length > 0) throw new ConfigError(found);
  const changes = Object.entries(settings).map(([key, value]) => [key, typedValue(key, value)]);
  return editConfig(text, Object.fromEntries(changes) as ConfigChanges);
}

/** A flag's value as TOML has it. */
function typedValue(key: string, value: string | boolean): string | number | boolean {
  const type = configKeys.get(key)?.type;
  if (type === "int" && /^-?\d{1,15}$/.test(String(value))) return Number(value);
  return type === "bool" && /^(true|false)$/.test(String(value)) ? String(value) === "true" : value;
}

async function makeFile(path: string, text: string, random: Random): Promise<InitializedFile> {
  try {
    const created = !(await exists(path)) && (await createFile(path, text, 0o644, random));
    return { path, made: created ? "created" : "kept" };
  } catch (error) {
    throw homeAccess(error, path);
  }
}

async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: DIRECTORY_MODE });
  } catch (error) {
    throw homeAccess(error, path);
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw homeAccess(error, path);
  }
}
