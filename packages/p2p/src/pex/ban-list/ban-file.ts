import { type Clock, P2PError, systemClock } from "../../base/index.js";
import { readStateFile, removeLeftovers, setAside, StateSaver } from "../state-file/index.js";
import { decodeBans, encodeBans } from "./ban-json.js";
import { BanList, type BanListOptions } from "./ban-list.js";

/** A ban list and what happened when it was loaded. */
export interface LoadedBanList {
  /** The list itself. */
  readonly bans: BanList;
  /** How many entries of the file were no bans, for lack of room or of sense; ended ones are not counted. */
  readonly dropped: number;
  /** `STATE_FILE_DAMAGED` when there was a file that is no ban list; the list is then empty. */
  readonly warning: P2PError | undefined;
  /** Where the damaged file is now. */
  readonly setAsideAs: string | undefined;
}

/** Settings of {@link loadBanList}. */
export interface LoadBanListOptions extends BanListOptions {
  /** Changes nothing on the disk: a damaged file stays. Default false. */
  readonly readOnly?: boolean | undefined;
}

/**
 * The ban list in a file; empty without one. A damaged file is set aside as `<path>.corrupt-<time>`.
 *
 * @throws P2PError `STATE_FILE_ACCESS` when the file is there and cannot be read or set aside.
 */
export async function loadBanList(path: string, options: LoadBanListOptions = {}): Promise<LoadedBanList> {
  const { readOnly = false, clock = systemClock } = options;
  const bans = new BanList(options);
  if (!readOnly) await removeLeftovers(path);
  const content = await readStateFile(path);
  if (content.kind === "missing") return { bans, dropped: 0, warning: undefined, setAsideAs: undefined };
  const decoded = content.kind === "text" ? decodeBans(content.text) : content.reason;
  if (typeof decoded !== "string") {
    for (const ban of decoded.bans) bans.restore(ban);
    return { bans, dropped: decoded.dropped, warning: undefined, setAsideAs: undefined };
  }
  const setAsideAs = readOnly ? undefined : await setAside(path, clock.wallTime());
  const fate = setAsideAs === undefined ? "it is left as it is" : `it is now ${setAsideAs}`;
  const warning = new P2PError("STATE_FILE_DAMAGED", {
    detail: `${path}: ${decoded}; ${fate}, and no ban is in force`,
  });
  return { bans, dropped: 0, warning, setAsideAs };
}

/** Settings of a {@link BanFile}. */
export interface BanFileOptions {
  /** Path of the file. */
  readonly path: string;
  /** The list that is kept in it. */
  readonly bans: BanList;
  /** Default: real time. */
  readonly clock?: Clock | undefined;
  /** A save has failed; it is tried again after 10 s. */
  readonly onProblem?: ((error: P2PError) => void) | undefined;
}

/** Bans are few and matter: a change is saved this soon. */
const SAVE_WITHIN_MS = 1_000;

/** And what no change has called for, such as a save that failed, is looked for this often. */
const SAVE_INTERVAL_MS = 120_000;

/** Keeps a ban list's file current: within a second of a change, and at the stop. Only its owner may read it. */
export class BanFile {
  readonly #saver: StateSaver;
  readonly #bans: BanList;
  #unsubscribe: (() => void) | undefined;

  constructor(options: BanFileOptions) {
    const { path, bans, clock = systemClock, onProblem } = options;
    this.#bans = bans;
    this.#saver = new StateSaver({
      path,
      clock,
      onProblem,
      mode: 0o600,
      intervalMs: SAVE_INTERVAL_MS,
      revision: () => bans.revision,
      content: () => encodeBans(bans.list()),
    });
  }

  /** Starts to save changes. */
  start(): void {
    this.#saver.start();
    this.#unsubscribe ??= this.#bans.onChange(() => this.#saver.saveWithin(SAVE_WITHIN_MS));
  }

  /**
   * Saves now what has changed.
   *
   * @throws P2PError `STATE_FILE_ACCESS`.
   */
  save(): Promise<void> {
    return this.#saver.save();
  }

  /** Ends the regular saves and saves once more; a failure is reported to `onProblem`. */
  stop(): Promise<void> {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    return this.#saver.stop();
  }
}
