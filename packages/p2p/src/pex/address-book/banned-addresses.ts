import type { KnownAddress } from "./known-address.js";

/** A ban of the book. */
export interface BannedAddress {
  /** Node id in lower case. */
  readonly id: string;
  /** Why, in words. */
  readonly reason: string;
  /** Wall time at which it ends, milliseconds since 1970. */
  readonly until: number;
  /** What the book knew of the id, to be reinstated; undefined when it knew nothing. */
  readonly entry: KnownAddress | undefined;
}

/** Banned ids, at most `limit`: a further one takes the place of the one that ends first. */
export class BannedAddresses {
  readonly #bans = new Map<string, BannedAddress>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Number of bans, ended ones included until they are looked at. */
  get size(): number {
    return this.#bans.size;
  }

  /** The ban of an id, whether it has ended or not. */
  get(id: string): BannedAddress | undefined {
    return this.#bans.get(id);
  }

  /** Adds a ban, or replaces that of the id. */
  set(ban: BannedAddress): void {
    if (!this.#bans.has(ban.id) && this.#bans.size >= this.#limit) this.#evict();
    this.#bans.set(ban.id, ban);
  }

  /** Drops a ban and returns it. */
  delete(id: string): BannedAddress | undefined {
    const ban = this.#bans.get(id);
    this.#bans.delete(id);
    return ban;
  }

  /** All bans in the order in which they were made. */
  values(): IterableIterator<BannedAddress> {
    return this.#bans.values();
  }

  #evict(): void {
    let first: BannedAddress | undefined;
    for (const ban of this.#bans.values()) if (first === undefined || ban.until < first.until) first = ban;
    if (first !== undefined) this.#bans.delete(first.id);
  }
}
