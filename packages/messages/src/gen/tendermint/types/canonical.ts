// Generated from tendermint/types/canonical.proto by "npm run generate". Do not edit.
import { noBytes } from "../../../runtime/bytes.js";
import type { DecodeOptions } from "../../../runtime/options.js";
import { Reader } from "../../../runtime/reader.js";
import { stringSize, writeString } from "../../../runtime/string.js";
import { goZeroTime, readTimestamp, timestampSize, writeTimestamp, type Timestamp } from "../../../runtime/timestamp.js";
import { int32Size, int64Size, prefixedSize, sfixed64Size, uint32Size, writeBytes, writeInt32, writeInt64, writeSfixed64, writeVarint } from "../../../runtime/writer.js";
import type { SignedMsgType } from "./types.js";

/**
 * A block id as it is signed.
 *
 * Source: proto/tendermint/types/canonical.proto@v0.38.25.
 */
export interface CanonicalBlockID {
  /** The header's hash. */
  hash: Uint8Array;
  /** The parts. */
  partSetHeader: CanonicalPartSetHeader;
}

/** A new {@link CanonicalBlockID} without content: what no bytes at all mean. */
export function emptyCanonicalBlockID(): CanonicalBlockID {
  return {
    hash: noBytes,
    partSetHeader: emptyCanonicalPartSetHeader(),
  };
}

/**
 * Writes a {@link CanonicalBlockID} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeCanonicalBlockID(message: CanonicalBlockID): Uint8Array {
  const into = new Uint8Array(sizeCanonicalBlockID(message));
  writeCanonicalBlockID(into, into.length, message);
  return into;
}

/**
 * Reads a {@link CanonicalBlockID} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeCanonicalBlockID(bytes: Uint8Array, options?: DecodeOptions): CanonicalBlockID {
  const message = emptyCanonicalBlockID();
  readCanonicalBlockID(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeCanonicalBlockID(m: CanonicalBlockID): number {
  let size = 0;
  if (m.hash.length !== 0) size += 1 + prefixedSize(m.hash.length);
  size += 1 + prefixedSize(sizeCanonicalPartSetHeader(m.partSetHeader));
  return size;
}

export function writeCanonicalBlockID(into: Uint8Array, at: number, m: CanonicalBlockID): number {
  let pos = at;
  {
    const end = pos;
    pos = writeCanonicalPartSetHeader(into, pos, m.partSetHeader);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x12;
  }
  if (m.hash.length !== 0) {
    pos = writeBytes(into, pos, m.hash);
    pos = writeVarint(into, pos, m.hash.length);
    into[--pos] = 0x0a;
  }
  return pos;
}

export function readCanonicalBlockID(r: Reader, end: number, m: CanonicalBlockID): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        m.hash = r.bytes(end);
        break;
      }
      case 18: {
        readCanonicalPartSetHeader(r, r.stop(end), m.partSetHeader);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 2);
    }
  }
}

/**
 * A part set header as it is signed.
 *
 * Source: proto/tendermint/types/canonical.proto@v0.38.25.
 */
export interface CanonicalPartSetHeader {
  /** How many parts. */
  total: number;
  /** The root of their Merkle tree. */
  hash: Uint8Array;
}

/** A new {@link CanonicalPartSetHeader} without content: what no bytes at all mean. */
export function emptyCanonicalPartSetHeader(): CanonicalPartSetHeader {
  return {
    total: 0,
    hash: noBytes,
  };
}

/**
 * Writes a {@link CanonicalPartSetHeader} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeCanonicalPartSetHeader(message: CanonicalPartSetHeader): Uint8Array {
  const into = new Uint8Array(sizeCanonicalPartSetHeader(message));
  writeCanonicalPartSetHeader(into, into.length, message);
  return into;
}

/**
 * Reads a {@link CanonicalPartSetHeader} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeCanonicalPartSetHeader(bytes: Uint8Array, options?: DecodeOptions): CanonicalPartSetHeader {
  const message = emptyCanonicalPartSetHeader();
  readCanonicalPartSetHeader(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeCanonicalPartSetHeader(m: CanonicalPartSetHeader): number {
  let size = 0;
  if (m.total !== 0) size += 1 + uint32Size(m.total);
  if (m.hash.length !== 0) size += 1 + prefixedSize(m.hash.length);
  return size;
}

export function writeCanonicalPartSetHeader(into: Uint8Array, at: number, m: CanonicalPartSetHeader): number {
  let pos = at;
  if (m.hash.length !== 0) {
    pos = writeBytes(into, pos, m.hash);
    pos = writeVarint(into, pos, m.hash.length);
    into[--pos] = 0x12;
  }
  if (m.total !== 0) {
    pos = writeVarint(into, pos, m.total);
    into[--pos] = 0x08;
  }
  return pos;
}

export function readCanonicalPartSetHeader(r: Reader, end: number, m: CanonicalPartSetHeader): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 8: {
        m.total = r.uint32(end);
        break;
      }
      case 18: {
        m.hash = r.bytes(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 2);
    }
  }
}

/**
 * A proposal as it is signed, with a varint length prefix. Never sent.
 *
 * Source: proto/tendermint/types/canonical.proto@v0.38.25.
 */
export interface CanonicalProposal {
  /** That of a proposal, 32. */
  type: SignedMsgType;
  /** The height. */
  height: bigint;
  /** The round. */
  round: bigint;
  /** The round in which two thirds prevoted for the block, -1 for none. */
  polRound: bigint;
  /** The block; absent for none. */
  blockId: CanonicalBlockID | undefined;
  /** When it was signed. */
  timestamp: Timestamp;
  /** The chain. */
  chainId: string;
}

/** A new {@link CanonicalProposal} without content: what no bytes at all mean. */
export function emptyCanonicalProposal(): CanonicalProposal {
  return {
    type: 0,
    height: 0n,
    round: 0n,
    polRound: 0n,
    blockId: undefined,
    timestamp: goZeroTime(),
    chainId: "",
  };
}

/**
 * Writes a {@link CanonicalProposal} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeCanonicalProposal(message: CanonicalProposal): Uint8Array {
  const into = new Uint8Array(sizeCanonicalProposal(message));
  writeCanonicalProposal(into, into.length, message);
  return into;
}

/**
 * Reads a {@link CanonicalProposal} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeCanonicalProposal(bytes: Uint8Array, options?: DecodeOptions): CanonicalProposal {
  const message = emptyCanonicalProposal();
  readCanonicalProposal(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeCanonicalProposal(m: CanonicalProposal): number {
  let size = 0;
  if (m.type !== 0) size += 1 + int32Size(m.type);
  if (m.height !== 0n) size += 1 + sfixed64Size(m.height);
  if (m.round !== 0n) size += 1 + sfixed64Size(m.round);
  if (m.polRound !== 0n) size += 1 + int64Size(m.polRound);
  if (m.blockId !== undefined) size += 1 + prefixedSize(sizeCanonicalBlockID(m.blockId));
  size += 1 + prefixedSize(timestampSize(m.timestamp));
  if (m.chainId !== "") size += 1 + prefixedSize(stringSize(m.chainId));
  return size;
}

export function writeCanonicalProposal(into: Uint8Array, at: number, m: CanonicalProposal): number {
  let pos = at;
  if (m.chainId !== "") {
    const end = pos;
    pos = writeString(into, pos, m.chainId);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x3a;
  }
  {
    const end = pos;
    pos = writeTimestamp(into, pos, m.timestamp);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x32;
  }
  if (m.blockId !== undefined) {
    const end = pos;
    pos = writeCanonicalBlockID(into, pos, m.blockId);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x2a;
  }
  if (m.polRound !== 0n) {
    pos = writeInt64(into, pos, m.polRound);
    into[--pos] = 0x20;
  }
  if (m.round !== 0n) {
    pos = writeSfixed64(into, pos, m.round);
    into[--pos] = 0x19;
  }
  if (m.height !== 0n) {
    pos = writeSfixed64(into, pos, m.height);
    into[--pos] = 0x11;
  }
  if (m.type !== 0) {
    pos = writeInt32(into, pos, m.type);
    into[--pos] = 0x08;
  }
  return pos;
}

export function readCanonicalProposal(r: Reader, end: number, m: CanonicalProposal): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 8: {
        m.type = r.int32(end);
        break;
      }
      case 17: {
        m.height = r.sfixed64(end);
        break;
      }
      case 25: {
        m.round = r.sfixed64(end);
        break;
      }
      case 32: {
        m.polRound = r.int64(end);
        break;
      }
      case 42: {
        m.blockId ??= emptyCanonicalBlockID();
        readCanonicalBlockID(r, r.stop(end), m.blockId);
        break;
      }
      case 50: {
        readTimestamp(r, r.stop(end), m.timestamp);
        break;
      }
      case 58: {
        m.chainId = r.string(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 7);
    }
  }
}

/**
 * A vote as it is signed, with a varint length prefix. Never sent.
 *
 * Source: proto/tendermint/types/canonical.proto@v0.38.25.
 */
export interface CanonicalVote {
  /** Prevote or precommit. */
  type: SignedMsgType;
  /** The height. */
  height: bigint;
  /** The round. */
  round: bigint;
  /** The block voted for; absent for none. */
  blockId: CanonicalBlockID | undefined;
  /** When it was signed. */
  timestamp: Timestamp;
  /** The chain. */
  chainId: string;
}

/** A new {@link CanonicalVote} without content: what no bytes at all mean. */
export function emptyCanonicalVote(): CanonicalVote {
  return {
    type: 0,
    height: 0n,
    round: 0n,
    blockId: undefined,
    timestamp: goZeroTime(),
    chainId: "",
  };
}

/**
 * Writes a {@link CanonicalVote} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeCanonicalVote(message: CanonicalVote): Uint8Array {
  const into = new Uint8Array(sizeCanonicalVote(message));
  writeCanonicalVote(into, into.length, message);
  return into;
}

/**
 * Reads a {@link CanonicalVote} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeCanonicalVote(bytes: Uint8Array, options?: DecodeOptions): CanonicalVote {
  const message = emptyCanonicalVote();
  readCanonicalVote(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeCanonicalVote(m: CanonicalVote): number {
  let size = 0;
  if (m.type !== 0) size += 1 + int32Size(m.type);
  if (m.height !== 0n) size += 1 + sfixed64Size(m.height);
  if (m.round !== 0n) size += 1 + sfixed64Size(m.round);
  if (m.blockId !== undefined) size += 1 + prefixedSize(sizeCanonicalBlockID(m.blockId));
  size += 1 + prefixedSize(timestampSize(m.timestamp));
  if (m.chainId !== "") size += 1 + prefixedSize(stringSize(m.chainId));
  return size;
}

export function writeCanonicalVote(into: Uint8Array, at: number, m: CanonicalVote): number {
  let pos = at;
  if (m.chainId !== "") {
    const end = pos;
    pos = writeString(into, pos, m.chainId);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x32;
  }
  {
    const end = pos;
    pos = writeTimestamp(into, pos, m.timestamp);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x2a;
  }
  if (m.blockId !== undefined) {
    const end = pos;
    pos = writeCanonicalBlockID(into, pos, m.blockId);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x22;
  }
  if (m.round !== 0n) {
    pos = writeSfixed64(into, pos, m.round);
    into[--pos] = 0x19;
  }
  if (m.height !== 0n) {
    pos = writeSfixed64(into, pos, m.height);
    into[--pos] = 0x11;
  }
  if (m.type !== 0) {
    pos = writeInt32(into, pos, m.type);
    into[--pos] = 0x08;
  }
  return pos;
}

export function readCanonicalVote(r: Reader, end: number, m: CanonicalVote): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 8: {
        m.type = r.int32(end);
        break;
      }
      case 17: {
        m.height = r.sfixed64(end);
        break;
      }
      case 25: {
        m.round = r.sfixed64(end);
        break;
      }
      case 34: {
        m.blockId ??= emptyCanonicalBlockID();
        readCanonicalBlockID(r, r.stop(end), m.blockId);
        break;
      }
      case 42: {
        readTimestamp(r, r.stop(end), m.timestamp);
        break;
      }
      case 50: {
        m.chainId = r.string(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 6);
    }
  }
}

/**
 * A vote extension as it is signed, with a varint length prefix. Never sent.
 *
 * Source: proto/tendermint/types/canonical.proto@v0.38.25. Not before v0.38.
 */
export interface CanonicalVoteExtension {
  /** What the application added. */
  extension: Uint8Array;
  /** The height. */
  height: bigint;
  /** The round. */
  round: bigint;
  /** The chain. */
  chainId: string;
}

/** A new {@link CanonicalVoteExtension} without content: what no bytes at all mean. */
export function emptyCanonicalVoteExtension(): CanonicalVoteExtension {
  return {
    extension: noBytes,
    height: 0n,
    round: 0n,
    chainId: "",
  };
}

/**
 * Writes a {@link CanonicalVoteExtension} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeCanonicalVoteExtension(message: CanonicalVoteExtension): Uint8Array {
  const into = new Uint8Array(sizeCanonicalVoteExtension(message));
  writeCanonicalVoteExtension(into, into.length, message);
  return into;
}

/**
 * Reads a {@link CanonicalVoteExtension} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeCanonicalVoteExtension(bytes: Uint8Array, options?: DecodeOptions): CanonicalVoteExtension {
  const message = emptyCanonicalVoteExtension();
  readCanonicalVoteExtension(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeCanonicalVoteExtension(m: CanonicalVoteExtension): number {
  let size = 0;
  if (m.extension.length !== 0) size += 1 + prefixedSize(m.extension.length);
  if (m.height !== 0n) size += 1 + sfixed64Size(m.height);
  if (m.round !== 0n) size += 1 + sfixed64Size(m.round);
  if (m.chainId !== "") size += 1 + prefixedSize(stringSize(m.chainId));
  return size;
}

export function writeCanonicalVoteExtension(into: Uint8Array, at: number, m: CanonicalVoteExtension): number {
  let pos = at;
  if (m.chainId !== "") {
    const end = pos;
    pos = writeString(into, pos, m.chainId);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x22;
  }
  if (m.round !== 0n) {
    pos = writeSfixed64(into, pos, m.round);
    into[--pos] = 0x19;
  }
  if (m.height !== 0n) {
    pos = writeSfixed64(into, pos, m.height);
    into[--pos] = 0x11;
  }
  if (m.extension.length !== 0) {
    pos = writeBytes(into, pos, m.extension);
    pos = writeVarint(into, pos, m.extension.length);
    into[--pos] = 0x0a;
  }
  return pos;
}

export function readCanonicalVoteExtension(r: Reader, end: number, m: CanonicalVoteExtension): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        m.extension = r.bytes(end);
        break;
      }
      case 17: {
        m.height = r.sfixed64(end);
        break;
      }
      case 25: {
        m.round = r.sfixed64(end);
        break;
      }
      case 34: {
        m.chainId = r.string(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 4);
    }
  }
}
