import type { Socket } from "node:net";
import type { ByteStreamHandlers, Endpoint } from "../base/index.js";
import { printEndpoint } from "./endpoint.js";
import type { SharedReads } from "./shared-reads.js";
import type { ConnectedStream } from "./socket-layer.js";

/** As Go sets it on every connection (`net.defaultTCPKeepAliveIdle`). */
const KEEP_ALIVE_DELAY_MS = 15_000;

/**
 * A {@link ConnectedStream} over a TCP socket of Node's.
 *
 * The socket must be paused and made with `allowHalfOpen`, so that a FIN is reported instead of being answered.
 */
export class TcpStream implements ConnectedStream {
  readonly remote: Endpoint;
  readonly local: Endpoint;
  readonly #socket: Socket;
  #handlers: ByteStreamHandlers | undefined;
  /** The owner wants data; the socket flows once there are handlers to take it. */
  #flowing = false;
  #error: Error | undefined;
  #endToReport = false;
  #closeToReport = false;
  #gone = false;
  #onGone: (() => void) | undefined;

  /**
   * Takes over a connected socket; nobody else may listen to it, write to it or destroy it.
   *
   * @param dialled - the remote end when the socket does not know it any more, because the peer has reset it already.
   * @param reads - what the socket was made with, if it reads into the shared buffer.
   */
  constructor(socket: Socket, dialled?: Endpoint, reads?: SharedReads) {
    this.#socket = socket;
    this.remote = printEndpoint(socket.remoteAddress ?? dialled?.ip, socket.remotePort ?? dialled?.port);
    this.local = printEndpoint(socket.localAddress, socket.localPort);
    socket.setNoDelay(true);
    socket.setKeepAlive(true, KEEP_ALIVE_DELAY_MS);
    if (reads === undefined) {
      socket.on("data", (chunk: Buffer) => this.#handlers?.onData(chunk));
      socket.pause(); // listening to "data" has set it flowing
    } else {
      reads.onChunk = (chunk) => {
        this.#handlers?.onData(chunk);
        return this.#flowing;
      };
    }
    socket.on("drain", () => this.#handlers?.onDrain());
    socket.on("end", () => {
      this.#endToReport = true;
      this.#report();
    });
    socket.on("error", (error) => {
      this.#error ??= error;
    });
    socket.on("close", () => {
      this.#closeToReport = true;
      this.#leave();
      this.#report();
    });
  }

  setHandlers(handlers: ByteStreamHandlers): void {
    this.#handlers = handlers;
    if (this.#flowing) this.#socket.resume();
    if (this.#endToReport || this.#closeToReport) process.nextTick(() => this.#report());
  }

  write(bytes: Uint8Array, onTaken?: () => void): boolean {
    if (this.#socket.destroyed || this.#socket.writableEnded) return false;
    // The answer is false for a large piece even when the system has taken all of it at once.
    return this.#socket.write(bytes, onTaken) || this.#socket.writableLength === 0;
  }

  get pendingBytes(): number {
    return this.#socket.writableLength;
  }

  get receivedBytes(): number {
    return this.#socket.bytesRead;
  }

  pause(): void {
    this.#flowing = false;
    this.#socket.pause();
  }

  resume(): void {
    this.#flowing = true;
    if (this.#handlers !== undefined) this.#socket.resume();
  }

  end(): void {
    this.#socket.end();
  }

  destroy(): void {
    this.#socket.destroy();
    this.#leave();
  }

  whenGone(callback: () => void): void {
    if (this.#gone) callback();
    else this.#onGone = callback;
  }

  #leave(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#onGone?.();
    this.#onGone = undefined;
  }

  /** Tells the present handlers of the end and the close, each once. */
  #report(): void {
    if (this.#handlers === undefined) return;
    if (this.#endToReport) {
      this.#endToReport = false;
      this.#handlers.onEnd();
    }
    if (this.#closeToReport) {
      this.#closeToReport = false;
      this.#handlers.onClose(this.#error);
    }
  }
}
