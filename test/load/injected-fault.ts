/** Faults that a test of the run itself has the listener make, to see that they are noticed. */

export const injectedFaults = ["drop", "repeat", "damage", "leak", "hang"] as const;

/** A message lost, repeated or damaged once; memory kept for every message; the process standing still once. */
export type InjectedFault = (typeof injectedFaults)[number];

/** The message at which something happens once, counted over all connections. */
const faultAt = 2_000;
const leakedBytes = 1_024;
/** Longer than the patience with a pong. */
const hangMs = 6_000;

/** Stands between the library and the checks. */
export class FaultInjector {
  readonly #fault: InjectedFault | undefined;
  #messages = 0;
  readonly #leaked: Uint8Array[] = [];

  constructor(fault: InjectedFault | undefined) {
    this.#fault = fault;
  }

  /** What is checked instead of a message that has come. */
  replace(message: Uint8Array): readonly Uint8Array[] {
    if (this.#fault === "leak") this.#leaked.push(new Uint8Array(leakedBytes));
    // An empty message could not be damaged.
    if (this.#fault === undefined || message.length === 0 || ++this.#messages !== faultAt) return [message];
    if (this.#fault === "drop") return [];
    if (this.#fault === "repeat") return [message, message];
    if (this.#fault === "damage") return [damaged(message)];
    if (this.#fault === "hang") for (const end = performance.now() + hangMs; performance.now() < end; );
    return [message];
  }
}

function damaged(message: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(message);
  copy.set([(message[0] as number) ^ 1]);
  return copy;
}
