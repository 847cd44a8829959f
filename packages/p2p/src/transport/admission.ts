/** How far an inbound handshake has got: nothing heard in its first second, young or heard of, key proven. */
export type HandshakeProgress = "silent" | "speaking" | "authenticated";

/** How long a new connection counts as speaking though nothing was heard of it: a far peer's first round trip. */
export const SILENCE_GRACE_MS = 1_000;

/** An inbound handshake under way. */
export interface PendingHandshake {
  /** The addresses it counts with: see `addressGroup`. */
  readonly group: string;
  /** How far it has got: who has got least far goes first. */
  readonly progress: HandshakeProgress;
}

/** The bounds of {@link decideAdmission}. */
export interface AdmissionLimits {
  /** Handshakes at once, overall. */
  readonly maxPending: number;
  /** Handshakes at once of one group. */
  readonly maxPendingPerGroup: number;
}

/** What to do about one more inbound connection, and why. */
export type AdmissionDecision<T> =
  | { readonly verdict: "admit" }
  | { readonly verdict: "evict"; readonly victim: T; readonly reason: "group full" | "all full" }
  | { readonly verdict: "refuse"; readonly reason: "group full" | "all full" };

const rankOf: Readonly<Record<HandshakeProgress, number>> = { silent: 0, speaking: 1, authenticated: 2 };

/**
 * Decides whether one more handshake may begin, and at whose cost.
 *
 * A group that is full gives up one of its own. In a full room those that have got least far pay, wherever they come from:
 * of them, the oldest of the largest group. A real peer speaks at once and is done a few round trips later, a silent
 * socket only gets older; thus whoever fills the room pays for it himself. Only where the newcomer's own group would have
 * to give up a handshake that is authenticated is the newcomer refused instead.
 *
 * @param pending - the handshakes under way, oldest first.
 */
export function decideAdmission<T extends PendingHandshake>(
  pending: readonly T[],
  newcomerGroup: string,
  bounds: AdmissionLimits,
): AdmissionDecision<T> {
  const ofGroup = pending.filter(({ group }) => group === newcomerGroup);
  const groupFull = ofGroup.length >= bounds.maxPendingPerGroup;
  if (!groupFull && pending.length < bounds.maxPending) return { verdict: "admit" };
  const reason = groupFull ? "group full" : "all full";
  const candidates = leastAdvanced(groupFull ? ofGroup : pending);
  const sizes = groupSizes(candidates);
  const largest = Math.max(...sizes.values());
  const victim = candidates.find(({ group }) => sizes.get(group) === largest);
  if (victim === undefined || (victim.progress === "authenticated" && victim.group === newcomerGroup)) {
    return { verdict: "refuse", reason };
  }
  return { verdict: "evict", victim, reason };
}

/** Those that have got least far, in the order given. */
function leastAdvanced<T extends PendingHandshake>(pending: readonly T[]): readonly T[] {
  const ranks = pending.map(({ progress }) => rankOf[progress]);
  const least = Math.min(...ranks);
  return pending.filter((_, i) => ranks[i] === least);
}

function groupSizes(pending: readonly PendingHandshake[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const { group } of pending) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return sizes;
}
