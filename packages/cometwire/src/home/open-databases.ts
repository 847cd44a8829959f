import { readdir, readFile, readlink, realpath, stat } from "node:fs/promises";
import { join } from "node:path";

/** A database of a CometBFT node that some process has open. */
export interface OpenDatabase {
  /** Such as `blockstore.db`. */
  readonly name: string;
  readonly pid: number;
}

/**
 * The first database below `dataDir` that a process holds open, or undefined: a running CometBFT node locks the file LOCK
 * in each of its databases, and Linux tells who has locked what. On other systems nothing is found.
 */
export async function findOpenDatabase(dataDir: string): Promise<OpenDatabase | undefined> {
  const locks = await orUndefined(readFile("/proc/locks", "utf8"));
  const names = (await orUndefined(readdir(dataDir))) ?? [];
  if (locks === undefined) return undefined;
  for (const name of names.filter((each) => each.endsWith(".db"))) {
    const path = join(dataDir, name, "LOCK");
    const file = await orUndefined(stat(path));
    if (file === undefined) continue;
    for (const { pid, device, inode } of parseLocks(locks)) {
      if (inode !== file.ino || pid < 1) continue;
      // Layered file systems have another device here than there; then the process's open files tell.
      if (device === deviceText(file.dev) || (await hasOpen(pid, path))) return { name, pid };
    }
  }
  return undefined;
}

/** One line of `/proc/locks`: `1: FLOCK  ADVISORY  WRITE 708 08:01:131130 0 EOF`. */
export interface FileLock {
  readonly pid: number;
  /** Major and minor number, in hex. */
  readonly device: string;
  readonly inode: number;
}

/** The locks that are held; those that are waited for (`->`) are left out. */
export function parseLocks(text: string): FileLock[] {
  const lines = text.matchAll(/^\d+: \w+\s+\w+\s+\w+\s+(-?\d+) ([0-9a-f]+:[0-9a-f]+):(\d+) /gm);
  return Array.from(lines, ([, pid, device = "", inode]) => ({
    pid: Number(pid),
    device,
    inode: Number(inode),
  }));
}

/** A device number as `/proc/locks` writes it. */
export function deviceText(device: number): string {
  const number = BigInt(device);
  const major = ((number >> 8n) & 0xfffn) | ((number >> 32n) & ~0xfffn);
  const minor = (number & 0xffn) | ((number >> 12n) & 0xffff_ff00n);
  return [major, minor].map((part) => part.toString(16).padStart(2, "0")).join(":");
}

async function hasOpen(pid: number, path: string): Promise<boolean> {
  const real = await orUndefined(realpath(path));
  const directory = `/proc/${pid}/fd`;
  for (const fd of (await orUndefined(readdir(directory))) ?? []) {
    if ((await orUndefined(readlink(join(directory, fd)))) === real) return real !== undefined;
  }
  return false;
}

/** What cannot be seen is not there. */
async function orUndefined<T>(result: Promise<T>): Promise<T | undefined> {
  try {
    return await result;
  } catch {
    return undefined;
  }
}
