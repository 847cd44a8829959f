/** The cache folder: what is built once and used by every later run. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** The folder for everything we build: `COMETWIRE_CACHE`, else `XDG_CACHE_HOME/cometwire`, else `~/.cache/cometwire`. */
export function cacheFolder(): string {
  const { COMETWIRE_CACHE: own, XDG_CACHE_HOME: xdg } = process.env;
  if (own) return own;
  return join(xdg || join(homedir(), ".cache"), "cometwire");
}

/** A short hash over the names and contents of files, in the order given. */
export function hashOfFiles(paths: readonly string[]): string {
  const hash = createHash("sha256");
  for (const path of paths) {
    const content = readFileSync(path);
    hash.update(`${path.split("/").pop() ?? ""}\0${String(content.length)}\0`).update(content);
  }
  return hash.digest("hex").slice(0, 16);
}

/**
 * Returns a cached file, building it first when it is missing.
 *
 * Safe against several processes at once: one builds, the others wait, and the file appears complete or not at all.
 *
 * @param path - where the file belongs, inside the cache folder
 * @param build - makes the file in the empty temporary folder it is given and returns the file's path
 */
export async function cached(path: string, build: (folder: string) => Promise<string>): Promise<string> {
  if (existsSync(path)) return path;
  mkdirSync(dirname(path), { recursive: true });
  const release = await lock(`${path}.lock`);
  try {
    if (existsSync(path)) return path;
    const folder = mkdtempSync(`${path}.build-`); // beside the target, so that the rename stays on one file system
    try {
      renameSync(await build(folder), path);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    return path;
  } finally {
    release();
  }
}

/** Waits for a lock folder of our own and returns what releases it. A lock whose owner is gone is taken over. */
async function lock(path: string): Promise<() => void> {
  const ownerFile = join(path, "pid");
  for (;;) {
    try {
      mkdirSync(path);
      writeFileSync(ownerFile, String(process.pid));
      return () => {
        rmSync(path, { recursive: true, force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    if (ownerIsGone(ownerFile)) rmSync(path, { recursive: true, force: true });
    else await sleep(50);
  }
}

function ownerIsGone(ownerFile: string): boolean {
  try {
    process.kill(Number(readFileSync(ownerFile, "utf8")), 0);
    return false;
  } catch (error) {
    // ENOENT: the owner is between its two steps, or has just released the lock.
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
