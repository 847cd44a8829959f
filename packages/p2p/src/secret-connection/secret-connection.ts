import { asP2PError, type ByteStream, limits, P2PError } from "../base/index.js";
import type { FrameOpener, PlaintextConsumer } from "./frame-opener.js";
import type { FrameSealer } from "./frame-sealer.js";
import { type DelimitedCodes, readDelimited } from "./read-delimited.js";
import type { StreamReader } from "./stream-reader.js";
import { takeWireBuffer } from "./wire-buffers.js";

/** Receives a secret connection's plaintext and the end of it. */
export interface SecretConnectionConsumer extends PlaintextConsumer {
  /** The socket's buffer is empty again after a write returned false. */
  onDrain(): void;
  /** Bytes arrived on the wire; called before their plaintext is consumed. For rates and liveness. */
  onWireBytes(count: number): void;
  /**
   * The peer has said goodbye: nothing more comes. {@link SecretConnectionConsumer.onClosed} follows at once with `reason`,
   * unless true is returned: by a consumer that has something to finish, and calls {@link SecretConnection.destroy} then.
   */
  onEnd?(reason: P2PError): boolean;
  /** The connection is over. Called exactly once. */
  onClosed(reason: P2PError): void;
}

/**
 * An authenticated, encrypted connection: the result of {@link performHandshake}.
 *
 * It has two lives. First it is read on demand ({@link SecretConnection.exchange}), for the NodeInfo exchange; then it is
 * handed to its consumer for good ({@link SecretConnection.attach}), which is the fast path of MConnection.
 *
 * Source: `p2p/conn/secret_connection.go@v0.38.25`.
 */
export class SecretConnection {
  /** The peer's Ed25519 public key, 32 bytes, authenticated. */
  readonly remotePublicKey: Uint8Array;
  /** The peer's node id: 40 lower-case hex digits, authenticated. */
  readonly remoteId: string;
  /** The socket underneath. */
  readonly stream: ByteStream;
  /** Seals what is to be sent: the fast path of MConnection. */
  readonly sealer: FrameSealer;
  /** Until the connection is attached or closed: afterwards it would hold a kilobyte for nothing. */
  #reader: StreamReader | undefined;
  readonly #opener: FrameOpener;
  /** Plaintext that was opened and not read yet. */
  #plaintext: Uint8Array;
  #consumer: SecretConnectionConsumer | undefined;
  #closed = false;

  /** Made by {@link performHandshake}. */
  constructor(parts: {
    remotePublicKey: Uint8Array;
    remoteId: string;
    reader: StreamReader;
    sealer: FrameSealer;
    opener: FrameOpener;
    plaintext: Uint8Array;
  }) {
    this.remotePublicKey = parts.remotePublicKey;
    this.remoteId = parts.remoteId;
    this.stream = parts.reader.stream;
    this.sealer = parts.sealer;
    this.#reader = parts.reader;
    this.#opener = parts.opener;
    this.#plaintext = parts.plaintext;
  }

  /**
   * Sends `message` (already delimited, see `encodeDelimited` of `@cometwire/messages`) and reads one delimited message,
   * under one deadline.
   *
   * @param message - the bytes to send, at most 64 KiB.
   * @param maxLength - body bytes accepted; more is refused before the body is read.
   * @param timeoutMs - milliseconds from now for the whole; a peer that trickles bytes does not extend them.
   * @param codes - the errors for a length that is refused.
   * @returns the body, without its length.
   * @throws P2PError of `codes`, a frame's error, or `HANDSHAKE_TIMEOUT`; the caller destroys the connection.
   */
  async exchange(
    message: Uint8Array,
    maxLength: number,
    timeoutMs: number,
    codes: DelimitedCodes,
  ): Promise<Uint8Array> {
    this.#reader?.startDeadline(timeoutMs);
    this.write(message);
    const answer = await readDelimited(this, maxLength, codes);
    this.#reader?.clearDeadline();
    return answer;
  }

  /** Seals and writes `bytes`, at most 64 KiB. Returns false when the socket's buffer is full. */
  write(bytes: Uint8Array): boolean {
    if (bytes.length === 0) return true;
    this.sealer.put(bytes, 0, bytes.length);
    return this.flush();
  }

  /** Seals and writes what was put into {@link SecretConnection.sealer}. Returns false when the socket's buffer is full. */
  flush(): boolean {
    return writeSealed(this.stream, this.sealer);
  }

  /** The next `length` plaintext bytes exactly. Only before {@link SecretConnection.attach}. */
  async read(length: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let missing = length;
    for (;;) {
      const part = this.#plaintext.subarray(0, missing);
      this.#plaintext = this.#plaintext.subarray(part.length);
      parts.push(part);
      missing -= part.length;
      if (missing === 0) return parts.length === 1 ? part : Buffer.concat(parts, length);
      if (this.#reader === undefined) throw new P2PError("STOPPED");
      this.#plaintext = await readFrame(this.#reader, this.#opener);
    }
  }

  /**
   * Hands everything that comes from now on to `consumer` and starts to read. What has arrived already is delivered
   * before `attach` returns. Not to be called from within another connection's `consume`.
   */
  attach(consumer: SecretConnectionConsumer): void {
    const reader = this.#reader;
    if (reader === undefined) {
      const detail = "the secret connection has a consumer already";
      consumer.onClosed(this.#closed ? new P2PError("STOPPED") : new P2PError("OPTION_INVALID", { detail }));
      return;
    }
    this.#consumer = consumer;
    this.#reader = undefined;
    const { rest, failure } = reader.release();
    const plaintext = this.#plaintext;
    this.#plaintext = NOTHING;
    this.stream.setHandlers({
      onData: (chunk) => this.#deliver(chunk),
      onDrain: () => consumer.onDrain(),
      onEnd: () => this.#end(consumer),
      onClose: (error) => this.#close(() => closeReason(this.#opener, error)),
    });
    // Before anything is delivered, so that a consumer that pauses the stream is not overruled.
    this.stream.resume();
    this.#guard(() => {
      if (plaintext.length > 0) consumer.consume(plaintext, 0, plaintext.length);
    });
    if (rest.length > 0) this.#deliver(rest);
    if (failure !== undefined) {
      this.#close(() => (failure.code === "ABORTED" ? failure : closeReason(this.#opener, undefined)));
    }
  }

  /**
   * Closes the socket at once and wipes the keys; a consumer is told (`STOPPED`) before `destroy` returns. Idempotent.
   */
  destroy(): void {
    this.#close(() => new P2PError("STOPPED"));
  }

  #deliver(chunk: Uint8Array): void {
    const consumer = this.#consumer;
    if (this.#closed || consumer === undefined) return;
    consumer.onWireBytes(chunk.length);
    this.#guard(() => this.#opener.push(chunk, consumer));
  }

  #end(consumer: SecretConnectionConsumer): void {
    if (this.#closed) return;
    const reason = closeReason(this.#opener, undefined);
    if (consumer.onEnd?.(reason) !== true) this.#close(() => reason);
  }

  /** What a consumer or a bad frame throws ends the connection. */
  #guard(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.#close(() => asP2PError(error, "RECEIVER_FAILED"));
    }
  }

  /** `why` is asked only when somebody is there to be told: an error costs 5 to 7 µs. */
  #close(why: () => P2PError): void {
    if (this.#closed) return;
    this.#closed = true;
    const consumer = this.#consumer;
    const reason = consumer && why();
    this.#reader?.release();
    this.#reader = undefined;
    this.stream.destroy();
    this.#opener.wipe();
    this.sealer.wipe();
    if (reason !== undefined) consumer?.onClosed(reason);
  }
}

const NOTHING = new Uint8Array(0);

function closeReason(opener: FrameOpener, error: Error | undefined): P2PError {
  if (error !== undefined) return new P2PError("CONNECTION_LOST", { detail: error.message, cause: error });
  return opener.endError() ?? new P2PError("CONNECTION_CLOSED");
}

/** Seals what `sealer` has and writes it to `stream`. Returns false when the stream's buffer is full. */
export function writeSealed(stream: ByteStream, sealer: FrameSealer): boolean {
  const { bytes, release } = takeWireBuffer(sealer.wireBytes);
  return stream.write(sealer.seal(bytes), release);
}

/** Opens the next frame; its plaintext is empty for an empty frame. */
export async function readFrame(reader: StreamReader, opener: FrameOpener): Promise<Uint8Array> {
  const sealed = await reader.read(limits.frameSealedBytes);
  let plaintext = NOTHING;
  opener.push(sealed, {
    consume(bytes, start, end) {
      plaintext = new Uint8Array(bytes.subarray(start, end)); // a copy: the arena is lent
    },
  });
  return plaintext;
}
