// Generated from tendermint/crypto/proof.proto by "npm run generate". Do not edit.
import { noBytes } from "../../../runtime/bytes.js";
import type { DecodeOptions } from "../../../runtime/options.js";
import { Reader } from "../../../runtime/reader.js";
import { int64Size, prefixedSize, writeBytes, writeInt64, writeVarint } from "../../../runtime/writer.js";

/**
 * That a leaf belongs to a Merkle tree (RFC 6962).
 *
 * Source: proto/tendermint/crypto/proof.proto@v0.38.25.
 */
export interface Proof {
  /** Leaves of the tree. */
  total: bigint;
  /** Which leaf it is, from 0. */
  index: bigint;
  /** The leaf's hash, 32 bytes. */
  leafHash: Uint8Array;
  /** The hashes beside the way to the root, the lowest first, 32 bytes each. */
  aunts: Uint8Array[];
}

/** A new {@link Proof} without content: what no bytes at all mean. */
export function emptyProof(): Proof {
  return {
    total: 0n,
    index: 0n,
    leafHash: noBytes,
    aunts: [],
  };
}

/**
 * Writes a {@link Proof} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeProof(message: Proof): Uint8Array {
  const into = new Uint8Array(sizeProof(message));
  writeProof(into, into.length, message);
  return into;
}

/**
 * Reads a {@link Proof} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeProof(bytes: Uint8Array, options?: DecodeOptions): Proof {
  const message = emptyProof();
  readProof(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeProof(m: Proof): number {
  let size = 0;
  if (m.total !== 0n) size += 1 + int64Size(m.total);
  if (m.index !== 0n) size += 1 + int64Size(m.index);
  if (m.leafHash.length !== 0) size += 1 + prefixedSize(m.leafHash.length);
  for (const item of m.aunts) size += 1 + prefixedSize(item.length);
  return size;
}

export function writeProof(into: Uint8Array, at: number, m: Proof): number {
  let pos = at;
  for (let i = m.aunts.length - 1; i >= 0; i--) {
    const item = m.aunts[i] as (typeof m.aunts)[number];
    pos = writeBytes(into, pos, item);
    pos = writeVarint(into, pos, item.length);
    into[--pos] = 0x22;
  }
  if (m.leafHash.length !== 0) {
    pos = writeBytes(into, pos, m.leafHash);
    pos = writeVarint(into, pos, m.leafHash.length);
    into[--pos] = 0x1a;
  }
  if (m.index !== 0n) {
    pos = writeInt64(into, pos, m.index);
    into[--pos] = 0x10;
  }
  if (m.total !== 0n) {
    pos = writeInt64(into, pos, m.total);
    into[--pos] = 0x08;
  }
  return pos;
}

export function readProof(r: Reader, end: number, m: Proof): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 8: {
        m.total = r.int64(end);
        break;
      }
      case 16: {
        m.index = r.int64(end);
        break;
      }
      case 26: {
        m.leafHash = r.bytes(end);
        break;
      }
      case 34: {
        r.element("tendermint.crypto.Proof.aunts", m.aunts.length);
        m.aunts.push(r.bytes(end));
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 4);
    }
  }
}
