import { asP2PError, limits, type P2PError } from "../base/index.js";
import type { Peer } from "../switch/index.js";
import type { NetAddress } from "../wire/index.js";
import { NEVER } from "./address-book/index.js";
import { isGivenUp } from "./dial-backoff.js";
import { type DialVerdict, judgeDial } from "./dial-verdict.js";
import type { PexCore } from "./pex-core.js";

/** How a dial of an address from the book went. */
export type DialResult =
  | { readonly peer: Peer }
  | { readonly peer: undefined; readonly error: P2PError; readonly verdict: DialVerdict };

/** Dials addresses of the book and has the book learn from it. */
export class AddressDialer {
  readonly #core: PexCore;

  constructor(core: PexCore) {
    this.#core = core;
  }

  /** Dials; never rejects. What a success means is recorded when the peer is added. */
  async dial(address: NetAddress): Promise<DialResult> {
    const { context, history, settings } = this.#core;
    try {
      const peer = await context.dial(address);
      history.succeeded(address);
      if (settings.mode === "seed") history.forget(address);
      return { peer };
    } catch (thrown) {
      const error = asP2PError(thrown, "DIAL_FAILED");
      const verdict = judgeDial(error.code);
      this.#learn(address, error, verdict);
      return { peer: undefined, error, verdict };
    }
  }

  #learn(address: NetAddress, error: P2PError, verdict: DialVerdict): void {
    const { settings, history } = this.#core;
    const { book } = settings;
    switch (verdict) {
      case "not-tried":
        // What we refuse ourselves is not picked over and over again.
        if (error.code !== "STOPPED" && error.code !== "ABORTED") history.failed(address, true);
        return;
      case "self":
        book.addOurAddress(address);
        return;
      case "reached":
        book.markVerified(address.id, address);
        history.failed(address, true);
        return;
      case "duplicate":
        history.failed(address, true);
        return;
      case "other-network":
        history.forget(address);
        this.#giveUp(address, `it belongs to another network: ${error.message}`);
        return;
      case "wrong-identity":
        book.markAttempt(address, error.code);
        history.failed(address, true);
        this.#removeIfInvented(address);
        return;
      case "failed":
        this.#failed(address, error);
    }
  }

  #failed(address: NetAddress, error: P2PError): void {
    const { settings, history, context } = this.#core;
    settings.book.markAttempt(address, error.code);
    const record = history.failed(address, false);
    if (!isGivenUp(record, history.online || context.peers.length > 0)) return;
    history.forget(address); // it starts anew when the ban has ended
    this.#giveUp(address, `${record.failures} dials in a row have failed`);
  }

  /** Another node answers at an address that has never worked, and the book knows no other for its id. */
  #removeIfInvented(address: NetAddress): void {
    const { settings, emit } = this.#core;
    const entry = settings.book.get(address.id);
    if (entry?.address.equals(address) !== true) return;
    if (entry.lastSuccess !== NEVER || entry.candidates.length > 0) return;
    settings.book.remove(address.id);
    emit({ type: "address-dropped", address, durationMs: 0, why: "another node answers there" });
  }

  #giveUp(address: NetAddress, why: string): void {
    const { settings, emit } = this.#core;
    const durationMs = limits.pexBanMs;
    settings.book.markBad(address.id, { durationMs, reason: why });
    emit({ type: "address-dropped", address, durationMs, why });
  }
}
