import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { readConfigText } from "../../src/home/load-home.js";
import { ConfigError, type ConfigProblem, formatProblem } from "../../src/home/problem.js";

export const idA = "a".repeat(40);
export const idB = "b".repeat(40);

/** A directory with these files, removed after the test and what it has started. */
export async function directoryWith(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "cometwire-home-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), text);
  }
  return dir;
}

/** A home with this configuration, on network `net`. */
export function homeWith(config: string): Promise<string> {
  return directoryWith({ "config/config.toml": config, "config/genesis.json": '{"chain_id":"net"}' });
}

/** What a configuration says, with its problems in words. */
export function read(
  text: string,
  { flags = {}, env = {} }: { flags?: Record<string, string | boolean>; env?: Record<string, string> } = {},
) {
  const { settings, found } = readConfigText(text, { dir: "/home/x", env, flags, file: "config.toml" });
  return { ...settings, problems: found.map(formatProblem) };
}

/** The problems that `run` ends with. */
export async function problemsOf(run: () => unknown): Promise<readonly ConfigProblem[]> {
  try {
    await run();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  throw new Error("no error");
}
