import { groupKey, type NetAddress } from "@cometwire/p2p";

/** What a choice looks at. */
export interface Eligible {
  readonly address: NetAddress;
  /** How far away it is. */
  readonly latencyMs: number;
}

/** A peer that was chosen, and why. */
export interface Chosen<T extends Eligible> {
  readonly peer: T;
  /** The network that it is in, such as `203.0.0.0/16`. */
  readonly group: string;
  /** In words. */
  readonly why: string;
}

/** A node's place among the others. */
interface Standing<T extends Eligible> {
  readonly peer: T;
  readonly group: string;
  /** How many nodes at the same IP address are nearer: a Go node takes only one of them, unless told otherwise. */
  readonly sameHost: number;
  /** How many nodes in the same network are nearer, those with a larger `sameHost` not counted. */
  readonly sameGroup: number;
}

/** With so many times as many networks as peers are wanted, looking for more hardly makes the choice better. */
const AMPLE = 2;

/**
 * Chooses up to `want` of the nodes that were found: of every network the nearest one before any network's second, and
 * of every host only one as long as there are others. Among equals the nearest come first. The same nodes give the same
 * choice, in whatever order they are.
 */
export function choosePeers<T extends Eligible>(found: readonly T[], want: number): Chosen<T>[] {
  const better = (a: Standing<T>, b: Standing<T>): number =>
    a.sameHost - b.sameHost || a.sameGroup - b.sameGroup || nearer(a.peer, b.peer);
  return standings(found)
    .sort(better)
    .slice(0, want)
    .map((standing) => ({ peer: standing.peer, group: standing.group, why: reasonOf(standing) }));
}

/** Whether there is so much to choose from that the search can end. */
export function isAmple(found: readonly Eligible[], want: number): boolean {
  return new Set(found.map(({ address }) => groupName(address))).size >= AMPLE * want;
}

/** The network of an address as people know it: `203.0.0.0/16` for IPv4. */
export function groupName(address: NetAddress): string {
  const group = groupKey(address, false);
  return /^[\d.]+$/.test(group) ? `${group}/16` : group;
}

function standings<T extends Eligible>(found: readonly T[]): Standing<T>[] {
  const seen = new Map<string, number>();
  const next = (key: string): number => {
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    return before;
  };
  return [...found].sort(nearer).map((peer) => {
    const group = groupName(peer.address);
    const sameHost = next(`host ${peer.address.host}`);
    return { peer, group, sameHost, sameGroup: next(`group ${group} ${sameHost}`) };
  });
}

function nearer(a: Eligible, b: Eligible): number {
  return a.latencyMs - b.latencyMs || (a.address.toString() < b.address.toString() ? -1 : 1);
}

function reasonOf({ group, sameHost, sameGroup }: Standing<Eligible>): string {
  if (sameHost > 0) return `number ${sameHost + 1} at its IP address: nothing better was left`;
  return sameGroup === 0 ? `nearest in ${group}` : `number ${sameGroup + 1} in ${group}`;
}
