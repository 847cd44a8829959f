import { createHash } from "node:crypto";
import { readFile, stat, unlink, utimes } from "node:fs/promises";
import type { Clock, Random } from "@cometwire/p2p";
import { codeOf } from "./access.js";
import { createFile, replaceFile } from "./files.js";
import type { ProcessIdentity, Processes } from "./processes.js";

/** How often a holder says that it is alive, for those who cannot see its process. */
export const LOCK_REFRESH_MS = 5_000;
/** A holder whose process cannot be seen, and that has not said so for this long, is gone. */
export const LOCK_SILENCE_MS = 30_000;

const MODE = 0o600;

/** What a lock goes by. */
export interface LockContext {
  readonly clock: Clock;
  readonly random: Random;
  readonly processes: Processes;
}

/** Somebody else has the lock. */
export interface LockHolder {
  /** Undefined when its file does not say, or not yet. */
  readonly holder: ProcessIdentity | undefined;
  /** Whether it is known by its signs of life alone, because its process is in another container or machine. */
  readonly outOfSight: boolean;
}

/** The lock is ours: `token` is what the file has to hold for that to stay so. */
export interface LockTaken {
  readonly token: string;
}

/**
 * Takes the lock file at `path`, or says who has it. A lock whose holder is gone is taken over; of several that try it at
 * the same time one gets it.
 *
 * The file appears with its content, by `link`, which fails when there is one. To replace the stale lock with content C one
 * must hold the lock `path.<hash of C>`, itself taken in this very way, and see C still there: so nobody replaces a lock that
 * another has just made.
 *
 * Errors of the file system are thrown as they are.
 */
export async function takeLock(path: string, context: LockContext): Promise<LockTaken | LockHolder> {
  for (;;) {
    const mine = content(context);
    if (await createFile(path, mine, MODE, context.random)) return { token: tokenOf(mine) };
    const found = await readLock(path);
    // Released in between.
    if (found === undefined) continue;
    const holder = livingHolder(found, context);
    if (holder !== undefined) return holder;
    const result = await replaceStale(path, found.token, mine, context);
    if (result !== undefined) return result;
  }
}

/** Gives the lock back, unless the file is another's by now. */
export async function releaseLock(path: string, { token }: LockTaken): Promise<void> {
  if ((await readLock(path))?.token === token) await unlink(path);
}

/** Says that the holder is alive. */
export async function refreshLock(path: string, clock: Clock): Promise<void> {
  const seconds = clock.wallTime() / 1_000;
  await utimes(path, seconds, seconds);
}

/** Puts our lock in the place of the stale one; undefined when that is not there any more. */
async function replaceStale(
  path: string,
  staleToken: string,
  mine: string,
  context: LockContext,
): Promise<LockTaken | LockHolder | undefined> {
  const guardPath = `${path}.${staleToken}`;
  const guard = await takeLock(guardPath, context);
  // Whoever is replacing it will have it in a moment.
  if ("holder" in guard) return guard;
  try {
    if ((await readLock(path))?.token !== staleToken) return undefined;
    await replaceFile(path, mine, MODE, context.random);
    return { token: tokenOf(mine) };
  } finally {
    await releaseLock(guardPath, guard);
  }
}

interface FoundLock {
  readonly text: string;
  readonly token: string;
  readonly refreshedAt: number;
}

async function readLock(path: string): Promise<FoundLock | undefined> {
  try {
    const [text, { mtimeMs }] = [await readFile(path, "utf8"), await stat(path)];
    return { text, token: tokenOf(text), refreshedAt: mtimeMs };
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** The holder if it lives, or may live. */
function livingHolder(
  { text, refreshedAt }: FoundLock,
  { clock, processes }: LockContext,
): LockHolder | undefined {
  const holder = parseIdentity(text);
  const self = processes.self();
  if (holder?.host === self.host) {
    if (holder.boot !== self.boot) return undefined;
    if (holder.pidSpace === self.pidSpace)
      return processes.isRunning(holder.pid, holder.start) ? { holder, outOfSight: false } : undefined;
  }
  // A file without a usable content was cut off by a power failure, or is just being written.
  const silentMs = clock.wallTime() - refreshedAt;
  return silentMs < LOCK_SILENCE_MS ? { holder, outOfSight: true } : undefined;
}

function parseIdentity(text: string): ProcessIdentity | undefined {
  try {
    const value = JSON.parse(text) as Partial<ProcessIdentity> | null;
    const { pid, start, host, boot, pidSpace } = value ?? {};
    if (typeof pid !== "number" || !Number.isInteger(pid) || pid < 1 || typeof host !== "string")
      return undefined;
    return { pid, start, host, boot, pidSpace };
  } catch {
    return undefined;
  }
}

/** Different every time, so that its hash names this very lock. */
function content({ processes, random, clock }: LockContext): string {
  const since = new Date(clock.wallTime()).toISOString();
  return `${JSON.stringify({ ...processes.self(), since, nonce: hex(random) })}\n`;
}

function tokenOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

function hex(random: Random): string {
  return Buffer.from(random.bytes(8)).toString("hex");
}
