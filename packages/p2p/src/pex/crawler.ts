import { limits, type Timer, TokenBucket } from "../base/index.js";
import { groupKey, type NetAddress } from "../wire/index.js";
import type { AddressDialer } from "./address-dialer.js";
import type { AddressRequests } from "./address-requests.js";
import { planCrawl, type PlannedVerification } from "./crawl-policy.js";
import { DialSpacing } from "./dial-spacing.js";
import type { PexCore } from "./pex-core.js";

/** What a {@link Crawler} works with, and whom it tells. */
export interface CrawlerParts {
  readonly requests: AddressRequests;
  readonly dialer: AddressDialer;
  /** Whether an id is that of a configured seed: those are asked, not verified. */
  readonly isSeed: (id: string) => boolean;
  /** An address was verified. */
  readonly onVerified: () => void;
  /** A node was not found at an address. */
  readonly onUnreachable: (address: NetAddress) => void;
}

/** Addresses of one plan, and the longest time between two plans when nothing happens. */
const BATCH = 64;
const REPLAN_MS = 30_000;

/** The shortest time between two plans: each looks at the whole book. */
const PLAN_PAUSE_MS = 1_000;

/** Why a node is verified that was connected to us. */
const ANNOUNCED = "it was connected to us, and says that it listens there";

/** Most nodes that have just hung up and wait for their verification. */
const MAX_CALLED_BACK = 1_000;

/**
 * Verifies addresses for a seed, all the time and within a budget: dials, asks for addresses, hangs up.
 *
 * A node that is connected to us cannot be verified: with `allow_duplicate_ip = false` its host resets a second connection,
 * and otherwise it refuses a second one with our id. So a node is called back when it has hung up, after a moment in which
 * it notices; and a refusal of that kind is no failure.
 */
export class Crawler {
  readonly #core: PexCore;
  readonly #parts: CrawlerParts;
  readonly #budget: TokenBucket;
  readonly #spacing: DialSpacing;
  /** Nodes to call back, by id, with the time of the clock from which on. In the order of time. */
  readonly #callBacks = new Map<string, { readonly address: NetAddress; readonly at: number }>();
  /** Nodes that have gone and are not called back, by id: where they say that they listen. */
  readonly #inTurn = new Map<string, NetAddress>();
  readonly #active = new Map<string, Promise<void>>();
  #planned: PlannedVerification[] = [];
  #plannedAt = Number.NEGATIVE_INFINITY;
  #planAgainAt = Number.NEGATIVE_INFINITY;
  #timer: Timer | undefined;
  #inTurnTimer: Timer | undefined;
  #moreHaveLeft = false;
  #running = false;
  #verified = 0;
  #failed = 0;
  #postponed = 0;
  readonly #failures = new Map<string, number>();

  constructor(core: PexCore, parts: CrawlerParts) {
    const { settings, context } = core;
    this.#core = core;
    this.#parts = parts;
    this.#spacing = new DialSpacing(context.clock, (address) => groupKey(address, settings.book.strict));
    this.#budget = new TokenBucket({
      ratePerS: settings.crawlPerMinute / 60,
      burst: settings.crawlConcurrency,
      clock: context.clock,
    });
  }

  /** How it went so far. */
  get counts(): {
    readonly verifying: number;
    readonly waiting: number;
    readonly verified: number;
    readonly failed: number;
    readonly postponed: number;
    readonly failures: ReadonlyMap<string, number>;
  } {
    return {
      verifying: this.#active.size,
      waiting: this.#callBacks.size + this.#planned.length,
      verified: this.#verified,
      failed: this.#failed,
      postponed: this.#postponed,
      failures: this.#failures,
    };
  }

  /** Begins. */
  start(): void {
    this.#running = true;
    this.#pumpIn(0);
  }

  /** Ends all waiting, and waits for the dials under way. */
  async stop(): Promise<void> {
    this.#running = false;
    this.#timer?.cancel();
    this.#inTurnTimer?.cancel();
    await Promise.all(this.#active.values());
  }

  /** Whether an id is being verified: its connection is the crawler's. */
  isVerifying(id: string): boolean {
    return this.#active.has(id);
  }

  /** There may be new addresses in the book. */
  newAddresses(): void {
    const { clock } = this.#core.context;
    this.#planAgainAt = Math.min(this.#planAgainAt, Math.max(clock.now(), this.#plannedAt + PLAN_PAUSE_MS));
    this.#pump();
  }

  /** A node that was connected to us has gone: it comes first. */
  callBack(address: NetAddress): void {
    const { clock } = this.#core.context;
    if (this.#callBacks.size >= MAX_CALLED_BACK || this.#callBacks.has(address.id)) return;
    this.#callBacks.set(address.id, { address, at: clock.now() + limits.crawlAfterHangUpMs });
    this.#pump();
  }

  /** The same for a node that says it listens elsewhere than it came from: it takes its turn. */
  callBackInTurn(address: NetAddress): void {
    if (this.#inTurn.size >= MAX_CALLED_BACK) return;
    this.#inTurn.set(address.id, address);
    if (this.#inTurnTimer === undefined) this.#lookInAMoment();
    else this.#moreHaveLeft = true;
  }

  /** Those who leave meanwhile must not put it off. */
  #lookInAMoment(): void {
    this.#moreHaveLeft = false;
    this.#inTurnTimer = this.#core.context.clock.setTimer(limits.crawlAfterHangUpMs, () => {
      this.#inTurnTimer = undefined;
      this.newAddresses();
      if (this.#moreHaveLeft) this.#lookInAMoment();
    });
  }

  /** Starts what may be started now, and waits for the rest. */
  #pump(): void {
    while (this.#running && this.#active.size < this.#core.settings.crawlConcurrency) {
      const pauseMs = this.#budget.delayMs();
      const next = pauseMs > 0 ? pauseMs : this.#next();
      if (typeof next === "number") {
        this.#pumpIn(next);
        return;
      }
      this.#budget.take(1);
      this.#begin(next);
    }
  }

  #pumpIn(delayMs: number): void {
    this.#timer?.cancel();
    this.#timer = this.#core.context.clock.setTimer(delayMs, () => this.#pump());
  }

  /** What to verify next, or the milliseconds until there is something. */
  #next(): PlannedVerification | number {
    const { clock } = this.#core.context;
    const calledBack = this.#nextCallBack();
    if (typeof calledBack === "object") return calledBack;
    if (clock.now() >= this.#planAgainAt || this.#planned.length === 0) this.#plan();
    let waitMs = Math.min(calledBack, this.#planAgainAt - clock.now());
    for (const [i, planned] of this.#planned.entries()) {
      const pauseMs = this.#pauseMs(planned.address);
      if (pauseMs === 0) {
        this.#planned.splice(i, 1);
        return planned;
      }
      waitMs = Math.min(waitMs, pauseMs);
    }
    return Math.max(1, waitMs);
  }

  #nextCallBack(): PlannedVerification | number {
    const now = this.#core.context.clock.now();
    for (const [id, { address, at }] of this.#callBacks) {
      if (at > now) return at - now;
      this.#callBacks.delete(id);
      if (this.#isBusy(id) || this.#core.history.pauseMs(address) > 0) continue;
      return { address, why: ANNOUNCED };
    }
    return Number.POSITIVE_INFINITY;
  }

  #plan(): void {
    const { context, settings, history } = this.#core;
    const { clock, random } = context;
    const now = clock.now();
    if (now < this.#plannedAt + PLAN_PAUSE_MS) {
      this.#planAgainAt = this.#plannedAt + PLAN_PAUSE_MS;
      return;
    }
    const { book } = settings;
    // What we have dialled and still hold is where it is.
    for (const peer of context.peers) if (peer.outbound) book.markVerified(peer.id);
    const plan = planCrawl(book.entries(), {
      now: clock.wallTime(),
      random,
      verifiedMaxAgeMs: settings.verifiedMaxAgeMs,
      batchSize: BATCH,
      groupOf: (address) => groupKey(address, book.strict),
      pauseMs: (address) => history.pauseMs(address),
      isBusy: (id) => this.#isBusy(id),
    });
    const inTurn = this.#nextInTurn();
    this.#planned = [...inTurn, ...plan.batch.filter(({ address }) => !this.#inTurn.has(address.id))];
    this.#plannedAt = now;
    this.#planAgainAt = now + Math.min(REPLAN_MS, Math.max(PLAN_PAUSE_MS, plan.nextInMs));
  }

  /** Announced addresses that may be dialled now, a few of them. Those that have failed lately are forgotten. */
  #nextInTurn(): PlannedVerification[] {
    const ready: PlannedVerification[] = [];
    for (const [id, address] of this.#inTurn) {
      if (this.#isBusy(id) || ready.length === BATCH / 8) continue;
      if (this.#core.history.pauseMs(address) > 0) this.#inTurn.delete(id);
      else ready.push({ address, why: ANNOUNCED });
    }
    return ready;
  }

  #isBusy(id: string): boolean {
    const { context } = this.#core;
    if (this.#parts.isSeed(id)) return true;
    return context.isPersistent(id) || this.#active.has(id) || context.isDialingOrExisting(id);
  }

  /** Milliseconds until a planned address may be dialled; Infinity when something else has to happen first. */
  #pauseMs(address: NetAddress): number {
    if (this.#isBusy(address.id)) return Number.POSITIVE_INFINITY;
    return Math.max(this.#core.history.pauseMs(address), this.#spacing.pauseMs(address));
  }

  #begin(planned: PlannedVerification): void {
    const { id } = planned.address;
    this.#inTurn.delete(id);
    this.#spacing.begin(planned.address);
    const verifying = this.#verify(planned).finally(() => {
      this.#spacing.end(planned.address);
      this.#active.delete(id);
      this.#pump();
    });
    this.#active.set(id, verifying);
  }

  async #verify({ address, why }: PlannedVerification): Promise<void> {
    const { context, emit } = this.#core;
    const { dialer, requests, onVerified, onUnreachable } = this.#parts;
    emit({ type: "verifying", address, why });
    const result = await dialer.dial(address);
    if (result.peer === undefined) {
      const { error, verdict } = result;
      if (verdict === "not-tried") return;
      if (verdict === "duplicate") {
        this.#postponed++;
        emit({ type: "verification-postponed", address, error });
      } else if (verdict === "reached") {
        this.#verified++;
        emit({ type: "address-verified", address, why: "its id is proven, though it would not have us" });
        onVerified();
      } else {
        this.#failed++;
        this.#failures.set(error.code, (this.#failures.get(error.code) ?? 0) + 1);
        emit({ type: "verification-failed", address, error });
        onUnreachable(address);
      }
      return;
    }
    const { peer } = result;
    this.#verified++;
    emit({
      type: "address-verified",
      address,
      why: "it answered, its id is proven, and it is on our network",
    });
    onVerified();
    if (requests.ask(peer, "we are connected to verify it")) {
      await requests.answerOf(peer, limits.crawlAnswerMs);
    }
    if (!peer.persistent && !peer.unconditional) await context.stopPeerGracefully(peer);
  }
}
