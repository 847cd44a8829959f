import { asP2PError, type Random } from "../base/index.js";
import type { Peer } from "../switch/index.js";
import type { PexCore } from "./pex-core.js";
import {
  afterSeed,
  freshSeed,
  letsSeedGo,
  type SeedRecord,
  type SeedResult,
  seedPauseMs,
} from "./seed-choice.js";

/** Dials the seeds that the operator named, one after the other until one is reached, and hangs up when it has answered. */
export class SeedAsker {
  readonly #core: PexCore;
  readonly #onUnreached: () => void;
  readonly #records = new Map<string, SeedRecord>();
  /** Seeds connected. */
  readonly #connected = new Map<Peer, "asked" | "answered" | "let-go">();
  /** Seeds that hang up when they have answered, as real ones do. */
  readonly #hangingUp = new Set<string>();
  #asking: Promise<void> | undefined;

  /** `onUnreached` is called when no seed was reached, or the switch does not dial yet: reactors start before it. */
  constructor(core: PexCore, onUnreached: () => void) {
    this.#core = core;
    this.#onUnreached = onUnreached;
    for (const address of core.settings.seeds) this.#records.set(address.id, freshSeed(address));
  }

  /** Whether a peer is one of the seeds. */
  isSeed(id: string): boolean {
    return this.#records.has(id);
  }

  /** Whether a node is of use as a seed alone: it does not stay. */
  hangsUp(id: string): boolean {
    return this.#hangingUp.has(id);
  }

  /**
   * Asks a seed, in random order, unless that is being done.
   *
   * @returns milliseconds until one may be asked: 0 when that is so now, Infinity without seeds.
   */
  ask(why: string): number {
    const { context } = this.#core;
    if (this.#asking !== undefined) return Number.POSITIVE_INFINITY;
    const pauses = Array.from(this.#records.values(), (record) => this.#pauseMs(record));
    const pauseMs = Math.min(...pauses, Number.POSITIVE_INFINITY);
    if (pauseMs > 0) return pauseMs;
    const due = Array.from(this.#records.values()).filter((record) => this.#pauseMs(record) === 0);
    this.#asking = this.#askOne(shuffled(due, context.random), why).finally(() => {
      this.#asking = undefined;
    });
    return 0;
  }

  /** A seed that we dialled has become a peer. */
  added(peer: Peer): void {
    if (this.isSeed(peer.id)) this.#connected.set(peer, "asked");
  }

  /** A peer has answered; when it is a seed, whoever dialled, what came of it is remembered: it need not be dialled now. */
  answered(peer: Peer, brought: SeedResult): void {
    if (!this.isSeed(peer.id)) return;
    if (this.#connected.has(peer)) this.#connected.set(peer, "answered");
    this.#remember(peer.id, brought);
  }

  /** A peer has gone. */
  removed(peer: Peer): void {
    const state = this.#connected.get(peer);
    if (state === "asked") this.#remember(peer.id, "nothing-new");
    if (state === "answered") this.#hangingUp.add(peer.id);
    this.#connected.delete(peer);
  }

  /** Hangs up on seeds that are of no more use. */
  letGo(): void {
    const { context, settings, emit } = this.#core;
    for (const [peer, state] of this.#connected) {
      const answered = state === "answered";
      const persistent = peer.persistent || peer.unconditional;
      const wanted = settings.mode === "seed" ? 0 : context.maxOutboundPeers;
      const others = settings.mode === "seed" ? 1 : context.counts().outbound - this.#connected.size;
      if (!peer.running || !letsSeedGo({ answered, others, wanted, persistent })) continue;
      emit({ type: "letting-go", peer, why: "this seed has answered, and its place is for a peer" });
      this.#connected.set(peer, "let-go");
      void context.stopPeerGracefully(peer);
    }
  }

  /** Resolves when no seed is being dialled. */
  async stop(): Promise<void> {
    await this.#asking;
  }

  async #askOne(seeds: readonly SeedRecord[], why: string): Promise<void> {
    const { context, emit } = this.#core;
    let unreached = false;
    for (const { address } of seeds) {
      if (context.isDialingOrExisting(address.id)) continue;
      emit({ type: "seed-dialing", address, why });
      try {
        await context.dial(address);
        return;
      } catch (thrown) {
        const error = asP2PError(thrown, "DIAL_FAILED");
        if (error.code === "ABORTED") return;
        unreached = true;
        if (error.code === "STOPPED") break;
        emit({ type: "seed-failed", address, error });
        this.#remember(address.id, "failed");
      }
    }
    if (unreached) this.#onUnreached();
  }

  /** Infinity for one that the reconnector looks after. */
  #pauseMs(record: SeedRecord): number {
    const { context } = this.#core;
    if (context.isPersistent(record.address.id)) return Number.POSITIVE_INFINITY;
    return seedPauseMs(record, context.clock.now(), context.peers.length === 0);
  }

  #remember(id: string, result: SeedResult): void {
    const record = this.#records.get(id);
    if (record !== undefined)
      this.#records.set(id, afterSeed(record, result, this.#core.context.clock.now()));
  }
}

/** A copy in random order. */
export function shuffled<T>(list: readonly T[], random: Random): T[] {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
  }
  return copy;
}
