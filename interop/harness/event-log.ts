/** A growing list that others can wait on. */

/** Entries in the order they came; waiting looks at those already there first. */
export class EventLog<T> {
  readonly #entries: T[] = [];
  readonly #waiting = new Set<() => void>();
  #ended: string | undefined;

  /** All entries so far. */
  get entries(): readonly T[] {
    return this.#entries;
  }

  /** Adds an entry and wakes those who wait for it. */
  push(entry: T): void {
    this.#entries.push(entry);
    this.#wake();
  }

  /** No entry will follow; whoever waits is told why. */
  end(reason: string): void {
    this.#ended ??= reason;
    this.#wake();
  }

  /**
   * The index of the first entry, from index `from` on, that matches.
   *
   * @param what - names the thing waited for in the error
   * @param deadlineMs - how long to wait at most, in milliseconds
   * @throws Error when the time is over or the log ends first
   */
  async wait(
    matches: (entry: T) => boolean,
    from: number,
    what: string,
    deadlineMs: number,
  ): Promise<number> {
    let next = from;
    return new Promise((resolve, reject) => {
      const finish = (act: () => void): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        act();
      };
      const look = (): void => {
        for (; next < this.#entries.length; next++) {
          if (matches(this.#entries[next] as T)) {
            finish(() => {
              resolve(next);
            });
            return;
          }
        }
        const reason = this.#ended;
        if (reason !== undefined) {
          finish(() => {
            reject(new Error(`waiting for ${what}: ${reason}`));
          });
        }
      };
      const timer = setTimeout(() => {
        finish(() => {
          reject(new Error(`waiting for ${what}: nothing within ${String(deadlineMs)} ms`));
        });
      }, deadlineMs);
      this.#waiting.add(look);
      look();
    });
  }

  #wake(): void {
    for (const look of [...this.#waiting]) look();
  }
}
