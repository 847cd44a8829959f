import { type Clock, limits, P2PError, printable, systemClock, systemRandom } from "../../base/index.js";
import { isNodeId, type NetAddress, normalizeNodeId } from "../../wire/index.js";
import { BannedAddresses } from "./banned-addresses.js";
import { BucketChoice } from "./bucket-choice.js";
import { withCandidate } from "./candidates.js";
import {
  type AdmissionRules,
  mayChangeAddress,
  newShare,
  oldProbability,
  refusalOf,
  selectionSize,
} from "./decisions.js";
import { Identities } from "./identities.js";
import { bookHash, isBookKey } from "./book-hash.js";
import { type AddressCandidate, type BookEntry, copyEntry, KnownAddress, NEVER } from "./known-address.js";
import type { AddressBookOptions, AddressChange, AddResult, VerifiedSelectionOptions } from "./options.js";
import { bookParameters } from "./parameters.js";
import { RandomPool } from "./random-pool.js";
import { added, known } from "./results.js";
import { sampleAll, sampleKinds, sampleVerified } from "./sampling.js";
import { Shelves } from "./shelves.js";
import { entryFrom, type RestoreFault, type StoredBan, type StoredBook } from "./stored-book.js";

/**
 * The addresses that a node knows, one entry for each node id, in buckets that keep any one source or network from
 * filling the book. Only in memory: see `loadAddressBook` and `AddressBookFile` for the file.
 *
 * An entry is *new* until {@link AddressBook.markGood}, then *old*; an old one that has to make room becomes new again.
 * The buckets bound the book: 65 × (256 + 64) entries.
 *
 * @example
 * ```ts
 * const book = new AddressBook({ ourId: nodeKey.id });
 * book.add(NetAddress.parse("92b196360df74a37a0a9431ad8b1b53bca2ed49d@1.2.3.4:26656"), source);
 * const next = book.pickAddress(30);
 * ```
 * Source: `p2p/pex/addrbook.go@v0.38.25`; `docs/DIFFERENCES.md` says what is done otherwise.
 */
export class AddressBook {
  /** The book's key: 24 hex digits. */
  readonly key: string;
  /** As `addr_book_strict`. */
  readonly strict: boolean;
  readonly #clock: Clock;
  readonly #pool: RandomPool;
  readonly #shelves: Shelves;
  readonly #rules: AdmissionRules;
  readonly #banned = new BannedAddresses(limits.bannedAddresses);
  readonly #identities = new Identities();
  #revision = 0;

  /** @throws P2PError `OPTION_INVALID` when the key is not 24 hex digits, or `ourId` no node id. */
  constructor(options: AddressBookOptions = {}) {
    const { strict = true, ourId, clock = systemClock, random = systemRandom } = options;
    this.key = options.key ?? Buffer.from(random.bytes(12)).toString("hex");
    if (!isBookKey(this.key)) throw new P2PError("OPTION_INVALID", { detail: "key: not 24 hex digits" });
    if (ourId !== undefined) {
      if (!isNodeId(ourId)) throw new P2PError("OPTION_INVALID", { detail: "ourId: not a node id" });
      this.#identities.addOurId(ourId);
    }
    this.strict = strict;
    this.#clock = clock;
    this.#pool = new RandomPool(random);
    const choice = new BucketChoice(this.key, (options.hash ?? bookHash)(this.key), strict);
    this.#shelves = new Shelves(choice, this.#pool, clock);
    this.#rules = {
      isBanned: (id) => this.#banned.size > 0 && this.isBanned(id),
      isPrivate: (id) => this.#identities.isPrivate(id),
      isOurs: (address) => this.#identities.isOurs(address),
      strict,
    };
  }

  /** Number of entries: one for each id. */
  get size(): number {
    return this.#shelves.roster.all.length;
  }

  /** Number of entries by kind. */
  get counts(): { readonly new: number; readonly old: number } {
    const { kinds } = this.#shelves.roster;
    return { new: kinds.new.length, old: kinds.old.length };
  }

  /** Whether there are no entries. */
  get isEmpty(): boolean {
    return this.size === 0;
  }

  /** Whether the book would take more addresses gladly: it has fewer than 1,000. */
  get needsMore(): boolean {
    return this.size < bookParameters.needAddressesThreshold;
  }

  /** Goes up with each change worth saving. */
  get revision(): number {
    return this.#revision;
  }

  /** Whether the id has an entry. */
  has(id: string): boolean {
    return this.#find(id) !== undefined;
  }

  /** A copy of the entry of an id. */
  get(id: string): BookEntry | undefined {
    const entry = this.#find(id);
    return entry && copyEntry(entry);
  }

  /** Whether the id's entry is old. False for an unknown id, at which Go would crash (`p2p/pex/addrbook.go:233-238@v0.38.25`). */
  isGood(id: string): boolean {
    return this.#find(id)?.kind === "old";
  }

  /** Whether the id is banned now. In Go a ban lasts until somebody lifts it (`p2p/pex/addrbook.go:241-247@v0.38.25`). */
  isBanned(id: string): boolean {
    const ban = this.#banned.get(normalizeNodeId(id));
    return ban !== undefined && ban.until > this.#clock.wallTime();
  }

  /** Copies of all entries, in no order. The book must not change in between. */
  *entries(): IterableIterator<BookEntry> {
    const { all } = this.#shelves.roster;
    for (let i = 0; i < all.length; i++) yield copyEntry(all.at(i));
  }

  /** All bans, ended ones that have not been reinstated included. */
  *bans(): IterableIterator<StoredBan> {
    for (const { id, reason, until, entry } of this.#banned.values()) {
      yield { id, reason, until, entry: entry && copyEntry(entry) };
    }
  }

  // What comes in

  /**
   * Takes in what somebody told of. An address of an unknown id gets an entry; that of a known id at most one more
   * bucket, or a place among the {@link BookEntry.candidates}, or it becomes the entry's address when the current one
   * has failed (once if it never worked, three times if it did).
   *
   * @param source - who told: its group decides which buckets are open to the address.
   */
  add(address: NetAddress, source: NetAddress): AddResult {
    return this.#learn(address, source, false);
  }

  /**
   * Takes in an address that a connection of ours has proved right, or as {@link AddressBook.add} one that has not. A
   * proved address replaces another at once, which stays as a candidate.
   */
  learnAddress(
    address: NetAddress,
    options: { readonly verified: boolean; readonly source?: NetAddress | undefined },
  ): AddResult {
    const result = this.#learn(address, options.source ?? address, options.verified);
    const entry = options.verified && result.outcome !== "ignored" ? this.#find(address.id) : undefined;
    if (entry !== undefined) this.#verified(entry);
    return result;
  }

  /** Marks as ours what we are known by: never stored, at any id. */
  addOurAddress(address: NetAddress): void {
    this.#identities.addOurAddress(address);
    this.#removeWhere((entry) => this.isOurAddress(entry.address));
  }

  /** Whether this is our id or one of our addresses. */
  isOurAddress(address: NetAddress): boolean {
    return this.#identities.isOurs(address);
  }

  /** Makes ids private: neither they nor what they tell of is stored. Those that are in the book leave it. */
  addPrivateIds(ids: Iterable<string>): void {
    this.#identities.addPrivateIds(ids);
    this.#removeWhere((entry) => this.#identities.isPrivate(entry.id));
  }

  // What becomes of an address

  /** The peer has proved useful: its address becomes old, and room is made for it. False for an unknown id. */
  markGood(id: string): boolean {
    const entry = this.#find(id);
    if (entry === undefined) return false;
    entry.succeeded(this.#clock.wallTime());
    this.#revision++;
    if (entry.kind === "new") this.#shelves.moveToOld(entry);
    return true;
  }

  /**
   * A dial has failed. Counted only against the address that was dialled: when that is a candidate, it is dropped
   * unless it has worked before. Past a few failures the next candidate becomes the entry's address.
   *
   * @param code - why it failed, an error code.
   */
  markAttempt(address: NetAddress, code?: string): boolean {
    const entry = this.#find(address.id);
    if (entry === undefined) return false;
    this.#revision++;
    if (!entry.address.equals(address)) {
      entry.candidates = entry.candidates.filter((each) => each.proven || !each.address.equals(address));
      return true;
    }
    entry.failed(this.#clock.wallTime(), code);
    const next = entry.candidates[0];
    if (next !== undefined && mayChangeAddress(entry)) this.#shelves.changeAddress(entry, next);
    return true;
  }

  /**
   * We have connected to the id ourselves and found it there. Ends its failures; does not make it old.
   *
   * @param address - where, if not at the entry's address: becomes the entry's address.
   * @returns false when the id is unknown and no address is given, or the address is refused.
   */
  markVerified(id: string, address?: NetAddress): boolean {
    const entry = this.#find(id);
    if (address !== undefined && entry?.address.equals(address) !== true) {
      if (address.id !== normalizeNodeId(id)) return false;
      return this.learnAddress(address, { verified: true }).outcome !== "ignored";
    }
    if (entry !== undefined) this.#verified(entry);
    return entry !== undefined;
  }

  /**
   * Bans an id: its entry leaves the book, to come back by {@link AddressBook.reinstate}. Works for unknown ids too.
   * A ban that lasts longer already is kept.
   *
   * @param reason - in words; made printable.
   */
  markBad(id: string, options: { readonly durationMs: number; readonly reason: string }): void {
    const key = normalizeNodeId(id);
    const earlier = this.#banned.get(key);
    const entry = this.#shelves.roster.get(key);
    const until = Math.max(earlier?.until ?? NEVER, this.#clock.wallTime() + options.durationMs);
    if (entry !== undefined) {
      this.#drop(entry);
      entry.lastBanTime = Math.max(entry.lastBanTime, until);
    }
    this.#banned.set({
      id: key,
      reason: printable(options.reason),
      until,
      entry: entry ?? earlier?.entry,
    });
    this.#revision++;
  }

  /** Lifts a ban, ended or not; what the book knew of the id comes back. False when the id is not banned. */
  unban(id: string): boolean {
    const ban = this.#banned.delete(normalizeNodeId(id));
    if (ban === undefined) return false;
    this.#revision++;
    if (ban.entry !== undefined) this.#takeBack(ban.entry);
    return true;
  }

  /** Lifts the bans that have ended. Returns how many. */
  reinstate(): number {
    const now = this.#clock.wallTime();
    const ended = Array.from(this.#banned.values()).filter(({ until }) => until <= now);
    for (const { id } of ended) this.unban(id);
    return ended.length;
  }

  /** Drops the entry of an id. False when there is none. */
  remove(id: string): boolean {
    const entry = this.#find(id);
    if (entry === undefined) return false;
    this.#drop(entry);
    return true;
  }

  // What goes out

  /**
   * One address to dial: from a random bucket of new or old addresses.
   *
   * @param bias - 0 (old) to 100 (new), weighed with how many there are of each.
   * @returns undefined when the book is empty, or when the chosen kind is.
   */
  pickAddress(bias: number): NetAddress | undefined {
    const counts = this.counts;
    const old = this.#pool.fraction() < oldProbability(bias, counts.new, counts.old);
    return this.#shelves.tables[old ? "old" : "new"].pick(this.#pool)?.address;
  }

  /** Addresses for a peer that asks: 23 % of the book, at least 32 where there are, at most 250; each equally likely. */
  selection(): NetAddress[] {
    return sampleAll(this.#shelves.roster.all, selectionSize(this.size), this.#pool);
  }

  /** As many, `bias` percent of them new where there are enough, and these first: what a seed hands out. */
  selectionWithBias(bias: number): NetAddress[] {
    const { kinds } = this.#shelves.roster;
    const count = selectionSize(this.size);
    const newCount = Math.min(newShare(bias, count, kinds.old.length), kinds.new.length);
    return sampleKinds(kinds.new, newCount, kinds.old, count - newCount, this.#pool);
  }

  /** Random addresses that we have connected to ourselves lately. */
  selectVerified(options: VerifiedSelectionOptions): NetAddress[] {
    return sampleVerified(this.#shelves.roster.verified, this.#clock.wallTime(), options, this.#pool);
  }

  /** Everything that a file keeps. */
  snapshot(): StoredBook {
    return { key: this.key, entries: [...this.entries()], bans: [...this.bans()] };
  }

  /**
   * Takes in an entry from a file, in the buckets that the file names: they cannot be recomputed for a book of Go's,
   * nor for an address that several sources told of. Only where one has no room is the entry's own bucket used.
   *
   * @returns why the entry was left out, or undefined.
   */
  restore(stored: BookEntry): RestoreFault | undefined {
    const refusal = refusalOf(stored.address, stored.source, this.#rules);
    if (refusal !== undefined) return refusal;
    if (this.#shelves.roster.get(stored.address.id) !== undefined) return "duplicateId";
    const entry = this.#entryFrom(stored);
    return this.#shelves.insertAt(entry, stored.buckets) ? undefined : "bucketFull";
  }

  /** Takes in a ban from a file. */
  restoreBan({ id, reason, until, entry }: StoredBan): void {
    const current = this.#shelves.roster.get(id);
    if (current !== undefined) this.#drop(current);
    const known = entry && this.#entryFrom(entry);
    this.#banned.set({ id, reason: printable(reason), until, entry: known ?? current });
  }

  #learn(address: NetAddress, source: NetAddress, verified: boolean): AddResult {
    const ban = this.#banned.size > 0 ? this.#banned.get(address.id) : undefined;
    if (ban !== undefined && !this.isBanned(ban.id)) this.unban(ban.id);
    const reason = refusalOf(address, source, this.#rules);
    if (reason !== undefined) return { outcome: "ignored", reason };
    const entry = this.#shelves.roster.get(address.id);
    if (entry === undefined) {
      this.#shelves.insert(new KnownAddress(address, source, this.#clock.wallTime()));
      this.#revision++;
      return added;
    }
    const change = entry.address.equals(address)
      ? this.#shelves.spread(entry, source)
      : this.#learnOther(entry, { address, source, proven: verified });
    if (change !== "nothing") this.#revision++;
    return known[change];
  }

  /** Another address for a known id: taken over at once when it is proved or the current one fails, else kept. */
  #learnOther(entry: KnownAddress, candidate: AddressCandidate): AddressChange {
    if (candidate.proven || mayChangeAddress(entry)) {
      this.#shelves.changeAddress(entry, candidate);
      return "address";
    }
    const before = entry.candidates;
    entry.candidates = withCandidate(before, candidate, limits.addressCandidates);
    return entry.candidates === before ? "nothing" : "candidate";
  }

  #entryFrom(stored: BookEntry): KnownAddress {
    return entryFrom(stored, this.#clock.wallTime(), this.#rules);
  }

  #verified(entry: KnownAddress): void {
    const now = this.#clock.wallTime();
    entry.succeeded(now);
    this.#shelves.roster.setVerified(entry, now);
    this.#revision++;
  }

  #drop(entry: KnownAddress): void {
    this.#shelves.drop(entry);
    this.#revision++;
  }

  #removeWhere(matches: (entry: KnownAddress) => boolean): void {
    const { all } = this.#shelves.roster;
    // Backwards: the last entry takes the place of one that leaves.
    for (let i = all.length - 1; i >= 0; i--) if (matches(all.at(i))) this.#drop(all.at(i));
  }

  /** What comes back from a ban is new, whatever it was before. */
  #takeBack(entry: KnownAddress): void {
    const { address, source } = entry;
    const unwanted = refusalOf(address, source, this.#rules) !== undefined;
    if (unwanted || this.#shelves.roster.get(address.id) !== undefined) return;
    entry.kind = "new";
    this.#shelves.insert(entry);
  }

  #find(id: string): KnownAddress | undefined {
    return this.#shelves.roster.get(normalizeNodeId(id));
  }
}
