import { asP2PError, Fifo, type P2PError } from "../base/index.js";

/**
 * Takes messages, one at a time and in order; `message` belongs to the receiver. A promise holds this peer (and no other)
 * back until it settles; nothing else is awaited.
 *
 * What it throws or rejects with ends the connection: a `P2PError` as it is, anything else as `RECEIVER_FAILED`.
 */
export type MessageReceiver = (channel: number, message: Uint8Array) => void | Promise<void>;

/** What an {@link Inbox} tells its connection. */
export interface InboxEvents {
  /** Too much is waiting: read no further. */
  onFull(): void;
  /** There is room again. */
  onRoom(): void;
  /** A message was finished. */
  onProgress(): void;
  /** Nothing waits any more, after something did: the receiver has been given the last of it. */
  onEmpty(): void;
  /** The receiver threw or rejected. */
  onFailure(error: P2PError): void;
}

/** At which amounts an {@link Inbox} calls itself full. */
export interface InboxLimits {
  readonly bytes: number;
  readonly messages: number;
}

/**
 * Hands one peer's messages to its receiver, one after the other and in order. While a promise is pending, messages
 * wait here; past the limits the connection stops reading, and goes on when half is left.
 */
export class Inbox {
  readonly #receive: MessageReceiver;
  readonly #events: InboxEvents;
  readonly #limits: InboxLimits;
  readonly #waiting = new Fifo<{ readonly channel: number; readonly message: Uint8Array }>();
  /** Bytes and messages handed over or waiting, and not finished. */
  #bytes = 0;
  #messages = 0;
  #busy = false;
  #full = false;
  #closed = false;

  constructor(receive: MessageReceiver, limits: InboxLimits, events: InboxEvents) {
    this.#receive = receive;
    this.#limits = limits;
    this.#events = events;
  }

  /** Whether nothing waits. */
  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Hands a message over, now or in its turn. */
  push(channel: number, message: Uint8Array): void {
    if (this.#closed) return;
    if (!this.#busy) {
      const pending = this.#call(channel, message);
      if (pending === undefined) return;
      this.#account(message.length);
      void this.#drain(pending, message.length);
    } else {
      this.#waiting.push({ channel, message });
      this.#account(message.length);
    }
  }

  /** Drops what waits; the receiver is not called again. */
  close(): void {
    this.#closed = true;
    this.#waiting.clear();
  }

  #call(channel: number, message: Uint8Array): Promise<void> | undefined {
    try {
      const result = this.#receive(channel, message);
      return isPromise(result) ? result : undefined;
    } catch (error) {
      this.#events.onFailure(asP2PError(error, "RECEIVER_FAILED"));
      return undefined;
    }
  }

  async #drain(first: Promise<void>, firstBytes: number): Promise<void> {
    this.#busy = true;
    let current: { pending: Promise<void>; bytes: number } | undefined = {
      pending: first,
      bytes: firstBytes,
    };
    while (current !== undefined) {
      try {
        await current.pending;
      } catch (error) {
        if (!this.#closed) this.#events.onFailure(asP2PError(error, "RECEIVER_FAILED"));
      }
      this.#finish(current.bytes);
      current = this.#handOverWaiting();
    }
    this.#busy = false;
  }

  /** Hands over what waits, up to the first message whose receiver returns a promise. */
  #handOverWaiting(): { pending: Promise<void>; bytes: number } | undefined {
    for (;;) {
      const entry = this.#closed ? undefined : this.#waiting.shift();
      if (entry === undefined) return undefined;
      const pending = this.#call(entry.channel, entry.message);
      if (this.isEmpty && !this.#closed) this.#events.onEmpty();
      if (pending !== undefined) return { pending, bytes: entry.message.length };
      this.#finish(entry.message.length);
    }
  }

  #account(bytes: number): void {
    this.#bytes += bytes;
    this.#messages++;
    if (this.#closed) return; // by the call just made
    if (!this.#full && (this.#bytes >= this.#limits.bytes || this.#messages >= this.#limits.messages)) {
      this.#full = true;
      this.#events.onFull();
    }
  }

  #finish(bytes: number): void {
    this.#bytes -= bytes;
    this.#messages--;
    if (this.#closed) return;
    this.#events.onProgress();
    if (this.#full && this.#bytes <= this.#limits.bytes / 2 && this.#messages <= this.#limits.messages / 2) {
      this.#full = false;
      this.#events.onRoom();
    }
  }
}

function isPromise(value: unknown): value is Promise<void> {
  return typeof value === "object" && value !== null && "then" in value;
}
