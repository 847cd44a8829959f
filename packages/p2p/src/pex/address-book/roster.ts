import { DenseList, slots } from "./dense-list.js";
import type { AddressKind, KnownAddress } from "./known-address.js";

/** All entries of a book by id, and as lists to draw from: all, by kind, and the verified ones by kind. */
export class Roster {
  readonly #byId = new Map<string, KnownAddress>();
  /** Every entry. */
  readonly all = new DenseList(slots.all);
  /** Entries by kind. */
  readonly kinds: Readonly<Record<AddressKind, DenseList>> = {
    new: new DenseList(slots.kind),
    old: new DenseList(slots.kind),
  };
  /** Entries that have been verified at some time, by kind. */
  readonly verified: Readonly<Record<AddressKind, DenseList>> = {
    new: new DenseList(slots.verified),
    old: new DenseList(slots.verified),
  };

  /** The entry of an id in lower case. */
  get(id: string): KnownAddress | undefined {
    return this.#byId.get(id);
  }

  /** Takes an entry in. Its id must be unknown. */
  add(entry: KnownAddress): void {
    this.#byId.set(entry.id, entry);
    this.all.push(entry);
    this.#enlist(entry);
  }

  /** Drops an entry. */
  delete(entry: KnownAddress): void {
    this.#byId.delete(entry.id);
    this.all.delete(entry);
    this.#delist(entry);
  }

  /** Changes an entry's kind. */
  setKind(entry: KnownAddress, kind: AddressKind): void {
    this.#delist(entry);
    entry.kind = kind;
    this.#enlist(entry);
  }

  /** Sets when an entry's address was last verified; undefined when it never was. */
  setVerified(entry: KnownAddress, at: number | undefined): void {
    this.#delist(entry);
    entry.lastVerifiedAt = at;
    this.#enlist(entry);
  }

  #enlist(entry: KnownAddress): void {
    this.kinds[entry.kind].push(entry);
    if (entry.lastVerifiedAt !== undefined) this.verified[entry.kind].push(entry);
  }

  #delist(entry: KnownAddress): void {
    this.kinds[entry.kind].delete(entry);
    const verified = this.verified[entry.kind];
    if (verified.placed(entry)) verified.delete(entry);
  }
}
