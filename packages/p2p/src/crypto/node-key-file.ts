import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, link, open, rename, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { P2PError, printable } from "../base/index.js";
import { damaged } from "./node-key-json.js";

/** A real file has 158 bytes; what is longer than this is not a key file. Go reads everything. */
const LARGEST_BYTES = 65_536;

/** Owner only, as Go. `p2p/key.go:92@v0.38.25` */
const MODE = 0o600;

/**
 * The content of the node key file at `path`.
 *
 * @throws P2PError `KEY_FILE_MISSING`, `KEY_FILE_ACCESS`, or `KEY_FILE_DAMAGED` when it is far too long or not a regular file.
 */
export async function readKeyFile(path: string): Promise<string> {
  const buffer = Buffer.alloc(LARGEST_BYTES + 1);
  try {
    // Without O_NONBLOCK a FIFO would keep us until somebody writes to it. Windows has no such flag.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const kind = await file.stat();
      if (kind.isDirectory()) throw access("it is a directory", path);
      if (!kind.isFile()) throw damaged("it is not a regular file");
      let length = 0;
      for (;;) {
        const { bytesRead } = await file.read(buffer, length, buffer.length - length, null);
        length += bytesRead;
        if (length > LARGEST_BYTES) throw damaged(`it has more than ${LARGEST_BYTES} bytes`);
        if (bytesRead === 0) return buffer.toString("utf8", 0, length);
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    if (codeOf(error) === "ENOENT")
      throw new P2PError("KEY_FILE_MISSING", { detail: printable(path, 500), cause: error });
    throw systemError(inFile(error, path), path);
  } finally {
    buffer.fill(0);
  }
}

/**
 * Writes a new file at `path` with mode 0600: complete or not at all, and never over an existing one, whoever makes one
 * at the same time.
 *
 * The text goes to a temporary file in the same directory, is flushed to the disk, and gets its name by `link`, which
 * fails when the name is taken. Where there are no hard links the name is taken by an empty file first, which the
 * temporary file then replaces; a crash in between leaves the empty file.
 *
 * @throws P2PError `KEY_FILE_EXISTS`, or `KEY_FILE_ACCESS` (also when the directory does not exist).
 */
export async function writeNewKeyFile(path: string, text: string): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(8).toString("hex")}.tmp`);
  try {
    const file = await open(temporary, "wx", MODE);
    try {
      await fill(file, text);
      await giveName(temporary, path);
    } finally {
      // Gone already when it was renamed.
      await unlink(temporary).catch(() => undefined);
    }
    await syncDirectory(dirname(path));
  } catch (error) {
    throw systemError(error, path);
  }
}

async function fill(file: FileHandle, text: string): Promise<void> {
  try {
    // The process's umask may have taken bits from the mode.
    await file.chmod(MODE);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function giveName(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path);
  } catch (error) {
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"].includes(codeOf(error))) throw error;
    const claim = await open(path, "wx", MODE);
    await claim.close();
    try {
      await rename(temporary, path);
    } catch (failure) {
      await unlink(path);
      throw failure;
    }
  }
}

/** Makes the new name last through a power failure, where the system lets a directory be flushed. */
async function syncDirectory(path: string): Promise<void> {
  try {
    const directory = await open(path, "r");
    await directory.sync().finally(() => directory.close());
  } catch {
    // Windows cannot; the file itself is safe.
  }
}

function systemError(error: unknown, path: string): unknown {
  if (error instanceof P2PError) return error;
  const code = codeOf(error);
  const detail = printable(path, 500);
  if (code === "EEXIST") return new P2PError("KEY_FILE_EXISTS", { detail, cause: error });
  return access(REASONS[code] ?? (code === "" ? "failed" : code), path, error);
}

/** The system's codes in words. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a directory",
  ENOENT: "its directory does not exist",
  ENOTDIR: "a part of the path is a file; --home must be the home directory, not the key file",
  ENXIO: "it is not a regular file",
  ENOSPC: "the disk is full",
  EROFS: "the file system is read-only",
};

function access(reason: string, path: string, cause?: unknown): P2PError {
  return new P2PError("KEY_FILE_ACCESS", { detail: `${printable(path, 500)}: ${reason}`, cause });
}

/** An error about the content of a key, naming the file that it is the content of; any other error as it is. */
export function inFile(error: unknown, path: string): unknown {
  if (!(error instanceof P2PError)) return error;
  const { code, detail = "" } = error;
  if (code !== "KEY_FILE_DAMAGED" && code !== "KEY_FILE_KIND") return error;
  return new P2PError(code, { detail: `${printable(path, 500)}: ${detail}`, cause: error.cause });
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
