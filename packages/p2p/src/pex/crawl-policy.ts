import type { Random } from "../base/index.js";
import type { NetAddress } from "../wire/index.js";

/** What {@link planCrawl} looks at: the part of a book entry that says when it was verified. */
export interface CrawlCandidate {
  readonly address: NetAddress;
  /** Wall time of the last verification; undefined for never. */
  readonly lastVerifiedAt: number | undefined;
}

/** How a crawl is to be planned. */
export interface CrawlRules {
  /** Wall time. */
  readonly now: number;
  /** How long a verification is worth something. */
  readonly verifiedMaxAgeMs: number;
  /** Milliseconds until an address may be dialled: its back-off. 0 now. */
  readonly pauseMs: (address: NetAddress) => number;
  /** Whether the node is connected, being dialled, or kept by somebody else. */
  readonly isBusy: (id: string) => boolean;
  readonly groupOf: (address: NetAddress) => string;
  /** At most so many addresses. */
  readonly batchSize: number;
  readonly random: Random;
}

/** Why an address is to be verified now. */
export type CrawlReason =
  | "its verification is about to run out"
  | "it was never verified"
  | "its verification is getting old"
  | "it was connected to us, and says that it listens there";

/** An address to verify. */
export interface PlannedVerification {
  readonly address: NetAddress;
  readonly why: CrawlReason;
}

/** What to verify now, and when to plan again if nothing else happens. */
export interface CrawlPlan {
  readonly batch: readonly PlannedVerification[];
  /** Milliseconds; Infinity when nothing is waiting. */
  readonly nextInMs: number;
}

/** The part of `verifiedMaxAgeMs` after which an address is verified again. */
const OLD = 0.5;

/** The part of it after which that is urgent. */
const RUNNING_OUT = 0.75;

/** A batch takes at most this part of it from one group, so that inventions in one network do not fill it. */
const GROUP_SHARE = 1 / 8;

/**
 * Decides which addresses to verify. First those whose verification is about to run out or has run out, the latest first:
 * what can be handed out must not dwindle, however many inventions there are. Then those that were never verified, from
 * a random one on; then the other old verifications, oldest first. A group may take an eighth of a batch.
 */
export function planCrawl(entries: Iterable<CrawlCandidate>, rules: CrawlRules): CrawlPlan {
  const { now, verifiedMaxAgeMs, pauseMs, isBusy, batchSize } = rules;
  const ranks: Ranks = { runningOut: [], never: [], old: [] };
  let nextInMs = Number.POSITIVE_INFINITY;
  for (const { address, lastVerifiedAt } of entries) {
    if (isBusy(address.id)) continue;
    const verifiedAt = lastVerifiedAt ?? Number.NEGATIVE_INFINITY;
    const part = (now - verifiedAt) / verifiedMaxAgeMs;
    const waitMs = Math.max(pauseMs(address), (OLD - part) * verifiedMaxAgeMs);
    if (waitMs > 0) nextInMs = Math.min(nextInMs, waitMs);
    else if (lastVerifiedAt === undefined) ranks.never.push({ address, verifiedAt });
    else (part >= RUNNING_OUT ? ranks.runningOut : ranks.old).push({ address, verifiedAt });
  }
  const groups = new GroupShares(rules.groupOf, Math.max(4, Math.floor(batchSize * GROUP_SHARE)));
  const batch: PlannedVerification[] = [];
  for (const [address, why] of inOrder(ranks, rules.random)) {
    if (batch.length === batchSize) return { batch, nextInMs: 0 };
    if (groups.take(address)) batch.push({ address, why });
    else nextInMs = 0;
  }
  return { batch, nextInMs };
}

interface Ranked {
  readonly address: NetAddress;
  readonly verifiedAt: number;
}

type Ranks = Record<"runningOut" | "never" | "old", Ranked[]>;

function* inOrder(ranks: Ranks, random: Random): Generator<readonly [NetAddress, CrawlReason]> {
  const { runningOut, never, old } = ranks;
  runningOut.sort((a, b) => b.verifiedAt - a.verifiedAt);
  for (const { address } of runningOut) yield [address, "its verification is about to run out"];
  const start = never.length === 0 ? 0 : random.integer(never.length);
  for (let i = 0; i < never.length; i++) {
    yield [(never[(start + i) % never.length] as Ranked).address, "it was never verified"];
  }
  old.sort((a, b) => a.verifiedAt - b.verifiedAt);
  for (const { address } of old) yield [address, "its verification is getting old"];
}

class GroupShares {
  readonly #groupOf: (address: NetAddress) => string;
  readonly #share: number;
  readonly #taken = new Map<string, number>();

  constructor(groupOf: (address: NetAddress) => string, share: number) {
    this.#groupOf = groupOf;
    this.#share = share;
  }

  take(address: NetAddress): boolean {
    const group = this.#groupOf(address);
    const taken = this.#taken.get(group) ?? 0;
    if (taken >= this.#share) return false;
    this.#taken.set(group, taken + 1);
    return true;
  }
}
