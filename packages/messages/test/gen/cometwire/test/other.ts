// Generated from cometwire/test/other.proto by "npm run generate". Do not edit.
import type { DecodeOptions } from "../../../../src/runtime/options.js";
import { Reader } from "../../../../src/runtime/reader.js";
import { uint32Size, writeVarint } from "../../../../src/runtime/writer.js";

/** A message of another file, under another name in TypeScript. */
export interface ForeignOther {
  /** Field 1 of the schema, `cometwire.test.Other.port`. */
  port: number;
}

/** A new {@link ForeignOther} without content: what no bytes at all mean. */
export function emptyForeignOther(): ForeignOther {
  return {
    port: 0,
  };
}

/**
 * Writes a {@link ForeignOther} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeForeignOther(message: ForeignOther): Uint8Array {
  const into = new Uint8Array(sizeForeignOther(message));
  writeForeignOther(into, into.length, message);
  return into;
}

/**
 * Reads a {@link ForeignOther} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeForeignOther(bytes: Uint8Array, options?: DecodeOptions): ForeignOther {
  const message = emptyForeignOther();
  readForeignOther(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeForeignOther(m: ForeignOther): number {
  let size = 0;
  if (m.port !== 0) size += 1 + uint32Size(m.port);
  return size;
}

export function writeForeignOther(into: Uint8Array, at: number, m: ForeignOther): number {
  let pos = at;
  if (m.port !== 0) {
    pos = writeVarint(into, pos, m.port);
    into[--pos] = 0x08;
  }
  return pos;
}

export function readForeignOther(r: Reader, end: number, m: ForeignOther): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 8: {
        m.port = r.uint32(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 1);
    }
  }
}
