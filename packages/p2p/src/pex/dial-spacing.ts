import { type Clock, limits } from "../base/index.js";
import type { NetAddress } from "../wire/index.js";

/** Dials of which it is remembered when they were, before old ones are forgotten. */
const REMEMBERED = 1_000;

/**
 * Keeps a crawl from hitting one host or one network: whoever fills a seed's book with inventions must not have it attack
 * a third party.
 */
export class DialSpacing {
  readonly #clock: Clock;
  readonly #groupOf: (address: NetAddress) => string;
  /** Dials under way by group. */
  readonly #active = new Map<string, number>();
  /** When an IP address was last dialled. In the order of time. */
  readonly #dialledAt = new Map<string, number>();

  constructor(clock: Clock, groupOf: (address: NetAddress) => string) {
    this.#clock = clock;
    this.#groupOf = groupOf;
  }

  /** Milliseconds until an address may be dialled; Infinity until a dial to its group has ended. */
  pauseMs(address: NetAddress): number {
    if ((this.#active.get(this.#groupOf(address)) ?? 0) >= limits.crawlPerGroup)
      return Number.POSITIVE_INFINITY;
    const dialledAt = this.#dialledAt.get(address.host);
    return dialledAt === undefined ? 0 : Math.max(0, dialledAt + limits.crawlSameIpMs - this.#clock.now());
  }

  /** A dial begins. */
  begin(address: NetAddress): void {
    const group = this.#groupOf(address);
    const { host } = address;
    const now = this.#clock.now();
    this.#active.set(group, (this.#active.get(group) ?? 0) + 1);
    this.#dialledAt.delete(host);
    this.#dialledAt.set(host, now);
    if (this.#dialledAt.size <= REMEMBERED) return;
    for (const [old, at] of this.#dialledAt) {
      if (now - at < limits.crawlSameIpMs) break;
      this.#dialledAt.delete(old);
    }
  }

  /** A dial has ended. */
  end(address: NetAddress): void {
    const group = this.#groupOf(address);
    const active = (this.#active.get(group) ?? 0) - 1;
    if (active > 0) this.#active.set(group, active);
    else this.#active.delete(group);
  }
}
