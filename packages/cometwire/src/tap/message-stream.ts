import { Fifo } from "@cometwire/p2p";
import { type MessageChoice, wanted } from "./choice.js";
import type { TapMessage } from "./tap-message.js";

/** What a reader of tapped messages may choose. */
export interface MessagesOptions extends MessageChoice {
  /** So many wait for the reader before peers are made to wait. Default 1,000. */
  readonly maxQueuedMessages?: number | undefined;
  /** So many bytes wait for the reader before peers are made to wait. Default 16 MiB. */
  readonly maxQueuedBytes?: number | undefined;
  /** Ends the stream. */
  readonly signal?: AbortSignal | undefined;
}

const QUEUED_MESSAGES = 1_000;
const QUEUED_BYTES = 16 * 1_048_576;

/** Tapped messages at their reader's pace: whoever brings more than it takes waits. */
export class MessageStream implements AsyncIterableIterator<TapMessage> {
  readonly #wants: (message: TapMessage) => boolean;
  readonly #maxMessages: number;
  readonly #maxBytes: number;
  readonly #onClosed: () => void;
  readonly #queue = new Fifo<TapMessage>();
  readonly #readers = new Fifo<(result: IteratorResult<TapMessage>) => void>();
  #bytes = 0;
  #room: { readonly promise: Promise<void>; readonly open: () => void } | undefined;
  #closed = false;

  /** `onClosed` is called once, when nothing more is to be brought. */
  constructor(options: MessagesOptions, onClosed: (stream: MessageStream) => void) {
    this.#wants = wanted(options);
    this.#maxMessages = options.maxQueuedMessages ?? QUEUED_MESSAGES;
    this.#maxBytes = options.maxQueuedBytes ?? QUEUED_BYTES;
    const close = (): void => this.close();
    this.#onClosed = () => {
      options.signal?.removeEventListener("abort", close);
      onClosed(this);
    };
    if (options.signal?.aborted === true) this.#closed = true;
    else options.signal?.addEventListener("abort", close, { once: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Whether it takes no more. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Brings a message. A promise asks not to bring another before it is fulfilled. */
  push(message: TapMessage): Promise<void> | undefined {
    if (this.#closed || !this.#wants(message)) return undefined;
    const reader = this.#readers.shift();
    if (reader !== undefined) {
      reader({ value: message, done: false });
      return undefined;
    }
    this.#queue.push(message);
    this.#bytes += message.bytes.length;
    if (!this.#isFull()) return undefined;
    this.#room ??= gate();
    return this.#room.promise;
  }

  next(): Promise<IteratorResult<TapMessage>> {
    const value = this.#queue.shift();
    if (value !== undefined) {
      this.#bytes -= value.bytes.length;
      if (!this.#isFull()) this.#letIn();
      return Promise.resolve({ value, done: false });
    }
    if (this.#closed) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve) => this.#readers.push(resolve));
  }

  /** The reader wants no more. */
  return(): Promise<IteratorResult<TapMessage>> {
    this.#queue.clear();
    this.close();
    return Promise.resolve({ value: undefined, done: true });
  }

  /** Nothing more comes: the reader gets what waits, then the end. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#letIn();
    for (let reader = this.#readers.shift(); reader !== undefined; reader = this.#readers.shift()) {
      reader({ value: undefined, done: true });
    }
    this.#onClosed();
  }

  #isFull(): boolean {
    return this.#queue.length >= this.#maxMessages || this.#bytes >= this.#maxBytes;
  }

  #letIn(): void {
    this.#room?.open();
    this.#room = undefined;
  }
}

function gate(): { readonly promise: Promise<void>; readonly open: () => void } {
  let open: () => void = () => {};
  const promise = new Promise<void>((resolve) => (open = resolve));
  return { promise, open };
}
