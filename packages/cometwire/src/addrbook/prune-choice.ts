import { type BookEntry, bookParameters, type ErrorCode, isRoutable, judgeDial, NEVER } from "@cometwire/p2p";
import { formatSpan } from "../text/amounts.js";

/** Which entries are to go; an entry goes when any of these says so. */
export interface PruneCriteria {
  /** Those that failed so many times in a row, and have not worked for a week; and what is nobody's, or another network's. */
  readonly failures: number | undefined;
  /** Those of which nothing good was heard for so long. */
  readonly olderThanMs: number | undefined;
  /** Those that cannot be reached from the Internet. */
  readonly unroutable: boolean;
}

/** Why an entry goes. */
export type PruneReason = "other-network" | "wrong-identity" | "failing" | "stale" | "unroutable";

/** An entry that goes. */
export interface PrunedEntry {
  readonly entry: BookEntry;
  readonly reason: PruneReason;
  /** The reason in words. */
  readonly detail: string;
}

/**
 * The entries that are to go.
 *
 * @param now - wall time.
 */
export function choosePrune(
  entries: Iterable<BookEntry>,
  criteria: PruneCriteria,
  now: number,
): PrunedEntry[] {
  const chosen: PrunedEntry[] = [];
  for (const entry of entries) {
    const why = reasonToGo(entry, criteria, now);
    if (why !== undefined) chosen.push({ entry, ...why });
  }
  return chosen;
}

type Why = Omit<PrunedEntry, "entry">;

function reasonToGo(entry: BookEntry, criteria: PruneCriteria, now: number): Why | undefined {
  const { failures, olderThanMs, unroutable } = criteria;
  return (
    (failures === undefined ? undefined : failing(entry, failures, now)) ??
    (olderThanMs === undefined ? undefined : stale(entry, olderThanMs, now)) ??
    (unroutable && !isRoutable(entry.address)
      ? { reason: "unroutable", detail: "it cannot be reached from the Internet" }
      : undefined)
  );
}

function failing(entry: BookEntry, failures: number, now: number): Why | undefined {
  const { attempts, lastSuccess, lastFailure } = entry;
  if (attempts === 0) return undefined;
  // A file may hold any text as a code; one that is unknown counts as a failure like any other.
  const verdict = lastFailure && judgeDial(lastFailure.code as ErrorCode);
  if (verdict === "other-network") {
    return { reason: verdict, detail: `the node is on another network (${lastFailure?.code ?? ""})` };
  }
  if (verdict === "wrong-identity" && lastSuccess === NEVER) {
    return { reason: verdict, detail: `another node answers there (${lastFailure?.code ?? ""})` };
  }
  if (attempts < failures || lastSuccess >= now - bookParameters.badMs) return undefined;
  const times = `failed ${attempts === 1 ? "once" : `${attempts} times in a row`}`;
  const code = lastFailure === undefined ? "" : ` (${lastFailure.code})`;
  const worked = lastSuccess === NEVER ? "never worked" : `last worked ${formatSpan(now - lastSuccess)} ago`;
  return { reason: "failing", detail: `${times}${code}, ${worked}` };
}

/** An address that was never tried counts from when it was heard of, which is its first `lastAttempt`. */
function stale(entry: BookEntry, olderThanMs: number, now: number): Why | undefined {
  const good = Math.max(entry.lastSuccess, entry.lastVerifiedAt ?? NEVER);
  const since = good === NEVER ? entry.lastAttempt : good;
  if (since >= now - olderThanMs) return undefined;
  const what = good === NEVER ? "never worked, and last tried or heard of" : "last worked";
  const when = since === NEVER ? "at an unknown time" : `${formatSpan(now - since)} ago`;
  return { reason: "stale", detail: `${what} ${when}` };
}
