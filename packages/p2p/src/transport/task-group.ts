import { abortError, type P2PError } from "../base/index.js";

/** Tasks that are under way, so that all of them can be ended and waited for. */
export class TaskGroup {
  readonly #tasks = new Map<AbortController, Promise<unknown>>();
  #stopped: P2PError | undefined;

  /** Tasks under way. */
  get size(): number {
    return this.#tasks.size;
  }

  /**
   * Runs `task` as part of the group. Its controller's signal fires when the group is stopped, when `signal` fires, or
   * when the task aborts itself; never after the task has settled.
   *
   * @throws P2PError the stop's reason, or that of {@link abortError}, without running `task`.
   */
  async run<T>(task: (controller: AbortController) => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.#stopped !== undefined) throw this.#stopped;
    if (signal?.aborted === true) throw abortError(signal);
    const controller = new AbortController();
    const onAbort = (): void => controller.abort(abortError(signal));
    signal?.addEventListener("abort", onAbort, { once: true });
    const running = task(controller);
    this.#tasks.set(controller, running);
    try {
      return await running;
    } finally {
      this.#tasks.delete(controller);
      signal?.removeEventListener("abort", onAbort);
    }
  }

  /** Aborts everything under way with `reason`, refuses what comes later, and waits until all has settled. */
  async stop(reason: P2PError): Promise<void> {
    this.#stopped ??= reason;
    const running = [...this.#tasks.values()];
    for (const controller of this.#tasks.keys()) controller.abort(reason);
    await Promise.allSettled(running);
  }
}
