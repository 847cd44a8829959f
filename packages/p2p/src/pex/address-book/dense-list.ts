import type { KnownAddress } from "./known-address.js";

/** Which position of an entry a list keeps: lists that exclude each other share a slot. */
export const slots = { all: 0, kind: 1, verified: 2 } as const;

/**
 * Entries without gaps in an order that means nothing, so that adding, removing and drawing lots take constant time.
 * Each entry knows its own position.
 */
export class DenseList {
  readonly #entries: KnownAddress[] = [];
  readonly #slot: number;

  constructor(slot: (typeof slots)[keyof typeof slots]) {
    this.#slot = slot;
  }

  /** Number of entries. */
  get length(): number {
    return this.#entries.length;
  }

  /** The entry at `position`, which must be below {@link DenseList.length}. */
  at(position: number): KnownAddress {
    return this.#entries[position] as KnownAddress;
  }

  /** Whether `entry` is in this list, or in one that shares its slot. */
  placed(entry: KnownAddress): boolean {
    return entry.positions[this.#slot] !== -1;
  }

  /** Adds an entry that is not in the list. */
  push(entry: KnownAddress): void {
    entry.positions[this.#slot] = this.#entries.length;
    this.#entries.push(entry);
  }

  /** Takes an entry out; the last one takes its place. */
  delete(entry: KnownAddress): void {
    const position = entry.positions[this.#slot] as number;
    const last = this.#entries.pop() as KnownAddress;
    if (last !== entry) {
      this.#entries[position] = last;
      last.positions[this.#slot] = position;
    }
    entry.positions[this.#slot] = -1;
  }
}
