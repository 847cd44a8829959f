import { limits, type Timer } from "../base/index.js";
import type { Peer } from "../switch/index.js";
import { pexChannel, pexRequest } from "./pex-channel.js";
import type { PexCore } from "./pex-core.js";
import { askRefusal } from "./request-rules.js";

/** Requests of ours on one connection. */
interface Asked {
  /** When the last one went out, if it is unanswered. */
  since: number | undefined;
  /** Requests without an answer so far: an answer may come late, and is no offence. */
  owed: number;
  readonly waiting: Set<(answered: boolean) => void>;
}

/** Our requests for addresses: whom we may ask, whose answer we have asked for. */
export class AddressRequests {
  readonly #core: PexCore;
  readonly #asked = new Map<Peer, Asked>();
  /** When we last asked a node, on any connection, while that matters. */
  readonly #lastAskedAt = new Map<string, number>();

  constructor(core: PexCore) {
    this.#core = core;
  }

  /** Asks a peer for addresses, unless the rules forbid it now. Whether it was asked. */
  ask(peer: Peer, why: string): boolean {
    if (!this.mayAsk(peer) || !peer.trySend(pexChannel, pexRequest)) return false;
    const now = this.#core.context.clock.now();
    const asked = this.#asked.get(peer) ?? { since: undefined, owed: 0, waiting: new Set() };
    asked.since = now;
    asked.owed++;
    this.#asked.set(peer, asked);
    this.#remember(peer.id, now);
    this.#core.emit({ type: "addresses-requested", peer, why });
    return true;
  }

  /** Whether the rules let us ask a peer now. */
  mayAsk(peer: Peer): boolean {
    const refusal = askRefusal({
      hasChannel: peer.hasChannel(pexChannel.id),
      lastAskedAt: this.#lastAskedAt.get(peer.id),
      waitingSince: this.#asked.get(peer)?.since,
      now: this.#core.context.clock.now(),
    });
    return refusal === undefined && peer.running;
  }

  /** A peer has sent addresses: whether we have asked for them. */
  answered(peer: Peer): boolean {
    const asked = this.#asked.get(peer);
    if (asked === undefined || asked.owed === 0) return false;
    asked.owed--;
    asked.since = undefined;
    this.#settle(asked, true);
    return true;
  }

  /** Resolves with whether the peer answers within the time. */
  answerOf(peer: Peer, timeoutMs: number): Promise<boolean> {
    const asked = this.#asked.get(peer);
    if (asked === undefined || asked.owed === 0) return Promise.resolve(asked !== undefined);
    return new Promise((resolve) => {
      const settle = (answered: boolean): void => {
        timer.cancel();
        asked.waiting.delete(settle);
        resolve(answered);
      };
      const timer: Timer = this.#core.context.clock.setTimer(timeoutMs, () => settle(false));
      asked.waiting.add(settle);
    });
  }

  /** The peer has gone. */
  forget(peer: Peer): void {
    const asked = this.#asked.get(peer);
    this.#asked.delete(peer);
    if (asked !== undefined) this.#settle(asked, false);
  }

  #settle(asked: Asked, answered: boolean): void {
    for (const settle of [...asked.waiting]) settle(answered);
  }

  /** Keeps the order of time, so that what no longer matters is at the front. */
  #remember(id: string, now: number): void {
    this.#lastAskedAt.delete(id);
    this.#lastAskedAt.set(id, now);
    for (const [old, at] of this.#lastAskedAt) {
      if (now - at < limits.pexRequestIntervalMs) break;
      this.#lastAskedAt.delete(old);
    }
  }
}
