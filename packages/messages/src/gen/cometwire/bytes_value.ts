// Generated from cometwire/bytes_value.proto by "npm run generate". Do not edit.
import { noBytes } from "../../runtime/bytes.js";
import type { DecodeOptions } from "../../runtime/options.js";
import { Reader } from "../../runtime/reader.js";
import { prefixedSize, writeBytes, writeVarint } from "../../runtime/writer.js";

/**
 * Some bytes on their own; the same on the wire as `google.protobuf.BytesValue`.
 *
 * The secret connection sends its ephemeral X25519 public key so, in clear: 35 bytes with the length prefix.
 *
 * Source: p2p/conn/secret_connection.go@v0.38.25 (shareEphPubKey).
 */
export interface BytesValue {
  /** The bytes; an X25519 key has 32, but Go pads or cuts any other length to 32. */
  value: Uint8Array;
}

/** A new {@link BytesValue} without content: what no bytes at all mean. */
export function emptyBytesValue(): BytesValue {
  return {
    value: noBytes,
  };
}

/**
 * Writes a {@link BytesValue} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeBytesValue(message: BytesValue): Uint8Array {
  const into = new Uint8Array(sizeBytesValue(message));
  writeBytesValue(into, into.length, message);
  return into;
}

/**
 * Reads a {@link BytesValue} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeBytesValue(bytes: Uint8Array, options?: DecodeOptions): BytesValue {
  const message = emptyBytesValue();
  readBytesValue(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeBytesValue(m: BytesValue): number {
  let size = 0;
  if (m.value.length !== 0) size += 1 + prefixedSize(m.value.length);
  return size;
}

export function writeBytesValue(into: Uint8Array, at: number, m: BytesValue): number {
  let pos = at;
  if (m.value.length !== 0) {
    pos = writeBytes(into, pos, m.value);
    pos = writeVarint(into, pos, m.value.length);
    into[--pos] = 0x0a;
  }
  return pos;
}

export function readBytesValue(r: Reader, end: number, m: BytesValue): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        m.value = r.bytes(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 1);
    }
  }
}
