import { addressFault, type AddressSpec, groupKey, isRoutable, NetAddress } from "@cometwire/p2p";

/** Addresses of one endpoint: one dial shows which of them is right. */
export interface Target {
  readonly addresses: readonly AddressSpec[];
  readonly host: string;
  /** The network that it is in; a host name is one of its own. */
  readonly group: string;
  /** Id of the node that told of it first; undefined for a seed, which the user named. */
  readonly toldBy: string | undefined;
}

/** What became of an address that somebody told of. */
export type Hearing =
  | "taken"
  /** It is there already, or its node has been found. */
  | "known"
  /** Nobody can be reached there from the Internet, and local networks are not allowed. */
  | "private"
  /** It is none: a bad id, the port 0, an IP address that nobody can have. */
  | "invalid"
  /** There is no room for it. */
  | "too-many";

/** How far a {@link Frontier} goes. */
export interface FrontierOptions {
  /** Dials in all. */
  readonly mostDials: number;
  /** Whether to dial addresses that cannot be reached from the Internet, too. Seeds are dialled in any case. */
  readonly allowPrivate: boolean;
}

/** Dials at once to one network: whoever runs it must not take us for a scan, and it must not hold up the others. */
export const MOST_AT_ONCE_PER_GROUP = 3;
/** Addresses listened to from one node: no release of Go tells more. */
export const MOST_TOLD_BY_ONE = 250;
/** Endpoints that wait. */
const MOST_WAITING = 20_000;

/**
 * Decides what is dialled next. Seeds come first. Then networks take turns, so that many are seen before one of them
 * twice; among addresses of equal right those who told of them take turns, so that no single one can spend all dials on
 * its inventions. Never two dials at once to one host, as nodes refuse a second connection, and few to one network.
 *
 * Knows no time and no chance: the same calls give the same order.
 */
export class Frontier {
  readonly #options: FrontierOptions;
  /** By `host:port`, in the order in which they were heard of. */
  readonly #waiting = new Map<string, Target>();
  /** `id@host:port` of all that were ever heard of and could be used. */
  readonly #known = new Set<string>();
  readonly #foundIds = new Set<string>();
  readonly #busyHosts = new Set<string>();
  readonly #busyInGroup = new Counts();
  readonly #dialsInGroup = new Counts();
  readonly #dialsByTeller = new Counts();
  readonly #heardFrom = new Counts();
  #dials = 0;

  constructor(options: FrontierOptions) {
    this.#options = options;
  }

  /** Dials begun. */
  get dials(): number {
    return this.#dials;
  }

  /** Endpoints that wait for their turn. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Takes in a seed. */
  addSeed(address: AddressSpec): void {
    if (this.#known.has(address.toString())) return;
    this.#known.add(address.toString());
    this.#put(address, undefined);
  }

  /** Takes in an address that the node with the id `toldBy` told of. */
  hear(address: NetAddress, toldBy: string): Hearing {
    if (this.#heardFrom.add(toldBy, 1) > MOST_TOLD_BY_ONE) return "too-many";
    if (this.#known.has(address.toString()) || this.#foundIds.has(address.id)) return "known";
    if (addressFault(address) !== undefined || address.port === 0) return "invalid";
    if (this.waiting >= MOST_WAITING) return "too-many";
    this.#known.add(address.toString());
    if (!this.#options.allowPrivate && !isRoutable(address)) return "private";
    this.#put(address, toldBy);
    return "taken";
  }

  /** What to dial now; undefined when nothing may be, or nothing is left. It is busy until {@link Frontier.done}. */
  next(): Target | undefined {
    if (this.#dials >= this.#options.mostDials) return undefined;
    let best: readonly [endpoint: string, Target] | undefined;
    for (const entry of this.#waiting) {
      if (this.#mayDial(entry[1]) && (best === undefined || this.#goesBefore(entry[1], best[1])))
        best = entry;
    }
    if (best === undefined) return undefined;
    const [endpoint, target] = best;
    this.#waiting.delete(endpoint);
    this.#dials++;
    this.#busyHosts.add(target.host);
    this.#busyInGroup.add(target.group, 1);
    this.#dialsInGroup.add(target.group, 1);
    if (target.toldBy !== undefined) this.#dialsByTeller.add(target.toldBy, 1);
    return target;
  }

  /** The dial has ended; `found`: the id that is there, whose other addresses are not needed any more. */
  done({ host, group }: Target, found: string | undefined): void {
    this.#busyHosts.delete(host);
    this.#busyInGroup.add(group, -1);
    if (found === undefined) return;
    this.#foundIds.add(found);
    for (const [endpoint, target] of this.#waiting) {
      const addresses = target.addresses.filter(({ id }) => id !== found);
      if (addresses.length === 0) this.#waiting.delete(endpoint);
      else if (addresses.length < target.addresses.length)
        this.#waiting.set(endpoint, { ...target, addresses });
    }
  }

  #put(address: AddressSpec, toldBy: string | undefined): void {
    const { host, dialString } = address;
    const target = this.#waiting.get(dialString) ?? { addresses: [], host, group: groupOf(address), toldBy };
    this.#waiting.set(dialString, { ...target, addresses: [...target.addresses, address] });
  }

  #mayDial({ host, group }: Target): boolean {
    return !this.#busyHosts.has(host) && this.#busyInGroup.of(group) < MOST_AT_ONCE_PER_GROUP;
  }

  /** Whether `a` goes before `b`, which was heard of earlier. */
  #goesBefore(a: Target, b: Target): boolean {
    if (a.toldBy === undefined || b.toldBy === undefined)
      return a.toldBy === undefined && b.toldBy !== undefined;
    const byGroup = this.#dialsInGroup.of(a.group) - this.#dialsInGroup.of(b.group);
    return (
      byGroup < 0 || (byGroup === 0 && this.#dialsByTeller.of(a.toldBy) < this.#dialsByTeller.of(b.toldBy))
    );
  }
}

/** The network that an address is in. */
function groupOf(address: AddressSpec): string {
  return address instanceof NetAddress ? groupKey(address, false) : address.host;
}

/** A number for each key, 0 at first. */
class Counts {
  readonly #counts = new Map<string, number>();

  of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  /** Returns what the number is then. */
  add(key: string, change: number): number {
    const number = this.of(key) + change;
    this.#counts.set(key, number);
    return number;
  }
}
