import type { Timer } from "../base/index.js";
import type { Peer } from "../switch/index.js";
import type { NetAddress } from "../wire/index.js";
import type { Answers } from "./answers.js";
import type { PexCore } from "./pex-core.js";
import { announcesOwnIp, dialableAddressOf } from "./peer-addresses.js";

/** How long it counts that a node was connected to us, and the most nodes of which it is remembered. */
const SEEN_MS = 600_000;
const SEEN_MAX = 1_000;

interface Seen {
  readonly address: NetAddress;
  readonly at: number;
}

/**
 * Answers inbound peers of a seed: each once, then it hangs up, with the answer sent before.
 *
 * As long as there is no verified address to hand out, a request waits up to a second for the first one. If none comes,
 * it gets those of nodes that are or were connected to us within 10 minutes and listen, as they say, at the IP address
 * that they came from: their ids are proven, and without that, nodes that start together would learn of nobody.
 */
export class SeedDesk {
  readonly #core: PexCore;
  readonly #answers: Answers;
  readonly #held = new Map<Peer, Timer>();
  readonly #seen = new Map<string, Seen>();
  #served = 0;
  #servedAddresses = 0;

  constructor(core: PexCore, answers: Answers) {
    this.#core = core;
    this.#answers = answers;
  }

  /** Requests answered and addresses in these answers so far, and requests that are waiting. */
  get counts(): { readonly served: number; readonly servedAddresses: number; readonly held: number } {
    return { served: this.#served, servedAddresses: this.#servedAddresses, held: this.#held.size };
  }

  /** An inbound peer has come: its id is proven. */
  saw(peer: Peer): void {
    const address = dialableAddressOf(peer);
    if (address === undefined || !announcesOwnIp(peer, address)) return;
    this.#seen.delete(peer.id); // to the end: the first is the one that came longest ago
    this.#seen.set(peer.id, { address, at: this.#core.context.clock.now() });
    if (this.#seen.size > SEEN_MAX) this.#seen.delete(this.#seen.keys().next().value as string);
  }

  /** A node cannot be reached at an address. */
  unreachable(address: NetAddress): void {
    if (this.#seen.get(address.id)?.address.equals(address) === true) this.#seen.delete(address.id);
  }

  /** An inbound peer has asked, for the first time on this connection. */
  serve(peer: Peer): void {
    const { context, settings, emit } = this.#core;
    const addresses = this.#answers.select(peer);
    const delayMs = settings.seedHoldMs;
    if (addresses.length > 0 || settings.serve === "go" || delayMs === 0) {
      this.#answer(peer, addresses);
      return;
    }
    emit({ type: "request-held", peer, delayMs, why: "no address is verified yet" });
    this.#held.set(
      peer,
      context.clock.setTimer(delayMs, () => this.#answer(peer, this.#answers.select(peer))),
    );
  }

  /** An address was verified: requests that waited for one are answered. */
  verified(): void {
    for (const peer of [...this.#held.keys()]) {
      const addresses = this.#answers.select(peer);
      if (addresses.length > 0) this.#answer(peer, addresses);
    }
  }

  /** The peer has gone. */
  forget(peer: Peer): void {
    this.#held.get(peer)?.cancel();
    this.#held.delete(peer);
  }

  #answer(peer: Peer, selected: readonly NetAddress[]): void {
    const { context, settings, emit } = this.#core;
    this.forget(peer);
    if (!peer.running) return;
    const seen = selected.length === 0 && settings.serve === "verified" ? this.#seenFor(peer) : [];
    const addresses = selected.length > 0 ? selected : seen;
    const why =
      seen.length > 0
        ? "it asked; no address is verified yet, so these are nodes that were connected to us"
        : "it asked";
    if (this.#answers.send(peer, addresses, why)) {
      this.#served++;
      this.#servedAddresses += addresses.length;
    }
    emit({ type: "letting-go", peer, why: "it has its answer" });
    void context.stopPeerGracefully(peer);
  }

  /** Nodes that were connected to us, and that the book has taken. */
  #seenFor(peer: Peer): NetAddress[] {
    const { context, settings } = this.#core;
    const now = context.clock.now();
    const addresses: NetAddress[] = [];
    for (const { address, at } of this.#seen.values()) {
      const known = settings.book.get(address.id)?.address;
      if (now - at <= SEEN_MS && known?.equals(address) === true) addresses.push(address);
    }
    return this.#answers.compose(peer, addresses.reverse());
  }
}
