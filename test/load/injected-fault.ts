/** Faults that a test of the run itself has the listener make, to see that they are noticed. */

export const injectedFaults = ["drop", "leak", "hang"] as const;

/** One message lost before it is checked; memory kept for every message; the process standing still once. */
export type InjectedFault = (typeof injectedFaults)[number];

/** The message at which something happens once, counted over all connections. */
const faultAt = 1_000;
/** So much that a run of a few seconds notices; one of ten minutes would notice ten bytes. */
const leakedBytes = 16_384;
/** Longer than a ping's interval and the patience with its pong together. */
const hangMs = 11_000;

/** Stands between the library and the checks. */
export class FaultInjector {
  readonly #fault: InjectedFault | undefined;
  #messages = 0;
  readonly #leaked: Uint8Array[] = [];

  constructor(fault: InjectedFault | undefined) {
    this.#fault = fault;
  }

  /** Whether a message that has come is to be lost. */
  loses(): boolean {
    if (this.#fault === "leak") this.#leaked.push(new Uint8Array(leakedBytes));
    if (this.#fault === undefined || ++this.#messages !== faultAt) return false;
    if (this.#fault === "hang") for (const end = performance.now() + hangMs; performance.now() < end; );
    return this.#fault === "drop";
  }
}
