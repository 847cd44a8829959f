import { type Clock, P2PError, type Timer } from "../base/index.js";
import type { SendChannel } from "./send-channel.js";

interface Waiter {
  readonly message: Uint8Array;
  settle(error?: P2PError): void;
}

/** Senders that wait for room in a queue, first come, first served per channel. */
export class SendWaiters {
  readonly #clock: Clock;
  readonly #onAdmitted: () => void;
  readonly #waiting = new Map<SendChannel, Set<Waiter>>();

  /** `onAdmitted` is called after messages were moved into queues. */
  constructor(clock: Clock, onAdmitted: () => void) {
    this.#clock = clock;
    this.#onAdmitted = onAdmitted;
  }

  get any(): boolean {
    return this.#waiting.size > 0;
  }

  waitingFor(channel: SendChannel): boolean {
    return this.#waiting.size > 0 && this.#waiting.has(channel);
  }

  /** Waits until `message` is in the channel's queue. */
  wait(
    channel: SendChannel,
    message: Uint8Array,
    timeoutMs: number,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => waiter.settle(new P2PError("ABORTED", { cause: signal?.reason }));
      const timer: Timer = this.#clock.setTimer(timeoutMs, () =>
        waiter.settle(new P2PError("SEND_TIMEOUT", { detail: `${timeoutMs} ms` })),
      );
      const waiter: Waiter = {
        message,
        settle: (error) => {
          timer.cancel();
          signal?.removeEventListener("abort", onAbort);
          this.#remove(channel, waiter);
          if (error === undefined) resolve();
          else reject(error);
        },
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      const set = this.#waiting.get(channel);
      if (set === undefined) this.#waiting.set(channel, new Set([waiter]));
      else set.add(waiter);
    });
  }

  /** Moves messages into the queues that have room. */
  admit(): void {
    if (this.#waiting.size === 0) return;
    let admitted = false;
    for (const [channel, set] of this.#waiting) {
      for (const waiter of set) {
        if (!channel.hasRoom) break;
        channel.enqueue(waiter.message);
        waiter.settle();
        admitted = true;
      }
    }
    if (admitted) this.#onAdmitted();
  }

  rejectAll(reason: P2PError): void {
    for (const set of [...this.#waiting.values()]) for (const waiter of [...set]) waiter.settle(reason);
  }

  #remove(channel: SendChannel, waiter: Waiter): void {
    const set = this.#waiting.get(channel);
    if (set?.delete(waiter) === true && set.size === 0) this.#waiting.delete(channel);
  }
}
