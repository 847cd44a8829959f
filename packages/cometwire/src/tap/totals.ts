import type { MessageType } from "@cometwire/messages";
import type { RoundStep } from "./follow-rounds.js";
import type { TapMessage, TapPeer } from "./tap-message.js";

/** How much of something has come. */
export interface Amount {
  /** How many. */
  readonly messages: number;
  /** Their length together, without what connections add to carry them. */
  readonly bytes: number;
}

/** What has come of one type of messages. */
export interface TypeTotals extends Amount {
  /** `unreadable`: what could not be read. */
  readonly type: MessageType | "unreadable";
  /** The channel's id. */
  readonly channel: number;
}

/** What has come from one peer. */
export interface PeerTotals extends Amount {
  /** Which one. */
  readonly peer: TapPeer;
  /** Whether it is connected now. */
  readonly connected: boolean;
  /** Messages that it was the first to send, of those that everybody passes on. */
  readonly firsts: number;
  /** Messages that another peer had sent before. */
  readonly duplicates: number;
  /** How long after the first peer its duplicates came on average, in milliseconds; undefined without any. */
  readonly meanDelayMs: number | undefined;
  /** Messages that could not be read, or break Go's rules. */
  readonly errors: number;
  /** Where it is in the consensus, by its last round step. */
  readonly round: RoundStep | undefined;
}

/** What a tap has seen so far. */
export interface TapSummary extends Amount {
  /** The chain id. */
  readonly network: string;
  /** Since the tap began, in milliseconds. */
  readonly elapsedMs: number;
  /** Messages that could not be read, or break Go's rules. */
  readonly errors: number;
  /** By channel and type, the most frequent first. */
  readonly types: readonly TypeTotals[];
  /** In the order in which they came. */
  readonly peers: readonly PeerTotals[];
}

/** Peers that are remembered; beyond, those that have left are forgotten, the longest gone first. */
const REMEMBERED_PEERS = 1_000;

type Counting<T> = { -readonly [Key in keyof T]: T[Key] };
type PeerCounts = Counting<Omit<PeerTotals, "meanDelayMs">> & { delaySumMs: number };

/** Adds up what comes. */
export class Totals {
  readonly #types = new Map<string, Counting<TypeTotals>>();
  readonly #peers = new Map<string, PeerCounts>();
  readonly #all = { messages: 0, bytes: 0, errors: 0 };

  /** A peer has come. */
  connected(peer: TapPeer): void {
    const counts = this.#peers.get(peer.id) ?? freshCounts(peer);
    // Back at the end of the line, with where it is now.
    this.#peers.delete(peer.id);
    this.#peers.set(peer.id, Object.assign(counts, { peer, connected: true }));
    if (this.#peers.size > REMEMBERED_PEERS) this.#forgetOne();
  }

  /** A peer has gone. */
  disconnected(id: string): void {
    const counts = this.#peers.get(id);
    if (counts !== undefined) counts.connected = false;
  }

  /** A message has come. */
  add(message: TapMessage): void {
    const { bytes, error } = message;
    this.#all.messages++;
    this.#all.bytes += bytes.length;
    if (error !== undefined) this.#all.errors++;
    this.#addToType(message);
    const counts = this.#peers.get(message.peer.id);
    if (counts !== undefined) addToPeer(counts, message);
  }

  /** All of it so far. */
  summary(network: string, elapsedMs: number): TapSummary {
    const types = [...this.#types.values()].map((each) => ({ ...each }));
    return {
      network,
      elapsedMs,
      ...this.#all,
      types: types.sort((a, b) => b.messages - a.messages),
      peers: Array.from(this.#peers.values(), ({ delaySumMs, ...counts }) => ({
        ...counts,
        meanDelayMs: counts.duplicates === 0 ? undefined : delaySumMs / counts.duplicates,
      })),
    };
  }

  #addToType({ channel, message, bytes }: TapMessage): void {
    const type = message?.type ?? "unreadable";
    const key = `${channel} ${type}`;
    const totals = this.#types.get(key) ?? { type, channel, messages: 0, bytes: 0 };
    this.#types.set(key, totals);
    totals.messages++;
    totals.bytes += bytes.length;
  }

  #forgetOne(): void {
    for (const [id, { connected }] of this.#peers) {
      if (connected) continue;
      this.#peers.delete(id);
      return;
    }
  }
}

function freshCounts(peer: TapPeer): PeerCounts {
  return {
    peer,
    connected: true,
    messages: 0,
    bytes: 0,
    firsts: 0,
    duplicates: 0,
    delaySumMs: 0,
    errors: 0,
    round: undefined,
  };
}

function addToPeer(counts: PeerCounts, { bytes, message, error, sighting }: TapMessage): void {
  counts.messages++;
  counts.bytes += bytes.length;
  if (error !== undefined) counts.errors++;
  if (sighting?.isFirst === true) counts.firsts++;
  // What a peer repeats itself says nothing about who is faster.
  else if (sighting !== undefined && sighting.firstPeer !== counts.peer.id) {
    counts.duplicates++;
    counts.delaySumMs += sighting.delayMs;
  }
  if (message?.type === "NewRoundStep" && error === undefined) {
    const { height, round, step } = message.value;
    counts.round = { height, round, step };
  }
}
