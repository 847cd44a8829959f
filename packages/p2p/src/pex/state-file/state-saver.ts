import { asP2PError, type Clock, limits, type P2PError, type Timer } from "../../base/index.js";
import { writeStateFile } from "./atomic-file.js";

/** What a {@link StateSaver} saves, and when. */
export interface StateSaverOptions {
  /** Where to. */
  readonly path: string;
  /** Goes up with every change worth saving. */
  readonly revision: () => number;
  /** The whole content. */
  readonly content: () => string;
  /** Time between looks for changes. */
  readonly intervalMs: number;
  readonly clock: Clock;
  /** Permissions of the file. Default 0644. */
  readonly mode?: number | undefined;
  /** A save has failed; it is tried again after 10 s, and at the stop. */
  readonly onProblem?: ((error: P2PError) => void) | undefined;
}

/** Keeps a file in step with what changes in memory: one save at a time, only when something has changed. */
export class StateSaver {
  readonly #options: StateSaverOptions;
  #savedRevision: number;
  #running: Promise<void> | undefined;
  #timer: Timer | undefined;
  #timerAt = 0;
  #started = false;

  /** What is there now counts as saved. */
  constructor(options: StateSaverOptions) {
    this.#options = options;
    this.#savedRevision = options.revision();
  }

  /** Starts to look for changes. */
  start(): void {
    this.#started = true;
    this.#schedule(this.#options.intervalMs);
  }

  /** Looks for changes after at most `delayMs`. Does nothing before the start and after the stop. */
  saveWithin(delayMs: number): void {
    if (this.#started) this.#schedule(delayMs);
  }

  /**
   * Saves what has changed, now: when it resolves, all that was there at the call is in the file.
   *
   * @throws P2PError `STATE_FILE_ACCESS`.
   */
  async save(): Promise<void> {
    // A save under way may have taken its content before the last changes.
    while (this.#running !== undefined) await this.#running.catch(() => undefined);
    if (this.#options.revision() === this.#savedRevision) return;
    this.#running = this.#write().finally(() => {
      this.#running = undefined;
    });
    await this.#running;
  }

  /** Stops looking and saves once more. A failure is reported, not thrown. */
  async stop(): Promise<void> {
    this.#started = false;
    this.#timer?.cancel();
    this.#timer = undefined;
    await this.#trySave();
  }

  async #write(): Promise<void> {
    const { path, revision, content, mode } = this.#options;
    const saving = revision();
    await writeStateFile(path, content(), mode);
    this.#savedRevision = saving;
  }

  async #trySave(): Promise<boolean> {
    try {
      await this.save();
      return true;
    } catch (error) {
      this.#options.onProblem?.(asP2PError(error, "STATE_FILE_ACCESS"));
      return false;
    }
  }

  /** Sets the timer, unless it is set to an earlier time already. */
  #schedule(delayMs: number): void {
    const { clock } = this.#options;
    const at = clock.now() + delayMs;
    if (this.#timer !== undefined && this.#timerAt <= at) return;
    this.#timer?.cancel();
    this.#timerAt = at;
    this.#timer = clock.setTimer(delayMs, () => {
      this.#timer = undefined;
      void this.#look();
    });
  }

  async #look(): Promise<void> {
    const { intervalMs } = this.#options;
    const saved = await this.#trySave();
    if (this.#started) this.#schedule(saved ? intervalMs : Math.min(intervalMs, limits.saveRetryMs));
  }
}
