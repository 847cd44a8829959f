// Generated from tendermint/types/block.proto by "npm run generate". Do not edit.
import type { DecodeOptions } from "../../../runtime/options.js";
import { Reader } from "../../../runtime/reader.js";
import { prefixedSize, writeVarint } from "../../../runtime/writer.js";
import { emptyEvidenceList, readEvidenceList, sizeEvidenceList, writeEvidenceList, type EvidenceList } from "./evidence.js";
import { emptyBlockData, emptyCommit, emptyHeader, readBlockData, readCommit, readHeader, sizeBlockData, sizeCommit, sizeHeader, writeBlockData, writeCommit, writeHeader, type BlockData, type Commit, type Header } from "./types.js";

/**
 * A block.
 *
 * Source: proto/tendermint/types/block.proto@v0.38.25.
 */
export interface Block {
  /** What is hashed to name it. */
  header: Header;
  /** The transactions. */
  data: BlockData;
  /** The evidence. */
  evidence: EvidenceList;
  /** The commit for the block before; without content at the first height, but never absent in what Go writes. */
  lastCommit: Commit | undefined;
}

/** A new {@link Block} without content: what no bytes at all mean. */
export function emptyBlock(): Block {
  return {
    header: emptyHeader(),
    data: emptyBlockData(),
    evidence: emptyEvidenceList(),
    lastCommit: undefined,
  };
}

/**
 * Writes a {@link Block} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeBlock(message: Block): Uint8Array {
  const into = new Uint8Array(sizeBlock(message));
  writeBlock(into, into.length, message);
  return into;
}

/**
 * Reads a {@link Block} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeBlock(bytes: Uint8Array, options?: DecodeOptions): Block {
  const message = emptyBlock();
  readBlock(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeBlock(m: Block): number {
  let size = 0;
  size += 1 + prefixedSize(sizeHeader(m.header));
  size += 1 + prefixedSize(sizeBlockData(m.data));
  size += 1 + prefixedSize(sizeEvidenceList(m.evidence));
  if (m.lastCommit !== undefined) size += 1 + prefixedSize(sizeCommit(m.lastCommit));
  return size;
}

export function writeBlock(into: Uint8Array, at: number, m: Block): number {
  let pos = at;
  if (m.lastCommit !== undefined) {
    const end = pos;
    pos = writeCommit(into, pos, m.lastCommit);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x22;
  }
  {
    const end = pos;
    pos = writeEvidenceList(into, pos, m.evidence);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x1a;
  }
  {
    const end = pos;
    pos = writeBlockData(into, pos, m.data);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x12;
  }
  {
    const end = pos;
    pos = writeHeader(into, pos, m.header);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x0a;
  }
  return pos;
}

export function readBlock(r: Reader, end: number, m: Block): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        readHeader(r, r.stop(end), m.header);
        break;
      }
      case 18: {
        readBlockData(r, r.stop(end), m.data);
        break;
      }
      case 26: {
        readEvidenceList(r, r.stop(end), m.evidence);
        break;
      }
      case 34: {
        m.lastCommit ??= emptyCommit();
        readCommit(r, r.stop(end), m.lastCommit);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 4);
    }
  }
}
