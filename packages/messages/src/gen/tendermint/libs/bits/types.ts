// Generated from tendermint/libs/bits/types.proto by "npm run generate". Do not edit.
import type { DecodeOptions } from "../../../../runtime/options.js";
import { Reader } from "../../../../runtime/reader.js";
import { int64Size, packedUint64Size, prefixedSize, writeInt64, writePackedUint64, writeVarint } from "../../../../runtime/writer.js";

/**
 * A row of bits: which parts of a block, or which votes of a set, somebody has.
 *
 * Source: proto/tendermint/libs/bits/types.proto@v0.38.25.
 */
export interface BitArray {
  /** How many bits. Nothing binds it to the number of elements until the message is validated. */
  bits: bigint;
  /** The bits, 64 in each: bit `i` is bit `i % 64` of `elems[i / 64]`. */
  elems: bigint[];
}

/** A new {@link BitArray} without content: what no bytes at all mean. */
export function emptyBitArray(): BitArray {
  return {
    bits: 0n,
    elems: [],
  };
}

/**
 * Writes a {@link BitArray} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeBitArray(message: BitArray): Uint8Array {
  const into = new Uint8Array(sizeBitArray(message));
  writeBitArray(into, into.length, message);
  return into;
}

/**
 * Reads a {@link BitArray} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeBitArray(bytes: Uint8Array, options?: DecodeOptions): BitArray {
  const message = emptyBitArray();
  readBitArray(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeBitArray(m: BitArray): number {
  let size = 0;
  if (m.bits !== 0n) size += 1 + int64Size(m.bits);
  if (m.elems.length !== 0) size += 1 + prefixedSize(packedUint64Size(m.elems));
  return size;
}

export function writeBitArray(into: Uint8Array, at: number, m: BitArray): number {
  let pos = at;
  if (m.elems.length !== 0) {
    const end = pos;
    pos = writePackedUint64(into, pos, m.elems);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x12;
  }
  if (m.bits !== 0n) {
    pos = writeInt64(into, pos, m.bits);
    into[--pos] = 0x08;
  }
  return pos;
}

export function readBitArray(r: Reader, end: number, m: BitArray): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 8: {
        m.bits = r.int64(end);
        break;
      }
      case 18: {
        const stop = r.stop(end);
        while (r.pos < stop) {
          r.element("tendermint.libs.bits.BitArray.elems", m.elems.length);
          m.elems.push(r.uint64(end));
        }
        break;
      }
      case 16: {
        r.element("tendermint.libs.bits.BitArray.elems", m.elems.length);
        m.elems.push(r.uint64(end));
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 2);
    }
  }
}
