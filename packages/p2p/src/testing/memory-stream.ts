import type { ByteStream, ByteStreamHandlers, Clock, Endpoint } from "../base/index.js";

/** Settings of {@link memoryStreamPair}. */
export interface MemoryStreamOptions {
  /** Whose `defer` delivers events: usually a `VirtualClock`. */
  readonly clock: Clock;
  /** Bytes in flight at which `write` returns false. Default 65,536. */
  readonly bufferBytes?: number;
  /** Where the first end is. Default 127.0.0.1:26656. */
  readonly a?: Endpoint;
  /** Where the second end is. Default 127.0.0.2:40000. */
  readonly b?: Endpoint;
}

/** Two ends of a connection inside this process, which behave like a TCP connection: ordered, with backpressure and FIN. */
export function memoryStreamPair(options: MemoryStreamOptions): [MemoryStream, MemoryStream] {
  const endpointA = options.a ?? { ip: "127.0.0.1", port: 26656 };
  const endpointB = options.b ?? { ip: "127.0.0.2", port: 40000 };
  const bufferBytes = options.bufferBytes ?? 65_536;
  const a = new MemoryStream(options.clock, bufferBytes, endpointA, endpointB);
  const b = new MemoryStream(options.clock, bufferBytes, endpointB, endpointA);
  a.connect(b);
  b.connect(a);
  return [a, b];
}

type StreamEvent =
  | { readonly data: Uint8Array }
  | { readonly end: true }
  | { readonly close: Error | undefined };

/** One end of a {@link memoryStreamPair}. */
export class MemoryStream implements ByteStream {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  readonly #clock: Clock;
  readonly #bufferBytes: number;
  #other!: MemoryStream;
  #handlers: ByteStreamHandlers | undefined;
  /** What the other end sent and this one has not taken. */
  #incoming: StreamEvent[] = [];
  #incomingBytes = 0;
  #paused = true;
  #scheduled = false;
  #mustDrain = false;
  #ended = false;
  #closed = false;

  /** Made by {@link memoryStreamPair}. */
  constructor(clock: Clock, bufferBytes: number, local: Endpoint, remote: Endpoint) {
    this.#clock = clock;
    this.#bufferBytes = bufferBytes;
    this.local = local;
    this.remote = remote;
  }

  /** Joins the two ends. */
  connect(other: MemoryStream): void {
    this.#other = other;
  }

  setHandlers(handlers: ByteStreamHandlers): void {
    this.#handlers = handlers;
    this.#schedule();
  }

  get pendingBytes(): number {
    return this.#other.#incomingBytes;
  }

  write(bytes: Uint8Array): boolean {
    const other = this.#other;
    if (this.#closed || this.#ended) return false;
    other.#incoming.push({ data: bytes });
    other.#incomingBytes += bytes.length;
    other.#schedule();
    this.#mustDrain ||= other.#incomingBytes >= this.#bufferBytes;
    return !this.#mustDrain;
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#schedule();
  }

  end(): void {
    if (this.#ended || this.#closed) return;
    this.#ended = true;
    this.#other.#incoming.push({ end: true });
    this.#other.#schedule();
  }

  destroy(): void {
    this.#close(undefined);
  }

  /** Breaks the connection: both ends see `error`, as after a TCP reset. */
  reset(error: Error): void {
    this.#other.#close(error);
    this.#close(error);
  }

  #close(error: Error | undefined): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#incoming = [{ close: error }];
    this.#incomingBytes = 0;
    this.#schedule();
    if (!this.#ended) this.#other.#incoming.push({ end: true });
    this.#other.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#clock.defer(() => {
      this.#scheduled = false;
      this.#deliver();
    });
  }

  #deliver(): void {
    while (this.#handlers !== undefined && this.#incoming.length > 0) {
      const event = this.#incoming[0] as StreamEvent;
      if (this.#paused && !("close" in event)) return;
      this.#incoming.shift();
      if ("data" in event) {
        this.#incomingBytes -= event.data.length;
        const lent = Uint8Array.from(event.data);
        this.#handlers.onData(lent);
        lent.fill(0xdd); // as with a socket, whose next read may come to the same place
        this.#other.#onTaken(this.#incomingBytes);
      } else if ("end" in event) this.#handlers.onEnd();
      else this.#handlers.onClose(event.close);
    }
  }

  #onTaken(remaining: number): void {
    if (!this.#mustDrain || remaining > 0 || this.#closed) return;
    this.#mustDrain = false;
    this.#clock.defer(() => this.#handlers?.onDrain());
  }
}
