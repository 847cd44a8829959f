import { mkdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { NodeKey, type Random } from "@cometwire/p2p";
import { UsageError } from "../usage-error.js";
import { codeOf, homeAccess } from "./access.js";
import { createFile } from "./files.js";
import { networkFault } from "./genesis.js";
import type { ConfigRelease } from "./keys.js";
import { loadHomeSettings } from "./load-home.js";
import { defaultMoniker } from "./moniker.js";
import { configTemplate } from "./template.js";

/** What {@link initHome} makes. */
export interface InitHomeOptions {
  /** The home directory; made when it does not exist. */
  readonly dir: string;
  /** The network's name; then a genesis.json that says no more than that is made, unless there is one. */
  readonly network?: string | undefined;
  /** Name of the node. Default: the host's. */
  readonly moniker?: string | undefined;
  /** Whose keys and defaults config.toml has. Default `v0.38`. */
  readonly release?: ConfigRelease | undefined;
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
 * @throws UsageError on a network's name or a moniker that cannot be.
 * @throws ConfigError when the home has a config.toml that cannot be used.
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

  for (const each of [dir, join(dir, "config"), join(dir, "data")]) await makeDirectory(each);
  const files: InitializedFile[] = [];
  const config = join(dir, "config", "config.toml");
  files.push(await makeFile(config, configTemplate({ moniker, release }), random));

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
