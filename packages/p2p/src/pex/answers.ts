import type { Timer } from "../base/index.js";
import type { Peer } from "../switch/index.js";
import { type NetAddress, pexAddress } from "../wire/index.js";
import { type AnswerRules, composeAnswer, isDeadEntry } from "./answer-policy.js";
import { pexAnswer, pexChannel } from "./pex-channel.js";
import type { PexCore } from "./pex-core.js";
import { answered, decideRequest, freshRequests, type RequestRecord } from "./request-rules.js";

/** How far a seed's selection leans to addresses that nobody has vouched for, in percent. Go's number. */
const SELECTION_BIAS = 30;

/** Puts answers together and sends them. */
export class Answers {
  readonly #core: PexCore;

  constructor(core: PexCore) {
    this.#core = core;
  }

  /** What a peer that asks is to have: as a seed, what was verified, or what Go's seeds choose; else any part of the book. */
  select(peer: Peer): NetAddress[] {
    return this.compose(peer, this.#candidates(peer));
  }

  #candidates(peer: Peer): NetAddress[] {
    const { book, mode, serve, verifiedMaxAgeMs: maxAgeMs } = this.#core.settings;
    if (mode === "peer") return book.selection();
    if (serve === "go") return book.selectionWithBias(SELECTION_BIAS);
    return book.selectVerified({ maxAgeMs, exclude: ({ id }) => id === peer.id });
  }

  /** Of these, what may be told to a peer. */
  compose(peer: Peer, candidates: Iterable<NetAddress>): NetAddress[] {
    const { settings, context } = this.#core;
    const rules: AnswerRules = {
      askerId: peer.id,
      strict: settings.book.strict,
      isPrivate: (id) => context.isPrivate(id),
      isDead: ({ id }) => {
        const entry = settings.book.get(id);
        return entry !== undefined && isDeadEntry(entry);
      },
    };
    return composeAnswer(candidates, rules);
  }

  /** Queues an answer. Whether the peer had room for it. */
  send(peer: Peer, addresses: readonly NetAddress[], why: string): boolean {
    if (!peer.trySend(pexChannel, pexAnswer(addresses.map(pexAddress)))) return false;
    const verified = addresses.filter(({ id }) => this.#isVerified(id)).length;
    this.#core.emit({ type: "addresses-served", peer, count: addresses.length, verified, why });
    return true;
  }

  #isVerified(id: string): boolean {
    const { context, settings } = this.#core;
    const at = settings.book.get(id)?.lastVerifiedAt;
    return at !== undefined && context.clock.wallTime() - at <= settings.verifiedMaxAgeMs;
  }
}

/** What becomes of a request, for the one who has to act on it. */
export type RequestOutcome =
  | { readonly action: "none" }
  | { readonly action: "answer" }
  | { readonly action: "disconnect"; readonly why: string };

/** The requests of peers: at most one of each waits, and beyond its budget it waits long. */
export class IncomingRequests {
  readonly #core: PexCore;
  readonly #records = new Map<Peer, RequestRecord>();
  readonly #timers = new Map<Peer, Timer>();

  constructor(core: PexCore) {
    this.#core = core;
  }

  /**
   * A peer has asked. `later` is called when an answer that has to wait is due; {@link IncomingRequests.answered} must
   * follow every answer after which the peer may ask again.
   */
  asked(peer: Peer, later: () => void): RequestOutcome {
    const { clock } = this.#core.context;
    const current = this.#records.get(peer) ?? freshRequests(clock.now());
    const { decision, record } = decideRequest(current, clock.now());
    this.#records.set(peer, record);
    switch (decision.action) {
      case "answer":
        return decision;
      case "answer-later": {
        const { delayMs } = decision;
        this.#core.emit({ type: "request-held", peer, delayMs, why: "it has had its share of answers" });
        this.#timers.set(
          peer,
          clock.setTimer(delayMs, () => {
            this.#timers.delete(peer);
            if (peer.running) later();
          }),
        );
        return { action: "none" };
      }
      case "ignore":
        // One line is enough: a flood must not fill the log.
        if (record.ignored === 1) this.#core.emit({ type: "request-ignored", peer, why: decision.why });
        return { action: "none" };
      case "disconnect":
        return decision;
    }
  }

  /** A peer has its answer, and may ask again. */
  answered(peer: Peer): void {
    const record = this.#records.get(peer);
    if (record !== undefined) this.#records.set(peer, answered(record, this.#core.context.clock.now()));
  }

  /** The peer has gone. */
  forget(peer: Peer): void {
    this.#records.delete(peer);
    this.#timers.get(peer)?.cancel();
    this.#timers.delete(peer);
  }
}
