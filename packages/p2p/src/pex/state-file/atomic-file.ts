import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { open, readdir, rename, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { limits, P2PError, printable } from "../../base/index.js";

/** What reading a state file gives. */
export type StateFileContent =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "missing" }
  /** There is something that cannot be a state file: too long, or no regular file. */
  | { readonly kind: "damaged"; readonly reason: string };

/**
 * Reads a state file.
 *
 * @throws P2PError `STATE_FILE_ACCESS` when the system does not let us: what cannot be read must not be overwritten.
 */
export async function readStateFile(path: string): Promise<StateFileContent> {
  try {
    // Without O_NONBLOCK a FIFO would keep us until somebody writes to it. Windows has no such flag.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const kind = await file.stat();
      if (kind.isDirectory()) throw accessError("it is a directory", path);
      if (!kind.isFile()) return { kind: "damaged", reason: "it is not a regular file" };
      if (kind.size > limits.stateFileBytes)
        return { kind: "damaged", reason: `it has more than ${limits.stateFileBytes} bytes` };
      return { kind: "text", text: await file.readFile("utf8") };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (codeOf(error) === "ENOENT") return { kind: "missing" };
    throw systemError(error, path);
  }
}

/**
 * Replaces the content of a file: whoever reads it, or finds it after a crash, has the old content or the new one,
 * whole. The text goes to a temporary file in the same directory, is flushed to the disk, and takes the name over.
 *
 * @param mode - permissions before the process's umask. Default 0644, as Go writes its address book.
 * @throws P2PError `STATE_FILE_ACCESS`; the old content is then still there.
 */
export async function writeStateFile(path: string, text: string, mode = 0o644): Promise<void> {
  const temporary = join(dirname(path), `${temporaryPrefix(path)}${randomBytes(8).toString("hex")}.tmp`);
  try {
    const file = await open(temporary, "wx", mode);
    try {
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
    } catch (error) {
      await unlink(temporary).catch(() => undefined);
      throw error;
    }
    await syncDirectory(dirname(path));
  } catch (error) {
    throw systemError(error, path);
  }
}

/**
 * Gives a damaged file another name, `<path>.corrupt-<wall time>`, so that it is neither lost nor in the way.
 *
 * @returns the new path.
 * @throws P2PError `STATE_FILE_ACCESS`.
 */
export async function setAside(path: string, wallTime: number): Promise<string> {
  const stamp = new Date(wallTime).toISOString().replaceAll(":", "-");
  const aside = `${path}.corrupt-${stamp}`;
  try {
    await rename(path, aside);
    await syncDirectory(dirname(path));
    return aside;
  } catch (error) {
    throw systemError(error, path);
  }
}

/** Removes what a process that was killed while it saved has left behind. Never fails: it is only tidying up. */
export async function removeLeftovers(path: string): Promise<void> {
  const names = await readdir(dirname(path)).catch(() => []);
  const prefix = temporaryPrefix(path);
  for (const name of names) {
    if (!name.startsWith(prefix) || !name.endsWith(".tmp")) continue;
    await unlink(join(dirname(path), name)).catch(() => undefined);
  }
}

function temporaryPrefix(path: string): string {
  return `.${basename(path)}.`;
}

/** Makes a new name last through a power failure, where the system lets a directory be flushed. */
async function syncDirectory(path: string): Promise<void> {
  try {
    const directory = await open(path, "r");
    await directory.sync().finally(() => directory.close());
  } catch {
    // Windows cannot; the file itself is safe.
  }
}

/** The system's codes in words. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a directory",
  ENOENT: "its directory does not exist",
  ENOTDIR: "a part of the path is a file",
  ENOSPC: "the disk is full",
  EROFS: "the file system is read-only",
};

function systemError(error: unknown, path: string): P2PError {
  if (error instanceof P2PError) return error;
  const code = codeOf(error);
  return accessError(REASONS[code] ?? (code === "" ? "failed" : code), path, error);
}

function accessError(reason: string, path: string, cause?: unknown): P2PError {
  return new P2PError("STATE_FILE_ACCESS", { detail: `${printable(path, 500)}: ${reason}`, cause });
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
