import type { ByteStream, Endpoint, P2PError } from "../base/index.js";
import type { ListenAddress } from "./listen-address.js";

/** A connected {@link ByteStream} as a {@link SocketLayer} makes it, with what a transport needs to keep count of it. */
export interface ConnectedStream extends ByteStream {
  /** Bytes that have arrived, read by the owner or not. */
  readonly receivedBytes: number;
  /**
   * Calls `callback` once, as soon as the stream is closed or {@link ByteStream.destroy} is called, whoever owns its
   * handlers by then; at once when that has happened already. There is one such callback: a later one replaces it.
   */
  whenGone(callback: () => void): void;
}

/** {@link SocketLayer.connect} alone. */
export type Connect = (
  endpoint: Endpoint,
  signal: AbortSignal,
  localAddress?: string,
) => Promise<ConnectedStream>;

/** Who takes what a {@link SocketLayer} accepts. */
export interface ListenHandlers {
  /** A connection was accepted: paused, and the callee's from now on. Must not throw. */
  onStream(stream: ConnectedStream): void;
  /** The listener has met an error (`LISTEN_FAILED` with the reason) and goes on. Must not throw. */
  onError(error: P2PError): void;
}

/** An open listener of a {@link SocketLayer}. */
export interface SocketListener {
  /** Where it listens; the port is the real one. */
  readonly endpoint: Endpoint;
  /** Stops accepting, at once: no handler is called afterwards. Accepted streams stay. Idempotent. */
  close(): void;
}

/**
 * Where a transport's streams come from: the operating system's TCP ({@link tcpSockets}), or a simulated network.
 *
 * Everything above it (the limits, the filters, the handshake, the deadlines) is the transport's and the same for all.
 */
export interface SocketLayer {
  /**
   * Connects to one address. It has no deadline of its own: the caller's is in `signal`. Once that has fired, nothing of
   * the attempt is left.
   *
   * @param endpoint - `ip` is an IP literal.
   * @param localAddress - the IP literal to connect from, of the same family; the layer chooses when it is left out.
   * @returns a stream that is paused.
   * @throws P2PError `DIAL_REFUSED`, `DIAL_UNREACHABLE`, `DIAL_TIMEOUT`, `DIAL_FAILED`, or the error of
   *   {@link abortError}.
   */
  connect(endpoint: Endpoint, signal: AbortSignal, localAddress?: string): Promise<ConnectedStream>;
  /**
   * Accepts connections at `address`, whose host is an IP literal, or undefined for every address of this host.
   *
   * @throws P2PError `LISTEN_FAILED`, with the reason.
   */
  listen(address: ListenAddress, handlers: ListenHandlers): Promise<SocketListener>;
}
