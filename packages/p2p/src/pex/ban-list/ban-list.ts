import { type Clock, limits, P2PError, printable, systemClock } from "../../base/index.js";
import { normalizeNodeId } from "../../wire/index.js";
import { type BanTarget, formatBanTarget, ipOf, parseBanTarget, type PeerIdentity } from "./ban-target.js";
import { RangeTable } from "./range-table.js";

/** A ban in force. */
export interface Ban {
  /** What is banned, as text: a node id, an IP address, or a range such as `10.0.0.0/8`. */
  readonly text: string;
  /** The same, parsed. */
  readonly target: BanTarget;
  /** Why, in words. Printable. */
  readonly reason: string;
  /** Wall time, milliseconds since 1970. */
  readonly createdAt: number;
  /** Wall time at which it ends, milliseconds since 1970; undefined for a ban that does not end. */
  readonly expiresAt: number | undefined;
  /** Whether a rule has made it, and not the operator. */
  readonly automatic: boolean;
}

/** What has happened to a ban. */
export interface BanChange {
  /** `added` also when its reason or its end has changed; `expired` when that was noticed. */
  readonly type: "added" | "removed" | "expired" | "evicted";
  /** As it is now, or was last. */
  readonly ban: Ban;
}

/** Settings of a {@link BanList}. */
export interface BanListOptions {
  /** Default: real time. */
  readonly clock?: Clock | undefined;
  /** Most bans; the automatic one that ends first makes room for another, then the operator's. Default 10,000. */
  readonly maxBans?: number | undefined;
}

/** Options of {@link BanList.add}. */
export interface AddBanOptions {
  /** Why, in words; made printable and cut at 200 characters. */
  readonly reason: string;
  /** How long. Default: for ever. */
  readonly durationMs?: number | undefined;
  /** Whether a rule makes it: it never takes the place of the operator's. Default false. */
  readonly automatic?: boolean | undefined;
}

/**
 * Who must not connect to us and whom we do not dial: node ids and ranges of IP addresses, each with a reason and an end.
 * Only in memory: see `loadBanList` and `BanFile` for the file.
 *
 * A ban whose time has passed counts as gone at once; no timers run. Go has no such list: its bans are forgotten at a
 * restart, and inbound peers are not checked (`p2p/pex/addrbook.go:355-389@v0.38.25`).
 *
 * @example
 * ```ts
 * const bans = new BanList();
 * bans.add("10.0.0.0/8", { reason: "wrong network", durationMs: 86_400_000 });
 * bans.check({ ip: IpAddress.parse("10.1.2.3") })?.reason; // "wrong network"
 * ```
 */
export class BanList {
  readonly #clock: Clock;
  readonly #maxBans: number;
  readonly #listeners = new Set<(change: BanChange) => void>();
  readonly #bans = new Map<string, Ban>();
  readonly #ranges = new RangeTable<Ban>();
  #revision = 0;

  /** @throws P2PError `OPTION_INVALID` when `maxBans` is not a positive integer. */
  constructor(options: BanListOptions = {}) {
    this.#clock = options.clock ?? systemClock;
    this.#maxBans = options.maxBans ?? limits.bans;
    if (!Number.isInteger(this.#maxBans) || this.#maxBans < 1)
      throw new P2PError("OPTION_INVALID", { detail: "maxBans: not a positive integer" });
  }

  /** Goes up with each change worth saving. */
  get revision(): number {
    return this.#revision;
  }

  /**
   * Calls `listener` after each change: to disconnect the peers that a new ban is about (`targetMatches`), to save.
   *
   * @returns ends the calls.
   */
  onChange(listener: (change: BanChange) => void): () => void {
    // Each subscription is one of its own, also of a function that is there already.
    const own = (change: BanChange) => listener(change);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  /**
   * Bans a node id, an IP address or a range. What is banned already keeps its start and gets the new reason, and ends
   * at the later of both ends.
   *
   * @param target - as {@link parseBanTarget} reads it, or its result.
   * @returns the ban, or undefined when the list is full of bans that outlast this one.
   * @throws P2PError `OPTION_INVALID` when the target or the duration is none.
   */
  add(target: string | BanTarget, options: AddBanOptions): Ban | undefined {
    const { durationMs } = options;
    if (durationMs !== undefined && !(durationMs > 0))
      throw new P2PError("OPTION_INVALID", { detail: "durationMs: not a positive number" });
    const now = this.#clock.wallTime();
    const parsed = typeof target === "string" ? parseBanTarget(target) : target;
    const end = durationMs === undefined ? Number.POSITIVE_INFINITY : Math.floor(now + durationMs);
    return this.restore({
      text: formatBanTarget(parsed),
      target: parsed,
      reason: printable(options.reason),
      createdAt: now,
      expiresAt: Number.isFinite(end) ? end : undefined,
      automatic: options.automatic ?? false,
    });
  }

  /** Takes in a ban as it is, from a file. One that has ended is not taken. Returns what {@link BanList.add} does. */
  restore(ban: Ban): Ban | undefined {
    if (ended(ban, this.#clock.wallTime())) return undefined;
    const earlier = this.#bans.get(ban.text);
    const current = earlier && this.#inForce(earlier);
    if (current === undefined && !this.#makeRoom(ban)) return undefined;
    const merged: Ban =
      current === undefined
        ? ban
        : {
            ...ban,
            createdAt: current.createdAt,
            expiresAt: laterEnd(current.expiresAt, ban.expiresAt),
            automatic: current.automatic && ban.automatic,
          };
    this.#bans.set(merged.text, merged);
    if (merged.target.kind === "range") this.#ranges.set(merged.target, merged);
    this.#changed("added", merged);
    return merged;
  }

  /**
   * Lifts the ban of exactly this target: a range is not cut by lifting an address in it.
   *
   * @returns the ban, or undefined when there is none.
   * @throws P2PError `OPTION_INVALID` when the target is none.
   */
  remove(target: string | BanTarget): Ban | undefined {
    const parsed = typeof target === "string" ? parseBanTarget(target) : target;
    const found = this.#bans.get(formatBanTarget(parsed));
    const ban = found && this.#inForce(found);
    if (ban !== undefined) this.#drop("removed", ban);
    return ban;
  }

  /** The bans in force, in the order in which they were made. */
  list(): Ban[] {
    return Array.from(this.#bans.values()).filter((ban) => this.#inForce(ban) !== undefined);
  }

  /** The ban that keeps a peer out, if any: that of its id, else the most specific range that holds its IP. */
  check(peer: PeerIdentity): Ban | undefined {
    const byId = peer.id === undefined ? undefined : this.#bans.get(normalizeNodeId(peer.id));
    if (byId !== undefined && this.#inForce(byId) !== undefined) return byId;
    const ip = ipOf(peer);
    if (ip === undefined) return undefined;
    for (const ban of this.#ranges.matches(ip)) if (this.#inForce(ban) !== undefined) return ban;
    return undefined;
  }

  /** The ban, unless its time has passed: then it leaves the list. */
  #inForce(ban: Ban): Ban | undefined {
    if (!ended(ban, this.#clock.wallTime())) return ban;
    this.#drop("expired", ban);
    return undefined;
  }

  /** Room for one more, at the cost of the ban that matters least, if that is less than `ban` does. */
  #makeRoom(ban: Ban): boolean {
    if (this.#bans.size < this.#maxBans) return true;
    let first: Ban | undefined;
    for (const each of this.#bans.values()) if (first === undefined || mattersLess(each, first)) first = each;
    if (first === undefined || !mattersLess(first, ban)) return false;
    this.#drop(ended(first, this.#clock.wallTime()) ? "expired" : "evicted", first);
    return true;
  }

  #drop(type: BanChange["type"], ban: Ban): void {
    this.#bans.delete(ban.text);
    if (ban.target.kind === "range") this.#ranges.delete(ban.target);
    this.#changed(type, ban);
  }

  #changed(type: BanChange["type"], ban: Ban): void {
    this.#revision++;
    for (const listener of this.#listeners) listener({ type, ban });
  }
}

function endOf({ expiresAt }: Ban): number {
  return expiresAt ?? Number.POSITIVE_INFINITY;
}

/** Automatic bans matter less than the operator's, and those that end sooner less than others. */
function mattersLess(a: Ban, b: Ban): boolean {
  return a.automatic === b.automatic ? endOf(a) < endOf(b) : a.automatic;
}

function ended(ban: Ban, now: number): boolean {
  return endOf(ban) <= now;
}

function laterEnd(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : Math.max(a, b);
}
