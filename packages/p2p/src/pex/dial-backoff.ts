import { type Clock, limits, type Random } from "../base/index.js";
import type { NetAddress } from "../wire/index.js";

/** A dial that succeeded says for so long that we are not cut off. */
const ONLINE_MS = 600_000;

/** What is remembered about dials of an address that failed. */
export interface DialRecord {
  /** Failures in a row. */
  readonly failures: number;
  /** Not before this time of the clock again. */
  readonly notBefore: number;
}

/**
 * The record after one more failure: a pause of 2^failures seconds, at most an hour, and up to a second at random.
 * Go's pauses go on doubling to 18 hours (`p2p/pex/pex_reactor.go:543-552@v0.38.25`).
 */
export function afterFailure(record: DialRecord | undefined, now: number, random: Random): DialRecord {
  const failures = (record?.failures ?? 0) + 1;
  const pauseMs = Math.min(limits.pexDialPauseMs, 1_000 * 2 ** Math.min(failures, 30));
  return { failures, notBefore: now + pauseMs + random.integer(1_000) };
}

/**
 * Whether an address that has failed so often is to be given up for a day: after 16 failures in a row, as in Go
 * (`p2p/pex/pex_reactor.go:538-541@v0.38.25`), but not while there is no sign that anybody can be reached: then it may
 * well be us who are cut off, and everything that we know would be given up.
 */
export function isGivenUp(record: DialRecord, online: boolean): boolean {
  return record.failures > limits.pexDialFailures && online;
}

/**
 * Remembers which addresses failed. What nobody answers at is remembered by IP and port, whatever the id; what has to do
 * with the node is remembered of the one id: that another one answers there must not keep us from the real one.
 */
export class DialHistory {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #maxRecords: number;
  readonly #records = new Map<string, DialRecord>();
  #succeededAt = Number.NEGATIVE_INFINITY;

  constructor(options: { clock: Clock; random: Random; maxRecords?: number }) {
    this.#clock = options.clock;
    this.#random = options.random;
    this.#maxRecords = options.maxRecords ?? limits.pexDialHistory;
  }

  /** Addresses remembered. */
  get size(): number {
    return this.#records.size;
  }

  /** Milliseconds until the address may be dialled again: 0 now. */
  pauseMs(address: NetAddress): number {
    const now = this.#clock.now();
    const untils = keysOf(address).map((key) => this.#records.get(key)?.notBefore ?? 0);
    return Math.max(0, ...untils.map((until) => until - now));
  }

  /** A dial has failed; with `ofId`, for a reason of this one id. Returns the record from now on. */
  failed(address: NetAddress, ofId: boolean): DialRecord {
    const key = ofId ? address.toString() : address.dialString;
    const record = afterFailure(this.#records.get(key), this.#clock.now(), this.#random);
    this.#records.delete(key); // to the end: the first is the one that failed longest ago
    this.#records.set(key, record);
    if (this.#records.size > this.#maxRecords) {
      this.#records.delete(this.#records.keys().next().value as string);
    }
    return record;
  }

  /** Whether a dial has succeeded within 10 minutes. */
  get online(): boolean {
    return this.#clock.now() - this.#succeededAt < ONLINE_MS;
  }

  /**
   * A dial has succeeded. What is remembered of the id stays until {@link DialHistory.forget}: there are nodes that take
   * every connection and drop it at once.
   */
  succeeded(address: NetAddress): void {
    this.#succeededAt = this.#clock.now();
    this.#records.delete(address.dialString);
  }

  /** The address has proved good, or was given up and starts anew when it comes back. */
  forget(address: NetAddress): void {
    for (const key of keysOf(address)) this.#records.delete(key);
  }
}

function keysOf(address: NetAddress): string[] {
  return [address.dialString, address.toString()];
}
