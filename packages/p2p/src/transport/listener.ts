import { createServer, type Server, type Socket } from "node:net";
import { type Clock, type Endpoint, P2PError, printable, type Timer } from "../base/index.js";
import { joinHostPort } from "../wire/index.js";
import { printEndpoint } from "./endpoint.js";
import type { ListenAddress } from "./listen-address.js";
import { SOCKET_BUFFER_BYTES } from "./shared-reads.js";

/** Connections that the system holds for us until we take them; it cuts this to its own limit, as it does for Go. */
const BACKLOG = 4_096;
const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 1_000;

/** What a {@link Listener} needs. */
export interface ListenerOptions {
  readonly clock: Clock;
  /** A connection was accepted: paused, half-open allowed. */
  readonly onSocket: (socket: Socket) => void;
  /** The listener has met an error and goes on. */
  readonly onError: (error: P2PError) => void;
  /** Makes the socket server. Default: Node's. */
  readonly createServer?: typeof createServer;
}

/** The pause after another failure in a row: 5 ms, then twice as long each time, at most 1 s. */
export function nextPauseMs(previousMs: number | undefined): number {
  return previousMs === undefined ? FIRST_PAUSE_MS : Math.min(previousMs * 2, LONGEST_PAUSE_MS);
}

/**
 * Accepts TCP connections until it is closed, whatever the operating system reports meanwhile. (Go's accept loop ends at
 * the first error, which then ends the process.)
 *
 * Node goes on accepting after an error by itself; without free descriptors (EMFILE) it closes what it cannot take and
 * reports nothing. Errors that are reported come through with pauses from 5 ms to 1 s, and where the server itself is
 * gone, it is opened again on the same port after the pause.
 */
export class Listener {
  readonly #options: ListenerOptions;
  readonly #host: string | undefined;
  #port: number;
  #server: Server | undefined;
  #timer: Timer | undefined;
  #pauseMs: number | undefined;
  #closed = false;

  constructor(address: ListenAddress, options: ListenerOptions) {
    this.#host = address.host;
    this.#port = address.port;
    this.#options = options;
  }

  /**
   * Opens the listener and says where it listens.
   *
   * @throws P2PError `LISTEN_FAILED`, with the reason.
   */
  async open(): Promise<Endpoint> {
    const server = await this.#listen();
    const bound = server.address();
    if (bound === null || typeof bound === "string") throw this.#failure(new Error("not a TCP listener"));
    if (this.#closed) server.close();
    this.#port = bound.port;
    return printEndpoint(bound.address, bound.port);
  }

  /** Stops accepting, at once. Connections that were accepted stay. Idempotent. */
  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
    this.#server?.close();
  }

  #listen(): Promise<Server> {
    return new Promise((resolve, reject) => {
      const server = (this.#options.createServer ?? createServer)({
        allowHalfOpen: true,
        pauseOnConnect: true,
        highWaterMark: SOCKET_BUFFER_BYTES,
      });
      const onFailure = (error: Error): void => reject(this.#failure(error));
      server.once("error", onFailure);
      server.listen({ host: this.#host, port: this.#port, backlog: BACKLOG }, () => {
        server.off("error", onFailure);
        this.#serve(server);
        resolve(server);
      });
    });
  }

  #serve(server: Server): void {
    this.#server = server;
    server.on("connection", (socket) => {
      this.#pauseMs = undefined;
      if (this.#closed) socket.destroy();
      else this.#options.onSocket(socket);
    });
    server.on("error", (error) => this.#onError(this.#failure(error)));
    server.on("close", () => this.#onError(this.#failure(new Error("the listener was closed"))));
  }

  /** Reports an error, once in a pause however many there are, and looks after the pause whether we still listen. */
  #onError(error: P2PError): void {
    if (this.#closed || this.#timer !== undefined) return;
    this.#pauseMs = nextPauseMs(this.#pauseMs);
    this.#timer = this.#options.clock.setTimer(this.#pauseMs, () => {
      this.#timer = undefined;
      if (this.#server?.listening !== true) this.#openAgain();
    });
    this.#options.onError(error);
  }

  #openAgain(): void {
    this.#listen().then(
      (server) => {
        if (this.#closed) server.close();
      },
      (error: unknown) => this.#onError(error as P2PError),
    );
  }

  #failure(error: Error): P2PError {
    const where = joinHostPort(this.#host ?? "", this.#port);
    const why = "code" in error ? String(error.code) : error.message;
    return new P2PError("LISTEN_FAILED", { detail: `${where} ${printable(why)}`, cause: error });
  }
}
