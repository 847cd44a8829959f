import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Clock, P2PError, printable, type Random, type Timer } from "@cometwire/p2p";
import { homeAccess } from "./access.js";
import {
  LOCK_REFRESH_MS,
  type LockHolder,
  type LockTaken,
  refreshLock,
  releaseLock,
  takeLock,
} from "./lock-file.js";
import { findOpenDatabase } from "./open-databases.js";
import { type Processes, systemProcesses } from "./processes.js";

/** What {@link lockHome} goes by. */
export interface LockHomeOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Default: those of this machine. */
  readonly processes?: Processes | undefined;
}

/** A home that is ours until it is released. */
export interface HomeLock {
  /** The lock file. */
  readonly path: string;
  /** Gives the home back. More than once does nothing. */
  release(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Claims a home for this process, so that no two nodes run with one key and one address book.
 *
 * The claim is the file `data/cometwire.lock`. It ends with {@link HomeLock.release}, and by itself when this process is
 * gone, however it went: the next one sees that no such process runs (a number used again by another process is
 * recognised by its start) and takes the file over. A holder in another container or on another machine is judged by its
 * signs of life, one every 5 s; after 30 s of silence it is gone. A running CometBFT node is recognised by its open
 * databases, on Linux.
 *
 * @param dir - the home.
 * @throws P2PError `HOME_IN_USE`, or `HOME_ACCESS` when the lock file cannot be written.
 *
 * @example
 * ```ts
 * await using lock = await lockHome(dir, { clock: systemClock, random: systemRandom });
 * ```
 */
export async function lockHome(dir: string, options: LockHomeOptions): Promise<HomeLock> {
  const { clock, random, processes = systemProcesses } = options;
  const data = join(dir, "data");
  const path = join(data, "cometwire.lock");
  try {
    const database = await findOpenDatabase(data);
    if (database !== undefined) throw inUse(dir, `process ${database.pid} has data/${database.name} open`);
    await mkdir(data, { recursive: true, mode: 0o700 });
    const result = await takeLock(path, { clock, random, processes });
    if ("holder" in result) throw inUse(dir, describe(result, path));
    return new HeldLock(path, result, clock);
  } catch (error) {
    throw homeAccess(error, path);
  }
}

class HeldLock implements HomeLock {
  readonly path: string;
  readonly #taken: LockTaken;
  readonly #clock: Clock;
  #timer: Timer | undefined;
  #released: Promise<void> | undefined;

  constructor(path: string, taken: LockTaken, clock: Clock) {
    this.path = path;
    this.#taken = taken;
    this.#clock = clock;
    this.#refreshLater();
  }

  release(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#released ??= releaseLock(this.path, this.#taken).catch((error: unknown) => {
      throw homeAccess(error, this.path);
    });
    return this.#released;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.release();
  }

  #refreshLater(): void {
    this.#timer = this.#clock.setTimer(LOCK_REFRESH_MS, () => {
      // A disk that is full or away now may be back for the next one.
      void refreshLock(this.path, this.#clock).catch(() => undefined);
      if (this.#released === undefined) this.#refreshLater();
    });
  }
}

function inUse(dir: string, who: string): P2PError {
  return new P2PError("HOME_IN_USE", { detail: `${printable(dir, 500)}: ${who}` });
}

function describe({ holder, outOfSight }: LockHolder, path: string): string {
  if (holder === undefined) return `its lock was just taken (${printable(path, 500)})`;
  if (!outOfSight) return `cometwire runs on it as process ${holder.pid}`;
  const host = printable(holder.host, 80);
  return `cometwire runs on it as process ${holder.pid} of ${host} (another container or machine); if that is gone, wait 30 s or remove ${printable(path, 500)}`;
}
