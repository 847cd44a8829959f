import { createHash } from "node:crypto";
import { chmod, lstat, mkdir, stat, unlink } from "node:fs/promises";
import type { Server } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { P2PError, printable } from "@cometwire/p2p";
import { listening } from "./http-server.js";

/** Bytes of a Unix socket's path: 108 with the zero at the end on Linux, 104 on macOS. */
const LONGEST_PATH = process.platform === "darwin" ? 103 : 107;

/**
 * Where the control socket of a home is: `<home>/data/cometwire.sock`; when that is too long for the system, a name made
 * from it in a private directory of the user's.
 *
 * @param home - absolute path.
 */
export function controlSocketPath(
  home: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const path = join(home, "data", "cometwire.sock");
  if (Buffer.byteLength(path) <= LONGEST_PATH) return path;
  const runtime = env["XDG_RUNTIME_DIR"] || join(tmpdir(), `cometwire-${process.getuid?.() ?? "user"}`);
  return join(runtime, `cometwire-${createHash("sha256").update(path).digest("hex").slice(0, 16)}.sock`);
}

/**
 * Has a server listen on a Unix socket that only this user can open. The directory is made when it is missing (0700);
 * the socket of a process that has died is replaced.
 *
 * @throws P2PError `LISTEN_FAILED`: another node has the socket, the path is too long, something else is there, or the
 * directory is not this user's.
 */
export async function listenControlSocket(server: Server, path: string): Promise<void> {
  if (Buffer.byteLength(path) > LONGEST_PATH) {
    throw failed(path, `it is longer than the ${LONGEST_PATH} bytes that the system allows for a socket`);
  }
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await checkDirectory(dirname(path));
    await removeStale(path);
  } catch (error) {
    if (error instanceof P2PError) throw error;
    throw failed(path, error instanceof Error ? error.message : String(error), error);
  }
  await listening(server, () => listenPrivately(server, path), path);
  await chmod(path, 0o600);
}

/** Nobody else may open the socket, not even in the moment before its mode is set. */
function listenPrivately(server: Server, path: string): void {
  const before = process.umask(0o177);
  try {
    server.listen(path);
  } finally {
    process.umask(before);
  }
}

/** Whoever can write to the directory can put another socket in our place. */
async function checkDirectory(directory: string): Promise<void> {
  const { uid, mode } = await stat(directory);
  const ours = process.getuid?.();
  // A directory of the administrator's is trusted, for who has that right needs no trick.
  if (ours !== undefined && uid !== ours && uid !== 0) throw failed(directory, "it belongs to another user");
  if ((mode & 0o002) !== 0) throw failed(directory, "everybody can write to this directory: chmod o-w");
}

async function removeStale(path: string): Promise<void> {
  const there = await lstat(path).catch(() => undefined);
  if (there === undefined) return;
  if (!there.isSocket()) throw failed(path, "something that is no socket is there");
  if (await answers(path)) throw failed(path, "a node is running with this home");
  await unlink(path);
}

/** Whether a process listens on the socket. */
async function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    // Refused: its process has died. Anything else (no right, too busy) is somebody's.
    socket.once("error", (error: NodeJS.ErrnoException) => {
      resolve(error.code !== "ECONNREFUSED" && error.code !== "ENOENT");
    });
  });
}

function failed(path: string, why: string, cause?: unknown): P2PError {
  return new P2PError("LISTEN_FAILED", { detail: printable(`${path}: ${why}`, 400), cause });
}
