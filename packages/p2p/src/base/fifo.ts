/** Behind this many taken entries, the array is cut. */
const CUT_AT = 1024;

/** A queue whose both ends are cheap, however long it gets: an array's `shift` moves everything behind it. */
export class Fifo<T> {
  #entries: T[] = [];
  #head = 0;

  /** Entries waiting. */
  get length(): number {
    return this.#entries.length - this.#head;
  }

  /** Adds an entry at the end. */
  push(entry: T): void {
    this.#entries.push(entry);
  }

  /** Takes the first entry; undefined when there is none. */
  shift(): T | undefined {
    if (this.length === 0) return undefined;
    const entry = this.#entries[this.#head++];
    if (this.#head === this.#entries.length) this.clear();
    else if (this.#head >= CUT_AT && this.#head * 2 >= this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
    return entry;
  }

  /** Drops everything. */
  clear(): void {
    this.#entries.length = 0;
    this.#head = 0;
  }
}
