/** How far an inbound handshake has got: nothing heard, some bytes heard, key proven. */
export type HandshakeProgress = "silent" | "speaking" | "authenticated";

/** An inbound handshake under way. */
export interface PendingHandshake {
  /** The addresses it counts with: see `addressGroup`. */
  readonly group: string;
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
 * A group that is full gives up one of its own; in a full room the largest group does. It is the oldest of those that
 * have got least far: a real peer speaks at once and is done a few round trips later, a silent socket only gets older.
 * Thus whoever fills the room pays for it himself. Only where the newcomer's own group would have to give up a handshake
 * that is authenticated is the newcomer refused instead.
 *
 * @param pending - the handshakes under way, oldest first.
 */
export function decideAdmission<T extends PendingHandshake>(
  pending: readonly T[],
  newcomerGroup: string,
  bounds: AdmissionLimits,
): AdmissionDecision<T> {
  const sizes = groupSizes(pending);
  const groupFull = (sizes.get(newcomerGroup) ?? 0) >= bounds.maxPendingPerGroup;
  if (!groupFull && pending.length < bounds.maxPending) return { verdict: "admit" };
  const reason = groupFull ? "group full" : "all full";
  const largest = Math.max(...sizes.values());
  const mayPay = ({ group }: T): boolean =>
    groupFull ? group === newcomerGroup : sizes.get(group) === largest;
  const victim = leastProgress(pending, mayPay);
  if (victim === undefined || (victim.progress === "authenticated" && victim.group === newcomerGroup)) {
    return { verdict: "refuse", reason };
  }
  return { verdict: "evict", victim, reason };
}

function groupSizes(pending: readonly PendingHandshake[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const { group } of pending) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return sizes;
}

/** The first, hence oldest, of those that have got least far. */
function leastProgress<T extends PendingHandshake>(
  pending: readonly T[],
  mayPay: (each: T) => boolean,
): T | undefined {
  let least: T | undefined;
  for (const each of pending) {
    if (!mayPay(each)) continue;
    if (least === undefined || rankOf[each.progress] < rankOf[least.progress]) least = each;
    if (least.progress === "silent") break;
  }
  return least;
}
