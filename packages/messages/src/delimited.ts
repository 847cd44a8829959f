import { DecodeError } from "./runtime/codec-errors.js";
import { varintSize, writeVarint } from "./runtime/writer.js";

/**
 * Puts the length of `body`, as a varint of 1 to 5 bytes, before a copy of it: the form in which the handshake's messages and
 * packets travel.
 *
 * Source: libs/protoio/writer.go@v0.38.25.
 *
 * @example
 * ```ts
 * secretConnection.write(encodeDelimited(encodeDefaultNodeInfo(info)));
 * ```
 */
export function encodeDelimited(body: Uint8Array): Uint8Array {
  const prefix = varintSize(body.length);
  const bytes = new Uint8Array(prefix + body.length);
  writeVarint(bytes, prefix, body.length);
  bytes.set(body, prefix);
  return bytes;
}

/** A buffer that stays larger than this after its content was taken is given back. */
const keptBytes = 65_536;

/**
 * Cuts a stream of bytes, in pieces of any size, into the messages whose lengths it announces. It knows nothing of what
 * is in them.
 *
 * Memory grows with the bytes pushed, never with an announced length; a length above `maxLength` is refused as soon as it
 * has arrived. After an error every further `next()` throws it again.
 *
 * Source: libs/protoio/reader.go@v0.38.25, with Go's rules for varints (encoding/binary.ReadUvarint).
 *
 * @example One message of a handshake; what follows it belongs to the next stage.
 * ```ts
 * const reader = new DelimitedReader({ maxLength: 10_240 });
 * for await (const chunk of plaintext) {
 *   reader.push(chunk);
 *   const body = reader.next();
 *   if (body !== undefined) return { info: decodeDefaultNodeInfo(body), rest: reader.takeRest() };
 * }
 * ```
 */
export class DelimitedReader {
  /** The longest message accepted, in bytes, without its length prefix. */
  readonly maxLength: number;
  /** Bytes not taken yet are `buffer[start, end)`. */
  private buffer = new Uint8Array(0);
  private start = 0;
  private end = 0;
  /** Bytes taken before `start`, so that an error can say where in the stream it is. */
  private taken = 0;

  /** `maxLength` is in bytes, without the length prefix. */
  constructor(options: { readonly maxLength: number }) {
    this.maxLength = options.maxLength;
  }

  /** How many bytes were pushed and not taken yet. */
  get bufferedBytes(): number {
    return this.end - this.start;
  }

  /** Adds the next bytes of the stream. They are copied. */
  push(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.end);
    this.end += bytes.length;
  }

  /**
   * Takes the next message, as a copy and without its length prefix; `undefined` when it is not complete yet.
   *
   * @throws DecodeError `DECODE_MESSAGE_TOO_LARGE` or `DECODE_VARINT_OVERFLOW`
   */
  next(): Uint8Array | undefined {
    const { start, end, buffer } = this;
    let length = 0;
    for (let i = 0; start + i < end; i++) {
      const byte = buffer[start + i] as number;
      if (i === 9 && byte > 1) this.fail("DECODE_VARINT_OVERFLOW", "length of more than 64 bits");
      // Beyond 2^53 this is not exact, but far above any limit all the same.
      length += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return this.take(i + 1, length);
    }
    return undefined;
  }

  /** Takes everything that is left, as a copy: the bytes that follow the messages taken before. */
  takeRest(): Uint8Array {
    const rest = this.buffer.slice(this.start, this.end);
    this.advance(rest.length);
    return rest;
  }

  private take(prefix: number, length: number): Uint8Array | undefined {
    if (length > this.maxLength) {
      this.fail(
        "DECODE_MESSAGE_TOO_LARGE",
        `message of ${length} bytes, at most ${this.maxLength} are allowed`,
      );
    }
    const from = this.start + prefix;
    if (length > this.end - from) return undefined;
    const body = this.buffer.slice(from, from + length);
    this.advance(prefix + length);
    return body;
  }

  private advance(length: number): void {
    this.start += length;
    this.taken += length;
    if (this.start < this.end) return;
    this.start = 0;
    this.end = 0;
    if (this.buffer.length > keptBytes) this.buffer = new Uint8Array(0);
  }

  /** Makes room for `more` bytes after `end`: moves what is there to the front, into a larger buffer if need be. */
  private reserve(more: number): void {
    if (this.end + more <= this.buffer.length) return;
    const kept = this.buffer.subarray(this.start, this.end);
    const needed = kept.length + more;
    if (needed <= this.buffer.length / 2) this.buffer.copyWithin(0, this.start, this.end);
    else {
      this.buffer = new Uint8Array(Math.max(needed * 2, 64));
      this.buffer.set(kept);
    }
    this.start = 0;
    this.end = kept.length;
  }

  private fail(code: "DECODE_VARINT_OVERFLOW" | "DECODE_MESSAGE_TOO_LARGE", message: string): never {
    throw new DecodeError(code, message, this.taken);
  }
}
