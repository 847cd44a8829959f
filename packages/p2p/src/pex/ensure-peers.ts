import type { NetAddress } from "../wire/index.js";

/** What decides whom an ordinary node dials now. */
export interface EnsureSituation {
  /** Outbound peers wanted. */
  readonly wanted: number;
  readonly outbound: number;
  /** Dials under way. */
  readonly dialing: number;
  /** Whether the address book has fewer addresses than it could use. */
  readonly needsAddresses: boolean;
  /** Whether this look is a regular one: only then a random peer is asked for addresses. */
  readonly regular: boolean;
  /** Groups of the outbound peers that there are. */
  readonly groups: ReadonlySet<string>;
  /** The group of an address. */
  readonly groupOf: (address: NetAddress) => string;
  /** One address from the book, with `bias` percent towards those that nobody has vouched for. */
  readonly pick: (bias: number) => NetAddress | undefined;
  /** Why an address is not to be dialled now, or undefined when it may be. */
  readonly refusal: (address: NetAddress) => string | undefined;
}

/** An address to dial, and why it was chosen. */
export interface PlannedDial {
  readonly address: NetAddress;
  readonly why: string;
}

/** What to do now. */
export interface EnsurePlan {
  readonly dials: readonly PlannedDial[];
  /** Whether to ask a random peer for addresses. */
  readonly askPeer: boolean;
  /** Why to ask a seed; undefined when there is no need. */
  readonly askSeeds: string | undefined;
}

/** Most addresses that are compared for each peer wanted. */
const CHOICES_PER_DIAL = 3;

/**
 * Most picks from the book for each peer wanted. Picks are random, most may be of peers that we have already, and in a small
 * network nobody is to be left out: with Go's 3 some wait for the next look (`p2p/pex/pex_reactor.go:466@v0.38.25`).
 */
const PICKS_PER_DIAL = 100;

/**
 * How far picks tend to addresses that nobody has vouched for, in percent: 10 without outbound peers, 90 with eight or
 * more. A node that is alone needs what has worked; one that has peers can afford to explore
 * (`p2p/pex/pex_reactor.go:463@v0.38.25`).
 */
export function pickBias(outbound: number): number {
  return Math.min(outbound, 8) * 10 + 10;
}

/** Decides whom to dial and whom to ask. `p2p/pex/pex_reactor.go:443-525@v0.38.25`. */
export function planPeers(situation: EnsureSituation): EnsurePlan {
  const { wanted, outbound, dialing, needsAddresses, regular } = situation;
  const askPeer = regular && needsAddresses;
  const missing = wanted - outbound - dialing;
  if (missing <= 0) return { dials: [], askPeer, askSeeds: undefined };
  const dials = chooseDials(situation, missing);
  if (dials.length > 0) return { dials, askPeer, askSeeds: undefined };
  const alone = outbound + dialing === 0;
  if (!needsAddresses && !alone) return { dials, askPeer, askSeeds: undefined };
  return {
    dials,
    askPeer: needsAddresses,
    askSeeds: alone
      ? "there is no outbound peer, and nobody in the address book to dial now"
      : "more outbound peers are wanted, and there is nobody in the address book to dial now",
  };
}

/** Picks `missing` addresses, those first whose group we have no outbound peer in. */
function chooseDials(situation: EnsureSituation, missing: number): PlannedDial[] {
  const { outbound, groups, groupOf, pick, refusal } = situation;
  const bias = pickBias(outbound);
  const seen = new Set<string>();
  const taken = new Set(groups);
  const diverse: NetAddress[] = [];
  const others: NetAddress[] = [];
  for (let picks = missing * PICKS_PER_DIAL; picks > 0; picks--) {
    if (diverse.length === missing || diverse.length + others.length === missing * CHOICES_PER_DIAL) break;
    const address = pick(bias);
    if (address === undefined || seen.has(address.id)) continue;
    seen.add(address.id);
    if (refusal(address) !== undefined) continue;
    const group = groupOf(address);
    (taken.has(group) ? others : diverse).push(address);
    taken.add(group);
  }
  const why = `${missing} more outbound ${missing === 1 ? "peer is" : "peers are"} wanted`;
  return [...diverse, ...others].slice(0, missing).map((address) => ({ address, why }));
}
