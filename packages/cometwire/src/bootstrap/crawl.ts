import { setMaxListeners } from "node:events";
import type { AddressSpec, Clock } from "@cometwire/p2p";
import { Deadline } from "../probe/deadline.js";
import type { VerifiedAddress } from "../verify/verify-addresses.js";
import { isAmple } from "./choose-peers.js";
import { type Finding, judgeResult } from "./finding.js";
import { Frontier, type Target } from "./frontier.js";
import { Harvest } from "./harvest.js";

/** What to look for, and how far. */
export interface CrawlOptions {
  /** Where to begin. */
  readonly seeds: readonly AddressSpec[];
  /** Peers that are wanted. More are looked for, to have a choice. */
  readonly want: number;
  /** Whether to take addresses that cannot be reached from the Internet, too. */
  readonly allowPrivate: boolean;
  /** Time for everything. */
  readonly timeoutMs: number;
}

/** What a crawl needs. */
export interface CrawlTools {
  readonly clock: Clock;
  /** Fires on Ctrl-C. */
  readonly signal: AbortSignal;
  /** Dials addresses of one endpoint; results that an abort came before are left out. */
  readonly verify: (
    addresses: readonly AddressSpec[],
    signal: AbortSignal,
  ) => Promise<readonly VerifiedAddress[]>;
  /** Told of everything new, after the harvest has it. `isSeed`: the user named the address. */
  readonly onFinding: (finding: Finding, isSeed: boolean) => void;
}

/** Why a crawl has ended. */
export type CrawlEnd =
  /** There is more than enough to choose from. */
  | "ample"
  /** Every address that was told of has been dialled. */
  | "exhausted"
  /** As many dials as are fit for the number of peers have been made. */
  | "dials"
  | "time"
  | "interrupt";

/** Dials at once. */
const CONCURRENCY = 24;
/** Dials in all: for each peer that is wanted, and the bounds. On a public network one of three or four nodes has room. */
const DIALS = { perWanted: 20, least: 100, most: 1_000 } as const;

/** Looks for nodes: asks seeds, dials whom they tell of, asks those in turn. */
export class Crawl {
  readonly #options: CrawlOptions;
  readonly #tools: CrawlTools;
  readonly #frontier: Frontier;
  readonly #harvest = new Harvest();
  readonly #startedAt: number;

  constructor(options: CrawlOptions, tools: CrawlTools) {
    const { want, allowPrivate, seeds } = options;
    this.#options = options;
    this.#tools = tools;
    const mostDials = Math.min(DIALS.most, Math.max(DIALS.least, DIALS.perWanted * want));
    this.#frontier = new Frontier({ mostDials, allowPrivate });
    for (const seed of seeds) this.#frontier.addSeed(seed);
    this.#startedAt = tools.clock.now();
  }

  /** What it has brought in so far. */
  get harvest(): Harvest {
    return this.#harvest;
  }

  /** Dials begun. */
  get dials(): number {
    return this.#frontier.dials;
  }

  /** Endpoints that were not dialled yet. */
  get waiting(): number {
    return this.#frontier.waiting;
  }

  /** Milliseconds since it was made. */
  get elapsedMs(): number {
    return this.#tools.clock.now() - this.#startedAt;
  }

  /** Crawls to the end. Nothing that the network or a peer does makes it throw. Once. */
  async run(): Promise<CrawlEnd> {
    const { clock, signal: interrupt } = this.#tools;
    const deadline = new Deadline(this.#options.timeoutMs, clock, interrupt);
    const enough = new AbortController();
    const signal = AbortSignal.any([deadline.signal, enough.signal]);
    // Every dial listens to it; Node takes more than ten for a leak.
    setMaxListeners(0, signal);
    const dials = new Set<Promise<void>>();
    try {
      while (!signal.aborted) {
        for (const target of this.#targets(CONCURRENCY - dials.size)) {
          const dial = this.#dial(target, signal).finally(() => dials.delete(dial));
          dials.add(dial);
        }
        if (dials.size === 0) return this.waiting > 0 ? "dials" : "exhausted";
        await Promise.race(dials);
        if (isAmple(this.#harvest.peers, this.#options.want)) enough.abort();
      }
      if (interrupt.aborted) return "interrupt";
      return deadline.expired ? "time" : "ample";
    } finally {
      enough.abort();
      await Promise.allSettled(dials);
      deadline.close();
    }
  }

  *#targets(most: number): Generator<Target> {
    for (let i = 0; i < most; i++) {
      const target = this.#frontier.next();
      if (target === undefined) return;
      yield target;
    }
  }

  async #dial(target: Target, signal: AbortSignal): Promise<void> {
    const results = await this.#tools.verify(target.addresses, signal);
    const reached = results.find(({ outcome }) => outcome === "reached");
    this.#frontier.done(target, reached?.address.id);
    for (const result of results) this.#take(result, target.toldBy);
  }

  #take(result: VerifiedAddress, toldBy: string | undefined): void {
    const isSeed = this.#options.seeds.some((seed) => seed.toString() === result.address.toString());
    const finding = judgeResult(result, {
      allowPrivate: this.#options.allowPrivate,
      source: toldBy === undefined ? undefined : this.#harvest.addressOf(toldBy),
    });
    const isNew = this.#harvest.add(finding, isSeed ? result.address : undefined);
    if (isNew && "node" in finding) {
      const { address, told } = finding.node;
      for (const each of told) this.#harvest.heard[this.#frontier.hear(each, address.id)]++;
    }
    if (isNew || isSeed) this.#tools.onFinding(finding, isSeed);
  }
}
