import { type ByteStreamHandlers, type Clock, type Endpoint, Fifo } from "../base/index.js";
import type { ConnectedStream } from "../transport/index.js";

/** What a {@link SimulatedStream} sends to its other end. */
export type Segment = { readonly data: Uint8Array } | "fin" | "reset";

/** What a {@link SimulatedStream} needs of its connection. */
export interface StreamCarrier {
  readonly clock: Clock;
  /** Bytes under way or unread at the other end before `pendingBytes` grow, and pending ones before `write` says full. */
  readonly bufferBytes: number;
  /** Carries a segment to the other end. */
  send(segment: Segment): void;
  /** The other end has taken bytes that this one waits for: calls `onWindow` when that would be known here. */
  awaitWindow(): void;
  /** Tells the other end that bytes were taken. */
  onTaken(count: number): void;
  /** The stream is closed. */
  onClosed(): void;
}

/**
 * One end of a simulated connection. It behaves as a TCP socket of Node's with `allowHalfOpen` does: paused at first,
 * ordered, with backpressure, half-close and resets, which a stream that is paused does not notice.
 */
export class SimulatedStream implements ConnectedStream {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  readonly #carrier: StreamCarrier;
  #handlers: ByteStreamHandlers | undefined;
  #flowing = false;
  /** Arrived and not yet handed over. */
  readonly #arrived = new Fifo<Segment>();
  #received = 0;
  #unreadBytes = 0;
  /** Written and not yet under way. */
  readonly #waiting = new Fifo<Uint8Array>();
  /** What is left of the first of it. */
  #cut: Uint8Array | undefined;
  #waitingBytes = 0;
  /** Under way, or unread at the other end. */
  #windowBytes = 0;
  #mustDrain = false;
  /** Whether the owner has ended its side, our FIN is out, and theirs was handed over. */
  #ending = false;
  #finSent = false;
  #finSeen = false;
  /** The network's last word, once it has come. */
  #broken = false;
  /** Something was written after that: then it is noticed though nobody reads. */
  #writeFailed = false;
  #closed = false;
  #closeToReport: { readonly error: Error | undefined } | undefined;
  #scheduled = false;
  #delivering = false;
  #onGone: (() => void) | undefined;

  constructor(local: Endpoint, remote: Endpoint, carrier: StreamCarrier) {
    this.local = local;
    this.remote = remote;
    this.#carrier = carrier;
  }

  /** Whether it is closed: destroyed, reset, or ended by both sides. */
  get closed(): boolean {
    return this.#closed;
  }

  get pendingBytes(): number {
    return this.#waitingBytes;
  }

  get receivedBytes(): number {
    return this.#received;
  }

  setHandlers(handlers: ByteStreamHandlers): void {
    this.#handlers = handlers;
    this.#schedule();
  }

  write(bytes: Uint8Array): boolean {
    if (this.#closed || this.#ending) return false;
    if (this.#broken) {
      this.#writeFailed = true;
      this.#schedule();
      return false;
    }
    if (bytes.length > 0) {
      this.#waiting.push(bytes);
      this.#waitingBytes += bytes.length;
    }
    this.#pump();
    this.#mustDrain ||= this.#waitingBytes >= this.#carrier.bufferBytes;
    return !this.#mustDrain;
  }

  pause(): void {
    this.#flowing = false;
  }

  resume(): void {
    this.#flowing = true;
    this.#schedule();
  }

  end(): void {
    if (this.#closed || this.#ending) return;
    this.#ending = true;
    this.#writeFailed = this.#broken;
    this.#pump();
  }

  destroy(): void {
    if (this.#closed) return;
    // As the kernel does: whoever closes with something unread resets.
    if (this.#unreadBytes > 0) this.#carrier.send("reset");
    else if (!this.#finSent) this.#carrier.send("fin");
    this.#close(undefined);
  }

  whenGone(callback: () => void): void {
    if (this.#closed) callback();
    else this.#onGone = callback;
  }

  /** A segment from the other end. */
  receive(segment: Segment): void {
    if (this.#closed) return;
    if (segment === "reset") {
      this.#broken = true;
      this.#writeFailed = this.#waitingBytes > 0;
    }
    if (typeof segment !== "string") {
      this.#received += segment.data.length;
      this.#unreadBytes += segment.data.length;
    }
    // Behind their FIN nobody reads any more: then only the next write finds out.
    if (segment !== "reset" || !this.#finSeen) this.#arrived.push(segment);
    this.#deliver();
  }

  /** The other end has taken `count` bytes. */
  onTaken(count: number): void {
    this.#windowBytes -= count;
    if (this.#waitingBytes > 0) this.#carrier.awaitWindow();
  }

  /** See {@link StreamCarrier.awaitWindow}. */
  onWindow(): void {
    if (!this.#closed) this.#pump();
  }

  /** The connection is over, for a reason that this end notices at once. */
  abort(code: string): void {
    if (!this.#closed) this.#close(networkError(code));
  }

  /** Sends what the window has room for, then the FIN. */
  #pump(): void {
    const { bufferBytes } = this.#carrier;
    while (this.#waitingBytes > 0 && this.#windowBytes < bufferBytes) {
      const room = bufferBytes - this.#windowBytes;
      const bytes = this.#takeWaiting(room);
      this.#windowBytes += bytes.length;
      this.#carrier.send({ data: bytes });
      if (this.#closed) return;
    }
    if (this.#waitingBytes > 0) return;
    if (this.#ending && !this.#finSent) {
      this.#finSent = true;
      this.#carrier.send("fin");
      this.#schedule(); // theirs may be there already
    }
    if (this.#mustDrain) {
      this.#mustDrain = false;
      this.#carrier.clock.defer(() => {
        if (!this.#closed) this.#handlers?.onDrain();
      });
    }
  }

  /** The next bytes that were written, at most `room` of them. */
  #takeWaiting(room: number): Uint8Array {
    const next = this.#cut ?? this.#waiting.shift() ?? NOTHING;
    const bytes = next.length > room ? next.subarray(0, room) : next;
    this.#cut = next.length > room ? next.subarray(room) : undefined;
    this.#waitingBytes -= bytes.length;
    return bytes;
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#carrier.clock.defer(() => {
      this.#scheduled = false;
      this.#deliver();
    });
  }

  /** Hands over what there is, as long as the owner takes it. Never called from within a call of the owner's. */
  #deliver(): void {
    if (this.#delivering) return;
    this.#delivering = true;
    try {
      if (this.#writeFailed && this.#finSeen) this.abort("EPIPE");
      else if (this.#writeFailed && !this.#flowing) this.abort("ECONNRESET");
      while (!this.#closed && this.#flowing && this.#handlers !== undefined) {
        const segment = this.#arrived.shift();
        if (segment === undefined) break;
        this.#handOver(segment, this.#handlers);
      }
      if (this.#finSeen && this.#finSent && !this.#closed) this.#close(undefined);
      this.#reportClose();
    } finally {
      this.#delivering = false;
    }
  }

  #handOver(segment: Segment, handlers: ByteStreamHandlers): void {
    if (segment === "reset") this.abort("ECONNRESET");
    else if (segment === "fin") {
      this.#finSeen = true;
      handlers.onEnd();
    } else {
      const { length } = segment.data;
      this.#unreadBytes -= length;
      handlers.onData(segment.data);
      this.#carrier.onTaken(length);
    }
  }

  #close(error: Error | undefined): void {
    this.#closed = true;
    this.#closeToReport = { error };
    this.#arrived.clear();
    this.#waiting.clear();
    this.#cut = undefined;
    this.#waitingBytes = 0;
    this.#unreadBytes = 0;
    this.#schedule();
    this.#carrier.onClosed();
    const onGone = this.#onGone;
    this.#onGone = undefined;
    onGone?.();
  }

  #reportClose(): void {
    const close = this.#closeToReport;
    if (close === undefined || this.#handlers === undefined) return;
    this.#closeToReport = undefined;
    this.#handlers.onClose(close.error);
  }
}

const NOTHING = new Uint8Array(0);

/** An error as the operating system's have it. */
export function networkError(code: string): Error {
  return Object.assign(new Error(`simulated ${code}`), { code });
}
