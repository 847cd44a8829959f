/** Where one end of a connection is. */
export interface Endpoint {
  /** IP literal, as the operating system prints it; IPv4-mapped IPv6 addresses are printed as IPv4. */
  readonly ip: string;
  /** TCP port. */
  readonly port: number;
}

/** What a {@link ByteStream} tells its owner. All calls come from the event loop, never from inside a call to the stream. */
export interface ByteStreamHandlers {
  /** Bytes arrived. They are lent for the time of the call: the stream may read the next ones to the same place. */
  onData(chunk: Uint8Array): void;
  /** The write buffer is empty again after {@link ByteStream.write} returned false. */
  onDrain(): void;
  /** The peer has finished sending (FIN). */
  onEnd(): void;
  /** Nothing follows. Called exactly once; `error` is the operating system's reason (its `code` is kept), if any. */
  onClose(error: Error | undefined): void;
}

/**
 * A reliable, ordered stream of bytes with backpressure: what the library needs of a TCP socket.
 *
 * The stream starts paused: nothing is read before {@link ByteStream.resume}. Handlers can be replaced at any time;
 * a stream that ended or closed before handlers were set reports that to the first ones.
 */
export interface ByteStream {
  /** The peer's end, kept after the close. Its `ip` is empty when the connection was gone before it could be asked. */
  readonly remote: Endpoint;
  /** Our end. */
  readonly local: Endpoint;
  /** Hands over the events to `handlers`, replacing earlier ones. */
  setHandlers(handlers: ByteStreamHandlers): void;
  /**
   * Queues bytes, which must not change before `onTaken` is called; without one they must never change. Returns false when
   * the buffer is full: the caller should stop until `onDrain`. Does nothing on a closed stream (and returns false).
   *
   * @param onTaken - the stream has no more need of the bytes: they may be used for something else. A stream that keeps
   *   them, or is closed, need not call it.
   */
  write(bytes: Uint8Array, onTaken?: () => void): boolean;
  /** Bytes queued in this process and not yet taken by the operating system. */
  readonly pendingBytes: number;
  /** Stops `onData`, and thereby, once buffers are full, the peer. */
  pause(): void;
  /** Starts `onData`. */
  resume(): void;
  /** Sends what is queued, then FIN. The stream closes when the peer has closed too, or on {@link ByteStream.destroy}. */
  end(): void;
  /** Closes at once, dropping what is queued. `onClose` follows. Idempotent. */
  destroy(): void;
}
