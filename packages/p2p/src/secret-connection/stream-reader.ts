import { type ByteStream, type Clock, P2PError, type Timer } from "../base/index.js";
import { closeCode, timeoutCode } from "./handshake-failure.js";

/** What ends a {@link StreamReader}'s waiting beside the stream itself. */
export interface StreamReaderOptions {
  /** What deadlines go by. */
  readonly clock: Clock;
  /** Makes every read fail with `ABORTED`. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a {@link ByteStream} on demand, for the linear part of a connection's life. It holds at most one chunk of the
 * stream that nobody asked for yet; the stream is paused while nobody waits.
 */
export class StreamReader {
  /** The stream that is read, whose handlers are the reader's until {@link StreamReader.release}. */
  readonly stream: ByteStream;
  readonly #clock: Clock;
  readonly #signal: AbortSignal | undefined;
  /** The first bytes of all (up to 16), to recognise a peer that speaks another protocol. */
  firstBytes: Uint8Array = new Uint8Array(0);
  #chunks: Uint8Array[] = [];
  #buffered = 0;
  #received = 0;
  #failure: P2PError | undefined;
  #waiter: { resolve(): void; reject(error: P2PError): void } | undefined;
  #timer: Timer | undefined;
  #released = false;

  constructor(stream: ByteStream, options: StreamReaderOptions) {
    this.stream = stream;
    this.#clock = options.clock;
    this.#signal = options.signal;
    this.#signal?.addEventListener("abort", this.#onAbort, { once: true });
    if (this.#signal?.aborted === true) this.#onAbort();
    stream.setHandlers({
      onData: (chunk) => this.#onData(chunk),
      onDrain: () => {},
      onEnd: () => this.#onOver(undefined),
      onClose: (error) => this.#onOver(error),
    });
  }

  /** Sets one absolute deadline for everything read from now on; a peer that trickles bytes does not extend it. */
  startDeadline(timeoutMs: number): void {
    this.#timer?.cancel();
    this.#timer = this.#clock.setTimer(timeoutMs, () => {
      this.fail(new P2PError(timeoutCode(this.#received), { detail: `${timeoutMs} ms` }));
    });
  }

  /** Removes the deadline. */
  clearDeadline(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** How many bytes are there that nobody has read. */
  get buffered(): number {
    return this.#buffered;
  }

  /** The next `length` bytes exactly. */
  async read(length: number): Promise<Uint8Array> {
    while (this.#buffered < length) await this.#more();
    const first = this.#chunks[0];
    if (first !== undefined && first.length >= length) {
      this.#chunks[0] = first.subarray(length);
      this.#buffered -= length;
      return first.subarray(0, length);
    }
    return this.#takeAcross(length);
  }

  /** Makes every read fail with `error` (the first one wins). */
  fail(error: P2PError): void {
    if (this.#failure !== undefined) return;
    this.#failure = error;
    this.clearDeadline();
    this.#waiter?.reject(error);
    this.#waiter = undefined;
  }

  /** Ends the reading on demand: returns what is buffered, or the error that has happened meanwhile. */
  release(): { rest: Uint8Array; failure: P2PError | undefined } {
    this.#released = true;
    this.clearDeadline();
    this.#signal?.removeEventListener("abort", this.#onAbort);
    const rest = this.#takeAcross(this.#buffered);
    return { rest, failure: this.#failure };
  }

  readonly #onAbort = (): void => this.fail(new P2PError("ABORTED", { cause: this.#signal?.reason }));

  #onData(chunk: Uint8Array): void {
    this.#chunks.push(new Uint8Array(chunk)); // a copy: the chunk is lent
    this.#buffered += chunk.length;
    this.#received += chunk.length;
    if (this.firstBytes.length === 0) this.firstBytes = new Uint8Array(chunk.subarray(0, 16));
    this.stream.pause();
    const waiter = this.#waiter;
    this.#waiter = undefined;
    waiter?.resolve();
  }

  /** The stream has ended or closed. When there is nobody to tell any more, no error is made: it costs 5 to 7 µs. */
  #onOver(error: Error | undefined): void {
    const ignored = this.#released && this.#waiter === undefined;
    if (ignored || this.#failure !== undefined) return;
    this.fail(new P2PError(closeCode(this.#received, error), { cause: error }));
  }

  /** Waits for the next chunk. What arrived before the stream ended is still served. */
  #more(): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiter = { resolve, reject };
      this.stream.resume();
    });
  }

  #takeAcross(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const chunk = this.#chunks[0] as Uint8Array;
      const part = chunk.subarray(0, length - filled);
      bytes.set(part, filled);
      filled += part.length;
      if (part.length === chunk.length) this.#chunks.shift();
      else this.#chunks[0] = chunk.subarray(part.length);
    }
    this.#buffered -= length;
    return bytes;
  }
}
