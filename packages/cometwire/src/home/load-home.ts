import { open } from "node:fs/promises";
import { join } from "node:path";
import { asP2PError, P2PError, printable } from "@cometwire/p2p";
import { buildConfig, homePaths, ignoredSettings } from "./build-config.js";
import { chooseHome, type Environment } from "./directory.js";
import { GenesisFault, networkFault, readChainId } from "./genesis.js";
import type { HomeConfig, HomePaths, IgnoredSetting } from "./home-config.js";
import { configKeys } from "./keys.js";
import { ConfigError, type ConfigProblem } from "./problem.js";
import { SettingsReader } from "./reader.js";
import { gatherSettings, type Origin } from "./settings.js";
import { LARGEST_CONFIG_BYTES, readToml, type TomlFile } from "./toml.js";
import { unknownKeyWarnings, unknownVariableWarnings } from "./unknown-keys.js";
import { configWarnings } from "./warnings.js";

/** What {@link loadHome} goes by. */
export interface LoadHomeOptions {
  /** `--home`; without it the environment decides, see {@link chooseHome}. */
  readonly dir?: string | undefined;
  /** `--network`: the network's name; without it genesis.json is asked. */
  readonly network?: string | undefined;
  /** Values of flags by full key: `{ "p2p.seeds": "…", "p2p.pex": "false" }`. Default: none. */
  readonly flags?: Readonly<Record<string, string | boolean | undefined>> | undefined;
  /** Environment variables. */
  readonly env: Environment;
}

/** A home's configuration without the network's name. */
export interface HomeSettings {
  /** The home directory. */
  readonly dir: string;
  readonly config: HomeConfig;
  readonly paths: HomePaths;
  /** Where each key's value came from, by full key. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** Whether there is a config.toml; without one everything is a default. */
  readonly configFileExists: boolean;
  /** What is allowed and probably not meant, one line each; foreign text in them is escaped. */
  readonly warnings: readonly string[];
  /** What was set and has no effect. */
  readonly ignored: readonly IgnoredSetting[];
}

/** A home that a node can be started from. */
export interface LoadedHome extends HomeSettings {
  /** The network's name (chain id), 1 to 50 bytes. */
  readonly network: string;
}

/**
 * Reads a CometBFT home: config.toml of any release from v0.34 to v1.0 (also of applications, with sections of their own),
 * and the network's name. Nothing is written, and no key is read.
 *
 * @throws ConfigError with every problem that there is, each with its file, line, key, value, and what is allowed.
 * @throws UsageError when no usable home is named.
 *
 * @example
 * ```ts
 * const { config, network, warnings } = await loadHome({ dir: "/home/me/.gaia", env: process.env });
 * console.log(network, config.listen, config.seeds.length);
 * ```
 */
export async function loadHome(options: LoadHomeOptions): Promise<LoadedHome> {
  const problems: ConfigProblem[] = [];
  const { settings, found } = await readSettings(options);
  problems.push(...found);
  const { network, warnings } = await findNetwork(options.network, settings.paths.genesisFile, problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return { ...settings, warnings: [...settings.warnings, ...warnings], network };
}

/**
 * {@link loadHome} for tools that need no network, such as those that work on the address book alone.
 *
 * @throws ConfigError, UsageError
 */
export async function loadHomeSettings(options: Omit<LoadHomeOptions, "network">): Promise<HomeSettings> {
  const { settings, found } = await readSettings(options);
  if (found.length > 0) throw new ConfigError(found);
  return settings;
}

/**
 * Reads the text of a config.toml by itself, with everything else a default.
 *
 * @param text - as in the file; undefined when there is none.
 * @throws ConfigError when the text is not TOML. What is wrong with values is returned.
 */
export function readConfigText(
  text: string | undefined,
  options: Pick<LoadHomeOptions, "env" | "flags"> & { readonly dir: string; readonly file?: string },
): { readonly settings: HomeSettings; readonly found: readonly ConfigProblem[] } {
  const { dir, env, flags = {}, file = join(dir, "config", "config.toml") } = options;
  checkFlags(flags);
  const toml: TomlFile = text === undefined ? { entries: [], tables: [] } : readToml(text, file);
  const gathered = gatherSettings({ flags, env, file, toml });
  const reader = new SettingsReader(gathered);
  const config = buildConfig(reader);
  const paths = homePaths(dir, file, reader);
  const settings: HomeSettings = {
    dir,
    config,
    paths,
    origins: new Map(Array.from(gathered, ([key, { origin }]) => [key, origin])),
    configFileExists: text !== undefined,
    warnings: [
      ...unknownKeyWarnings(toml, file),
      ...unknownVariableWarnings(env),
      ...configWarnings(config, reader),
    ],
    ignored: ignoredSettings(reader, new Set(toml.entries.map(({ key }) => key))),
  };
  return { settings, found: reader.problems };
}

async function readSettings(
  options: Omit<LoadHomeOptions, "network">,
): Promise<{ settings: HomeSettings; found: readonly ConfigProblem[] }> {
  const home = chooseHome(options.dir, options.env);
  const file = join(home.dir, "config", "config.toml");
  const text = await readIfThere(file);
  const { env, flags } = options;
  const { settings, found } = readConfigText(text, { env, flags, dir: home.dir, file });
  const warnings = [...home.warnings, ...settings.warnings];
  if ((await readIfThere(join(home.dir, "config.toml"))) !== undefined) {
    const other = printable(join(home.dir, "config.toml"), 500);
    warnings.unshift(
      `${other} is not read; CometBFT's own binary takes it instead of config/config.toml: remove one`,
    );
  }
  return { settings: { ...settings, warnings }, found };
}

/** The text of a configuration file, or undefined when there is none. */
async function readIfThere(path: string): Promise<string | undefined> {
  try {
    const file = await open(path, "r");
    try {
      const kind = await file.stat();
      if (!kind.isFile()) throw new ConfigError([{ source: path, message: "it is not a regular file" }]);
      if (kind.size > LARGEST_CONFIG_BYTES) {
        const message = `it has more than ${LARGEST_CONFIG_BYTES} bytes`;
        throw new ConfigError([{ source: path, message }]);
      }
      return await file.readFile("utf8");
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return undefined;
    throw inFile(error, path);
  }
}

async function findNetwork(
  named: string | undefined,
  genesisFile: string,
  problems: ConfigProblem[],
): Promise<{ network: string; warnings: string[] }> {
  const fault = named === undefined ? undefined : networkFault(named);
  if (fault !== undefined) problems.push({ source: "--network", message: fault });
  try {
    const inGenesis = await readChainId(genesisFile);
    const warnings =
      named !== undefined && named !== inGenesis
        ? [
            `--network ${printable(named, 60)} counts; ${printable(genesisFile, 500)} says ${printable(inGenesis, 60)}`,
          ]
        : [];
    return { network: named ?? inGenesis, warnings };
  } catch (error) {
    // Who has named the network needs no genesis.
    if (named !== undefined) return { network: named, warnings: [] };
    if (isSystemError(error, "ENOENT")) {
      const message =
        "it does not exist, and without it the network's name is not known: name it with --network, or check --home";
      problems.push({ source: genesisFile, message });
    } else if (error instanceof GenesisFault) {
      problems.push({ source: genesisFile, message: error.message });
    } else {
      const wrapped = inFile(error, genesisFile);
      if (!(wrapped instanceof ConfigError)) throw wrapped;
      problems.push(...wrapped.problems);
    }
    return { network: "", warnings: [] };
  }
}

/** A flag that no key has is a mistake of the program, not of the user. */
function checkFlags(flags: Readonly<Record<string, unknown>>): void {
  const unknown = Object.keys(flags).find((key) => !configKeys.has(key));
  if (unknown !== undefined)
    throw new P2PError("OPTION_INVALID", { detail: `no such key: ${printable(unknown)}` });
}

/** The system's errors in words, as problems of the file. */
function inFile(error: unknown, path: string): unknown {
  if (error instanceof ConfigError || !(error instanceof Error) || !("code" in error)) return error;
  const reasons: Readonly<Record<string, string>> = {
    EACCES: "permission denied",
    EPERM: "permission denied",
    ENOTDIR: "a part of the path is a file; --home must be the home directory",
    EISDIR: "it is a directory",
    ENXIO: "it is not a regular file",
  };
  const reason =
    reasons[String(error.code)] ?? asP2PError(error, "OPTION_INVALID").detail ?? "cannot be read";
  return new ConfigError([{ source: path, message: reason }]);
}

function isSystemError(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
