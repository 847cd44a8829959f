import { setImmediate as nextTurn } from "node:timers/promises";
import type { ByteStream, ByteStreamHandlers, Endpoint } from "@cometwire/p2p";

/**
 * One end of a connection in memory, driven by a script: {@link MemoryStream.feed} and {@link MemoryStream.finish} are
 * the peer, {@link MemoryStream.written} is what it got.
 */
export class MemoryStream implements ByteStream {
  readonly local: Endpoint = { ip: "127.0.0.1", port: 1 };
  readonly remote: Endpoint = { ip: "127.0.0.1", port: 2 };
  readonly pendingBytes = 0;
  /** One entry a write. */
  readonly writes: Uint8Array[] = [];
  /** Called for every write, after it was noted. */
  onWrite: (bytes: Uint8Array) => void = () => {};
  #handlers: ByteStreamHandlers | undefined;
  readonly #incoming: Uint8Array[] = [];
  #paused = true;
  #finished = false;
  #closed = false;
  #scheduled = false;

  /** Everything written so far. */
  get written(): Uint8Array {
    return Buffer.concat(this.writes);
  }

  /** The peer sends `bytes`. */
  feed(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#incoming.push(new Uint8Array(bytes));
    this.#schedule();
  }

  /** The peer sends nothing more. */
  finish(): void {
    this.#finished = true;
    this.#schedule();
  }

  /** Waits until everything fed has been delivered. */
  async drained(): Promise<void> {
    while (this.#incoming.length > 0 && !this.#closed) await nextTurn();
  }

  setHandlers(handlers: ByteStreamHandlers): void {
    this.#handlers = handlers;
    this.#schedule();
  }

  write(bytes: Uint8Array): boolean {
    if (this.#closed) return false;
    this.writes.push(new Uint8Array(bytes));
    this.onWrite(bytes);
    return true;
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#schedule();
  }

  end(): void {
    this.destroy();
  }

  destroy(): void {
    if (this.#closed) return;
    this.#closed = true;
    setImmediate(() => this.#handlers?.onClose(undefined));
  }

  /** Events come from the event loop, one chunk at a time. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#deliver();
    });
  }

  #deliver(): void {
    if (this.#closed || this.#paused || this.#handlers === undefined) return;
    const chunk = this.#incoming.shift();
    if (chunk !== undefined) {
      this.#handlers.onData(chunk);
      this.#schedule();
    } else if (this.#finished) {
      this.#finished = false;
      this.#handlers.onEnd();
    }
  }
}

/** Two ends of one connection. */
export function memoryPair(): [MemoryStream, MemoryStream] {
  const [a, b] = [new MemoryStream(), new MemoryStream()];
  a.onWrite = (bytes) => b.feed(bytes);
  b.onWrite = (bytes) => a.feed(bytes);
  return [a, b];
}
