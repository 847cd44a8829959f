import { limits } from "../base/index.js";

/** What is remembered about the requests of one peer on one connection. Times are those of the clock. */
export interface RequestRecord {
  /** Answers that it may have at once, as of `refilledAt`. */
  readonly tokens: number;
  readonly refilledAt: number;
  /** Whether a request of its waits for its answer. */
  readonly waiting: boolean;
  /** Requests that came while one was waiting. */
  readonly ignored: number;
}

/** What to do with a request. */
export type RequestDecision =
  | { readonly action: "answer" }
  /** Keep it, and answer when so much time has passed. */
  | { readonly action: "answer-later"; readonly delayMs: number }
  | { readonly action: "ignore"; readonly why: string }
  | { readonly action: "disconnect"; readonly why: string };

/** What is remembered of a peer that has just come. */
export function freshRequests(now: number): RequestRecord {
  return { tokens: limits.pexRequestBurst, refilledAt: now, waiting: false, ignored: 0 };
}

/**
 * Decides about a request. The request counts as waiting from then on; see {@link answered}.
 *
 * Go's rule, to ban a peer whose third request comes within 10 s of the one before
 * (`p2p/pex/pex_reactor.go:303-334@v0.38.25`), has halted networks: v0.38.10 to v0.38.15, v0.37.9 and later, v0.39 and
 * v0.40 send a further request whenever a seed has answered them. But no release sends one while an earlier one is
 * unanswered. So a request beyond the budget is answered late, which slows down whoever waits for it; only a peer that
 * goes on regardless is none of those.
 */
export function decideRequest(
  record: RequestRecord,
  now: number,
): { readonly decision: RequestDecision; readonly record: RequestRecord } {
  if (record.waiting) return decideFurther(record);
  const tokens = refilled(record, now);
  const waiting: RequestRecord = { ...record, tokens, refilledAt: now, waiting: true };
  if (tokens >= 1) return { decision: { action: "answer" }, record: waiting };
  const delayMs = Math.ceil((1 - tokens) * limits.pexRequestRefillMs);
  return { decision: { action: "answer-later", delayMs }, record: waiting };
}

/** The waiting request has its answer. */
export function answered(record: RequestRecord, now: number): RequestRecord {
  return {
    tokens: Math.max(0, refilled(record, now) - 1),
    refilledAt: now,
    waiting: false,
    ignored: record.ignored,
  };
}

function decideFurther(record: RequestRecord): {
  readonly decision: RequestDecision;
  readonly record: RequestRecord;
} {
  const ignored = record.ignored + 1;
  const decision: RequestDecision =
    ignored > limits.pexIgnoredRequests
      ? { action: "disconnect", why: `${ignored} requests while an earlier one was waiting` }
      : {
          action: "ignore",
          why: "an earlier request is waiting for its answer, or this connection had its one",
        };
  return { decision, record: { ...record, ignored } };
}

function refilled({ tokens, refilledAt }: RequestRecord, now: number): number {
  return Math.min(limits.pexRequestBurst, tokens + (now - refilledAt) / limits.pexRequestRefillMs);
}

/** What decides whether we may ask a peer for addresses. */
export interface AskSituation {
  /** Whether it has the PEX channel. */
  readonly hasChannel: boolean;
  /** When we last asked this node, on any connection. */
  readonly lastAskedAt: number | undefined;
  /** When we asked on this connection, if that is unanswered. */
  readonly waitingSince: number | undefined;
  readonly now: number;
}

/**
 * Why a peer must not be asked now, or undefined when it may be. Never twice within 30 s, whatever the connections: Go
 * bans for a third request within 10 s. A request that is not answered for 2 minutes no longer counts as waiting.
 */
export function askRefusal({ hasChannel, lastAskedAt, waitingSince, now }: AskSituation): string | undefined {
  if (!hasChannel) return "it has no PEX channel";
  if (waitingSince !== undefined && now - waitingSince < limits.pexRequestPatienceMs) {
    return "it has not answered the last request";
  }
  if (lastAskedAt !== undefined && now - lastAskedAt < limits.pexRequestIntervalMs) {
    return "it was asked less than 30 s ago";
  }
  return undefined;
}
