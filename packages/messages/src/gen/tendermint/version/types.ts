// Generated from tendermint/version/types.proto by "npm run generate". Do not edit.
import type { DecodeOptions } from "../../../runtime/options.js";
import { Reader } from "../../../runtime/reader.js";
import { uint64Size, writeUint64 } from "../../../runtime/writer.js";

/**
 * Versions of what a block is made by.
 *
 * Source: proto/tendermint/version/types.proto@v0.38.25.
 */
export interface ConsensusVersion {
  /** The block protocol: 11 at all releases. */
  block: bigint;
  /** The application's own. */
  app: bigint;
}

/** A new {@link ConsensusVersion} without content: what no bytes at all mean. */
export function emptyConsensusVersion(): ConsensusVersion {
  return {
    block: 0n,
    app: 0n,
  };
}

/**
 * Writes a {@link ConsensusVersion} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeConsensusVersion(message: ConsensusVersion): Uint8Array {
  const into = new Uint8Array(sizeConsensusVersion(message));
  writeConsensusVersion(into, into.length, message);
  return into;
}

/**
 * Reads a {@link ConsensusVersion} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeConsensusVersion(bytes: Uint8Array, options?: DecodeOptions): ConsensusVersion {
  const message = emptyConsensusVersion();
  readConsensusVersion(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeConsensusVersion(m: ConsensusVersion): number {
  let size = 0;
  if (m.block !== 0n) size += 1 + uint64Size(m.block);
  if (m.app !== 0n) size += 1 + uint64Size(m.app);
  return size;
}

export function writeConsensusVersion(into: Uint8Array, at: number, m: ConsensusVersion): number {
  let pos = at;
  if (m.app !== 0n) {
    pos = writeUint64(into, pos, m.app);
    into[--pos] = 0x10;
  }
  if (m.block !== 0n) {
    pos = writeUint64(into, pos, m.block);
    into[--pos] = 0x08;
  }
  return pos;
}

export function readConsensusVersion(r: Reader, end: number, m: ConsensusVersion): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 8: {
        m.block = r.uint64(end);
        break;
      }
      case 16: {
        m.app = r.uint64(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 2);
    }
  }
}
