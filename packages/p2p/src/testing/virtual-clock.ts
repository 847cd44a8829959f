import type { Clock, Timer } from "../base/index.js";

/** Steps after which the real event loop gets a turn, so that a long simulation does not stop the process's own business. */
const STEPS_PER_TURN = 1_000;

/**
 * Time that passes only when told to, so that a test of an hour takes a millisecond and always goes the same way.
 *
 * A step is: everything deferred, or one timer; then every promise that follows from it settles, before the next step.
 * What waits for the operating system (files, sockets, `setImmediate`) is not part of virtual time; it gets turns at the
 * end of every call and now and then on the way.
 *
 * @example
 * ```ts
 * const clock = new VirtualClock();
 * clock.setTimer(60_000, () => console.log("a minute later"));
 * await clock.advance(60_000);
 * ```
 */
export class VirtualClock implements Clock {
  #now = 0;
  readonly #epoch: number;
  readonly #timers = new TimerHeap();
  #deferred: (() => void)[] = [];

  /** `epoch` is the wall time at the start, in milliseconds since 1970. */
  constructor(epoch = 1_700_000_000_000) {
    this.#epoch = epoch;
  }

  now(): number {
    return this.#now;
  }

  wallTime(): number {
    return this.#epoch + this.#now;
  }

  /** Timers due at the same time fire in the order they were set. A delay that is no number counts as none. */
  setTimer(delayMs: number, callback: () => void): Timer {
    const timer = new PendingTimer(this.#now + (delayMs > 0 ? delayMs : 0), callback);
    this.#timers.add(timer);
    return { cancel: () => this.#timers.delete(timer) };
  }

  defer(callback: () => void): void {
    this.#deferred.push(callback);
  }

  /** Lets `ms` milliseconds pass: everything due happens in order, promises included. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await this.#run(end, () => false);
    this.#now = Math.max(this.#now, end);
  }

  /**
   * Lets time pass until `condition` holds, at most `limitMs` milliseconds. It is asked before anything happens and after
   * every step; time stops at the step that made it true.
   *
   * @returns whether it came true; if not, `limitMs` have passed.
   *
   * @example
   * ```ts
   * if (!(await clock.advanceUntil(() => peers.size === 3, 60_000))) throw new Error("no three peers in a minute");
   * ```
   */
  async advanceUntil(condition: () => boolean, limitMs: number): Promise<boolean> {
    if (condition()) return true;
    const end = this.#now + limitMs;
    if (await this.#run(end, condition)) return true;
    this.#now = Math.max(this.#now, end);
    return false;
  }

  /** Lets everything happen that is due now. */
  settle(): Promise<void> {
    return this.advance(0);
  }

  /** Timers that are waiting: a stopped system has none. */
  get pendingTimers(): number {
    return this.#timers.size;
  }

  /** Takes steps until `enough`, or until nothing is due up to `end`. Returns whether it was enough. */
  async #run(end: number, enough: () => boolean): Promise<boolean> {
    do {
      if (await this.#runSteps(end, enough)) return true;
      await turn();
      if (enough()) return true;
    } while (this.#isDue(end));
    return false;
  }

  #runSteps(end: number, enough: () => boolean): Promise<boolean> {
    return new Promise((resolve, reject) => {
      let steps = 0;
      const next = (): void => {
        try {
          if (steps > 0 && enough()) resolve(true);
          else if (!this.#step(end)) resolve(false);
          else if (++steps % STEPS_PER_TURN === 0) setImmediate(next);
          else afterPromises(next);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      afterPromises(next);
    });
  }

  #isDue(end: number): boolean {
    return this.#deferred.length > 0 || (this.#timers.first?.at ?? Number.POSITIVE_INFINITY) <= end;
  }

  /** Does what is due next; false when nothing is due up to `end`. */
  #step(end: number): boolean {
    if (this.#deferred.length > 0) {
      const deferred = this.#deferred;
      this.#deferred = [];
      for (const callback of deferred) callback();
      return true;
    }
    const timer = this.#timers.first;
    if (timer === undefined || timer.at > end) return false;
    this.#timers.delete(timer);
    this.#now = Math.max(this.#now, timer.at);
    timer.callback();
    return true;
  }
}

/**
 * Calls `callback` when no promise has anything left to do.
 *
 * What `nextTick` is given while promises are being settled, Node calls once all of them are, those that came up meanwhile
 * included; given outside of that it may be called before, hence the way through the queue of promises. It costs a small
 * part of a turn of the event loop.
 */
function afterPromises(callback: () => void): void {
  queueMicrotask(() => process.nextTick(callback));
}

/** One turn of the real event loop. */
function turn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

class PendingTimer {
  readonly at: number;
  readonly callback: () => void;
  /** The order of setting, among timers of the same time. */
  order = 0;
  /** Where it is in the heap; -1 when it is not. */
  index = -1;

  constructor(at: number, callback: () => void) {
    this.at = at;
    this.callback = callback;
  }

  isBefore(other: PendingTimer): boolean {
    return this.at === other.at ? this.order < other.order : this.at < other.at;
  }
}

/** A binary heap of timers, each of which knows its place, so that cancelling is as cheap as setting. */
class TimerHeap {
  readonly #heap: PendingTimer[] = [];
  #added = 0;

  get size(): number {
    return this.#heap.length;
  }

  get first(): PendingTimer | undefined {
    return this.#heap[0];
  }

  add(timer: PendingTimer): void {
    timer.order = this.#added++;
    this.#heap.push(timer);
    this.#rise(timer, this.#heap.length - 1);
  }

  /** Does nothing for a timer that is not there. */
  delete(timer: PendingTimer): void {
    const { index } = timer;
    if (index < 0) return;
    timer.index = -1;
    const last = this.#heap.pop() as PendingTimer;
    if (last === timer) return;
    this.#rise(last, index);
    this.#sink(last);
  }

  /** Puts `timer` at `index` or above. */
  #rise(timer: PendingTimer, start: number): void {
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = this.#heap[parent] as PendingTimer;
      if (!timer.isBefore(above)) break;
      this.#place(above, index);
      index = parent;
    }
    this.#place(timer, index);
  }

  /** Moves `timer` down from where it is. */
  #sink(timer: PendingTimer): void {
    let { index } = timer;
    for (;;) {
      const left = this.#heap[2 * index + 1];
      const right = this.#heap[2 * index + 2];
      const child = right !== undefined && left !== undefined && right.isBefore(left) ? right : left;
      if (!child?.isBefore(timer)) break;
      const { index: below } = child;
      this.#place(child, index);
      index = below;
    }
    this.#place(timer, index);
  }

  #place(timer: PendingTimer, index: number): void {
    this.#heap[index] = timer;
    timer.index = index;
  }
}
