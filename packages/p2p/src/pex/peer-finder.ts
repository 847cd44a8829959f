import type { Timer } from "../base/index.js";
import { limits } from "../base/index.js";
import type { Peer } from "../switch/index.js";
import { groupKey, type NetAddress } from "../wire/index.js";
import type { AddressDialer } from "./address-dialer.js";
import type { AddressRequests } from "./address-requests.js";
import { planPeers, type PlannedDial } from "./ensure-peers.js";
import { sourceOf } from "./peer-addresses.js";
import type { PexCore } from "./pex-core.js";
import { type SeedAsker, shuffled } from "./seed-asker.js";

/** What a {@link PeerFinder} works with. */
export interface PeerFinderParts {
  readonly requests: AddressRequests;
  readonly dialer: AddressDialer;
  readonly seeds: SeedAsker;
}

/** A session that lasted for so long was a good one; a node that drops us earlier is not dialled again at once. */
const STABLE_MS = 60_000;

/** Sees to it that an ordinary node has its outbound peers: every 30 s, and when something calls for it. */
export class PeerFinder {
  readonly #core: PexCore;
  readonly #parts: PeerFinderParts;
  readonly #dials = new Set<Promise<void>>();
  /** Outbound peers: where, and since when. */
  readonly #since = new Map<Peer, { readonly address: NetAddress; readonly at: number }>();
  #regular: Timer | undefined;
  #wake: Timer | undefined;
  /** Looks to be called for at a later time, by what for. */
  readonly #reminders = new Map<string, Timer>();
  #lastLookAt = Number.NEGATIVE_INFINITY;
  #running = false;

  constructor(core: PexCore, parts: PeerFinderParts) {
    this.#core = core;
    this.#parts = parts;
  }

  /** Looks at once when there are no peers, else at a random moment of the first interval, as Go does. */
  start(): void {
    const { context, settings } = this.#core;
    this.#running = true;
    const alone = context.peers.length === 0 && context.counts().dialing === 0;
    this.#lookAgainIn(alone ? 0 : context.random.integer(settings.ensurePeersMs));
  }

  /**
   * Something has changed that may make it worth to look soon: never more than once a second, and spread at random, lest
   * nodes that a seed answers at once all dial each other in the same moment.
   */
  wake(): void {
    if (!this.#running || this.#wake !== undefined) return;
    const { clock, random } = this.#core.context;
    const pauseMs = Math.max(0, this.#lastLookAt + limits.ensurePeersWakeMs - clock.now());
    this.#wake = clock.setTimer(pauseMs + random.integer(limits.ensurePeersSpreadMs), () => {
      this.#wake = undefined;
      this.#look(false);
    });
  }

  /** We have dialled a peer. */
  added(peer: Peer, address: NetAddress): void {
    this.#since.set(peer, { address, at: this.#core.context.clock.now() });
  }

  /** A peer has gone: without outbound peers there is no time to lose. */
  removed(peer: Peer): void {
    const { context, history } = this.#core;
    const since = this.#since.get(peer);
    this.#since.delete(peer);
    if (since !== undefined && context.clock.now() - since.at >= STABLE_MS) history.forget(since.address);
    else if (since !== undefined) history.failed(since.address, true);
    if (peer.outbound && context.counts().outbound === 0) this.wake();
  }

  /** Ends all timers and waits for the dials under way. */
  async stop(): Promise<void> {
    this.#running = false;
    this.#regular?.cancel();
    this.#wake?.cancel();
    for (const timer of this.#reminders.values()) timer.cancel();
    this.#reminders.clear();
    await Promise.all(this.#dials);
  }

  /** Wakes after a time. A later reminder of the same thing replaces an earlier one. */
  #remind(what: string, delayMs: number): void {
    if (!this.#running) return;
    this.#reminders.get(what)?.cancel();
    const timer = this.#core.context.clock.setTimer(delayMs, () => {
      this.#reminders.delete(what);
      this.wake();
    });
    this.#reminders.set(what, timer);
  }

  #lookAgainIn(delayMs: number): void {
    const { context, settings } = this.#core;
    this.#regular = context.clock.setTimer(delayMs, () => {
      this.#lookAgainIn(settings.ensurePeersMs);
      this.#look(true);
    });
  }

  #look(regular: boolean): void {
    const { context, settings, emit } = this.#core;
    const { book } = settings;
    this.#lastLookAt = context.clock.now();
    const count = book.reinstate();
    if (count > 0) emit({ type: "bans-ended", count });
    const { outbound, dialing } = context.counts();
    const plan = planPeers({
      wanted: context.maxOutboundPeers,
      outbound,
      dialing,
      regular,
      needsAddresses: book.needsMore,
      groups: this.#outboundGroups(),
      groupOf: (address) => groupKey(address, book.strict),
      pick: (bias) => book.pickAddress(bias),
      refusal: (address) => this.#refusal(address),
    });
    if (plan.askPeer) this.#askRandomPeer();
    if (plan.dials.length > 0) this.#dialAll(plan.dials);
    if (plan.askSeeds !== undefined) this.#askSeeds(plan.askSeeds);
    this.#parts.seeds.letGo();
  }

  #refusal(address: NetAddress): string | undefined {
    const { context, settings, history } = this.#core;
    if (context.isDialingOrExisting(address.id)) return "connected, or being dialled";
    if (context.isPersistent(address.id)) return "persistent: it is kept connected anyway";
    if (context.isPrivate(address.id)) return "private";
    if (settings.book.isOurAddress(address)) return "our own";
    if (this.#parts.seeds.hangsUp(address.id)) return "a seed that hangs up when it has answered";
    return history.pauseMs(address) > 0 ? "it failed a short while ago" : undefined;
  }

  #outboundGroups(): Set<string> {
    const { context, settings } = this.#core;
    const groups = new Set<string>();
    for (const peer of context.peers) {
      const address = peer.outbound ? sourceOf(peer) : undefined;
      if (address !== undefined) groups.add(groupKey(address, settings.book.strict));
    }
    return groups;
  }

  #askRandomPeer(): void {
    const { context } = this.#core;
    const { requests } = this.#parts;
    const peer = shuffled(
      context.peers.filter((each) => requests.mayAsk(each)),
      context.random,
    )[0];
    if (peer !== undefined) requests.ask(peer, "the address book could use more addresses");
  }

  #dialAll(dials: readonly PlannedDial[]): void {
    const all = Promise.all(dials.map((dial) => this.#dial(dial))).then((results) => {
      const reached = results.includes(true);
      const alone = this.#core.context.counts().outbound === 0;
      if (!this.#running || (!reached && !alone)) return;
      if (!reached) this.#askSeeds("there is no outbound peer, and nobody that was dialled could be reached");
      this.wake(); // there may be others in the book
    });
    this.#dials.add(all);
    void all.then(() => this.#dials.delete(all));
  }

  async #dial({ address, why }: PlannedDial): Promise<boolean> {
    const { emit } = this.#core;
    emit({ type: "dialing-from-book", address, why });
    const result = await this.#parts.dialer.dial(address);
    if (result.peer !== undefined) return true;
    const { error } = result;
    emit({ type: "dial-from-book-failed", address, error });
    // Both nodes have dialled at once, and each refused the other: next time one of them is first.
    if (result.verdict === "duplicate") this.#remind(address.id, this.#core.history.pauseMs(address));
    // Reactors start before the switch dials.
    if (error.code === "STOPPED") this.wake();
    return false;
  }

  #askSeeds(why: string): void {
    const pauseMs = this.#parts.seeds.ask(why);
    if (pauseMs === 0 || !Number.isFinite(pauseMs)) return;
    // Those whom a full seed has refused at once do not all come back at once.
    this.#remind("seeds", pauseMs + this.#core.context.random.integer(Math.ceil(pauseMs / 2)));
  }
}
