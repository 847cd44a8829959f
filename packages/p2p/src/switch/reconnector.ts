import type { Clock, Random, Timer } from "../base/index.js";
import type { AddressSpec } from "../wire/index.js";
import type { ReconnectCause } from "./events.js";
import {
  addressToTry,
  decideReconnect,
  freshRecord,
  type ReconnectOccasion,
  type ReconnectRecord,
  type ReconnectSettings,
} from "./reconnect-policy.js";

/** What a {@link Reconnector} works with. */
export interface ReconnectorOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: ReconnectSettings;
  /** Where the operator says that the peer is; undefined when it is no longer a persistent peer. */
  readonly addressOf: (id: string) => AddressSpec | undefined;
  /** Where else it may be. */
  readonly otherAddressesOf: (id: string) => readonly AddressSpec[];
  /** Whether there is a session, a handshake or a dial with the id. */
  readonly isBusy: (id: string) => boolean;
  /** Dials; a failure comes back through {@link Reconnector.again}. */
  readonly dial: (address: AddressSpec) => void;
  readonly onScheduled: (
    address: AddressSpec,
    failures: number,
    delayMs: number,
    why: ReconnectCause,
  ) => void;
}

/** At start, persistent peers are dialled within this time, spread at random: nodes that start together collide less. */
const FIRST_DIAL_SPREAD_MS = 1_000;

/** Keeps persistent peers connected: one timer or one dial for each that is not. */
export class Reconnector {
  readonly #options: ReconnectorOptions;
  readonly #records = new Map<string, ReconnectRecord>();
  readonly #timers = new Map<string, Timer>();
  #running = false;

  constructor(options: ReconnectorOptions) {
    this.#options = options;
  }

  /** Dials these, soon. */
  start(ids: Iterable<string>): void {
    this.#running = true;
    for (const id of ids) this.begin(id);
  }

  /** Ends all waiting; dials under way end with the transport. */
  stop(): void {
    this.#running = false;
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }

  /** Dials a persistent peer soon, unless that is on its way already. */
  begin(id: string): void {
    if (this.#timers.has(id)) return;
    this.#dialIn(id, this.#options.random.integer(FIRST_DIAL_SPREAD_MS));
  }

  /** Forgets a peer that is no longer persistent. */
  forget(id: string): void {
    this.#timers.get(id)?.cancel();
    this.#timers.delete(id);
    this.#records.delete(id);
  }

  /** Nothing to do: the peer is connected, whoever dialled. */
  connected(id: string): void {
    this.#timers.get(id)?.cancel();
    this.#timers.delete(id);
  }

  /** Something made it necessary to dial the peer again. */
  again(id: string, occasion: ReconnectOccasion): void {
    const { settings, random, addressOf, onScheduled } = this.#options;
    if (!this.#running || addressOf(id) === undefined) return;
    // A dial that waits already is enough, except after a session: how that has ended decides.
    if (occasion.type !== "ended" && this.#timers.has(id)) return;
    this.connected(id);
    const { delayMs, why, record } = decideReconnect(
      this.#records.get(id) ?? freshRecord,
      occasion,
      settings,
      random,
    );
    this.#records.set(id, record);
    onScheduled(this.#addressToTry(id) as AddressSpec, record.failures, delayMs, why);
    this.#dialIn(id, delayMs);
  }

  #dialIn(id: string, delayMs: number): void {
    const { clock, isBusy, dial } = this.#options;
    if (!this.#running) return;
    const timer = clock.setTimer(delayMs, () => {
      this.#timers.delete(id);
      const address = this.#addressToTry(id);
      if (address === undefined) return;
      // Whatever is going on will end in a session, and be reported when that ends, or not: then look again.
      if (isBusy(id)) this.#dialIn(id, this.#options.settings.ceilingMs);
      else dial(address);
    });
    this.#timers.set(id, timer);
  }

  #addressToTry(id: string): AddressSpec | undefined {
    const { addressOf, otherAddressesOf } = this.#options;
    const configured = addressOf(id);
    if (configured === undefined) return undefined;
    const others = otherAddressesOf(id).filter((other) => other.toString() !== configured.toString());
    return addressToTry(configured, others, this.#records.get(id)?.failures ?? 0);
  }
}
