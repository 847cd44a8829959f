import { P2PError } from "../base/index.js";
import type { EstablishedConnection, Transport } from "../transport/index.js";
import type { AddressSpec } from "../wire/index.js";
import type { DialProgress } from "./inbound-decision.js";

/** A dial under way. */
interface Dial {
  progress: DialProgress;
  readonly controller: AbortController;
  /** Whether it got a connection. Never rejects. */
  readonly succeeded: Promise<boolean>;
}

/** The dialing set: dials under way, at most one for each id. */
export class Dialer {
  readonly #transport: Transport;
  readonly #dials = new Map<string, Dial>();

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Dials under way. */
  get size(): number {
    return this.#dials.size;
  }

  /** How far the dial to an id has got, if there is one. */
  progress(id: string): DialProgress | undefined {
    return this.#dials.get(id)?.progress;
  }

  /** Resolves, when the dial to an id has settled, with whether it got a connection. */
  async outcome(id: string): Promise<boolean> {
    return (await this.#dials.get(id)?.succeeded) ?? false;
  }

  /** Ends the dial to an id, if there is one. */
  abort(id: string, reason: P2PError): void {
    this.#dials.get(id)?.controller.abort(reason);
  }

  /**
   * Dials. `take` gets the connection in the same moment in which the id leaves the dialing set.
   *
   * @throws P2PError - of the dial, or `DUPLICATE_ID`.
   */
  async dial<T>(
    address: AddressSpec,
    options: { readonly allowDuplicateIp: boolean; readonly signal: AbortSignal | undefined },
    take: (connection: EstablishedConnection) => T,
  ): Promise<T> {
    const { id } = address;
    if (this.#dials.has(id)) throw new P2PError("DUPLICATE_ID", { detail: "it is being dialled" });
    const controller = new AbortController();
    const { signal, allowDuplicateIp } = options;
    let settle: (succeeded: boolean) => void = () => {};
    const succeeded = new Promise<boolean>((resolve) => (settle = resolve));
    const dial: Dial = { progress: "connecting", controller, succeeded };
    this.#dials.set(id, dial);
    let connected = false;
    // `AbortSignal.any` would stay with a signal that outlives the dial.
    const onAbort = (): void => controller.abort(signal?.reason);
    signal?.addEventListener("abort", onAbort, { once: true });
    if (signal?.aborted === true) onAbort();
    try {
      const connection = await this.#transport.dial(address, {
        allowDuplicateIp,
        signal: controller.signal,
        onTrace: ({ phase }) => {
          if (phase === "tcp") dial.progress = "handshaking";
        },
      });
      connected = true;
      this.#dials.delete(id);
      return take(connection);
    } finally {
      signal?.removeEventListener("abort", onAbort);
      this.#dials.delete(id);
      settle(connected);
    }
  }
}
