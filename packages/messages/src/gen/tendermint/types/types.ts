// Generated from tendermint/types/types.proto by "npm run generate". Do not edit.
import { noBytes } from "../../../runtime/bytes.js";
import type { DecodeOptions } from "../../../runtime/options.js";
import { Reader } from "../../../runtime/reader.js";
import { stringSize, writeString } from "../../../runtime/string.js";
import { goZeroTime, readTimestamp, timestampSize, writeTimestamp, type Timestamp } from "../../../runtime/timestamp.js";
import { int32Size, int64Size, prefixedSize, uint32Size, writeBytes, writeInt32, writeInt64, writeVarint } from "../../../runtime/writer.js";
import { emptyProof, readProof, sizeProof, writeProof, type Proof } from "../crypto/proof.js";
import { emptyConsensusVersion, readConsensusVersion, sizeConsensusVersion, writeConsensusVersion, type ConsensusVersion } from "../version/types.js";
import { emptyValidatorSet, readValidatorSet, sizeValidatorSet, writeValidatorSet, type BlockIDFlag, type ValidatorSet } from "./validator.js";

/**
 * What is signed in the consensus.
 *
 * Source: proto/tendermint/types/types.proto@v0.38.25.
 *
 * Any int32 can come from the wire; values that are not listed are kept.
 */
export type SignedMsgType = number;
/** The values of {@link (SignedMsgType:type)} that the schema names. */
export const SignedMsgType = {
  /** None of the others: an error. */
  UNKNOWN: 0,
  /** A vote of the first stage. */
  PREVOTE: 1,
  /** A vote of the second stage. */
  PRECOMMIT: 2,
  /** A proposal. */
  PROPOSAL: 32,
} as const;

/**
 * Of what parts a block consists.
 *
 * Source: proto/tendermint/types/types.proto@v0.38.25.
 */
export interface PartSetHeader {
  /** How many: one for each 65536 bytes of the block. */
  total: number;
  /** The root of their Merkle tree, 32 bytes; none when there are no parts. */
  hash: Uint8Array;
}

/** A new {@link PartSetHeader} without content: what no bytes at all mean. */
export function emptyPartSetHeader(): PartSetHeader {
  return {
    total: 0,
    hash: noBytes,
  };
}

/**
 * Writes a {@link PartSetHeader} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodePartSetHeader(message: PartSetHeader): Uint8Array {
  const into = new Uint8Array(sizePartSetHeader(message));
  writePartSetHeader(into, into.length, message);
  return into;
}

/**
 * Reads a {@link PartSetHeader} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodePartSetHeader(bytes: Uint8Array, options?: DecodeOptions): PartSetHeader {
  const message = emptyPartSetHeader();
  readPartSetHeader(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizePartSetHeader(m: PartSetHeader): number {
  let size = 0;
  if (m.total !== 0) size += 1 + uint32Size(m.total);
  if (m.hash.length !== 0) size += 1 + prefixedSize(m.hash.length);
  return size;
}

export function writePartSetHeader(into: Uint8Array, at: number, m: PartSetHeader): number {
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

export function readPartSetHeader(r: Reader, end: number, m: PartSetHeader): void {
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
 * One part of a block as bytes.
 *
 * Source: proto/tendermint/types/types.proto@v0.38.25.
 */
export interface Part {
  /** Which, from 0. */
  index: number;
  /** Its bytes: 65536, or fewer in the last. */
  bytes: Uint8Array;
  /** That it belongs to the block. */
  proof: Proof;
}

/** A new {@link Part} without content: what no bytes at all mean. */
export function emptyPart(): Part {
  return {
    index: 0,
    bytes: noBytes,
    proof: emptyProof(),
  };
}

/**
 * Writes a {@link Part} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodePart(message: Part): Uint8Array {
  const into = new Uint8Array(sizePart(message));
  writePart(into, into.length, message);
  return into;
}

/**
 * Reads a {@link Part} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodePart(bytes: Uint8Array, options?: DecodeOptions): Part {
  const message = emptyPart();
  readPart(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizePart(m: Part): number {
  let size = 0;
  if (m.index !== 0) size += 1 + uint32Size(m.index);
  if (m.bytes.length !== 0) size += 1 + prefixedSize(m.bytes.length);
  size += 1 + prefixedSize(sizeProof(m.proof));
  return size;
}

export function writePart(into: Uint8Array, at: number, m: Part): number {
  let pos = at;
  {
    const end = pos;
    pos = writeProof(into, pos, m.proof);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x1a;
  }
  if (m.bytes.length !== 0) {
    pos = writeBytes(into, pos, m.bytes);
    pos = writeVarint(into, pos, m.bytes.length);
    into[--pos] = 0x12;
  }
  if (m.index !== 0) {
    pos = writeVarint(into, pos, m.index);
    into[--pos] = 0x08;
  }
  return pos;
}

export function readPart(r: Reader, end: number, m: Part): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 8: {
        m.index = r.uint32(end);
        break;
      }
      case 18: {
        m.bytes = r.bytes(end);
        break;
      }
      case 26: {
        readProof(r, r.stop(end), m.proof);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 3);
    }
  }
}

/**
 * Names a block. Without content: no block, as in a vote for nil.
 *
 * Source: proto/tendermint/types/types.proto@v0.38.25.
 */
export interface BlockID {
  /** The header's hash, 32 bytes or none. */
  hash: Uint8Array;
  /** The parts in which the block is gossiped. */
  partSetHeader: PartSetHeader;
}

/** A new {@link BlockID} without content: what no bytes at all mean. */
export function emptyBlockID(): BlockID {
  return {
    hash: noBytes,
    partSetHeader: emptyPartSetHeader(),
  };
}

/**
 * Writes a {@link BlockID} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeBlockID(message: BlockID): Uint8Array {
  const into = new Uint8Array(sizeBlockID(message));
  writeBlockID(into, into.length, message);
  return into;
}

/**
 * Reads a {@link BlockID} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeBlockID(bytes: Uint8Array, options?: DecodeOptions): BlockID {
  const message = emptyBlockID();
  readBlockID(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeBlockID(m: BlockID): number {
  let size = 0;
  if (m.hash.length !== 0) size += 1 + prefixedSize(m.hash.length);
  size += 1 + prefixedSize(sizePartSetHeader(m.partSetHeader));
  return size;
}

export function writeBlockID(into: Uint8Array, at: number, m: BlockID): number {
  let pos = at;
  {
    const end = pos;
    pos = writePartSetHeader(into, pos, m.partSetHeader);
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

export function readBlockID(r: Reader, end: number, m: BlockID): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        m.hash = r.bytes(end);
        break;
      }
      case 18: {
        readPartSetHeader(r, r.stop(end), m.partSetHeader);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 2);
    }
  }
}

/**
 * A block's header. Its hash names the block.
 *
 * Source: proto/tendermint/types/types.proto@v0.38.25.
 */
export interface Header {
  /** The versions of what made the block. */
  version: ConsensusVersion;
  /** The chain, at most 50 bytes. */
  chainId: string;
  /** The height, from 1. */
  height: bigint;
  /** When the block was proposed. */
  time: Timestamp;
  /** The block before. */
  lastBlockId: BlockID;
  /** Of the commit for the block before. */
  lastCommitHash: Uint8Array;
  /** Of the transactions. */
  dataHash: Uint8Array;
  /** Of the validators of this height. */
  validatorsHash: Uint8Array;
  /** Of the validators of the next. */
  nextValidatorsHash: Uint8Array;
  /** Of the consensus parameters. */
  consensusHash: Uint8Array;
  /** The application's state after the block before. Of any length. */
  appHash: Uint8Array;
  /** Of the results of the transactions of the block before. */
  lastResultsHash: Uint8Array;
  /** Of the evidence. */
  evidenceHash: Uint8Array;
  /** The address of the proposer, 20 bytes. */
  proposerAddress: Uint8Array;
}

/** A new {@link Header} without content: what no bytes at all mean. */
export function emptyHeader(): Header {
  return {
    version: emptyConsensusVersion(),
    chainId: "",
    height: 0n,
    time: goZeroTime(),
    lastBlockId: emptyBlockID(),
    lastCommitHash: noBytes,
    dataHash: noBytes,
    validatorsHash: noBytes,
    nextValidatorsHash: noBytes,
    consensusHash: noBytes,
    appHash: noBytes,
    lastResultsHash: noBytes,
    evidenceHash: noBytes,
    proposerAddress: noBytes,
  };
}

/**
 * Writes a {@link Header} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeHeader(message: Header): Uint8Array {
  const into = new Uint8Array(sizeHeader(message));
  writeHeader(into, into.length, message);
  return into;
}

/**
 * Reads a {@link Header} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeHeader(bytes: Uint8Array, options?: DecodeOptions): Header {
  const message = emptyHeader();
  readHeader(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeHeader(m: Header): number {
  let size = 0;
  size += 1 + prefixedSize(sizeConsensusVersion(m.version));
  if (m.chainId !== "") size += 1 + prefixedSize(stringSize(m.chainId));
  if (m.height !== 0n) size += 1 + int64Size(m.height);
  size += 1 + prefixedSize(timestampSize(m.time));
  size += 1 + prefixedSize(sizeBlockID(m.lastBlockId));
  if (m.lastCommitHash.length !== 0) size += 1 + prefixedSize(m.lastCommitHash.length);
  if (m.dataHash.length !== 0) size += 1 + prefixedSize(m.dataHash.length);
  if (m.validatorsHash.length !== 0) size += 1 + prefixedSize(m.validatorsHash.length);
  if (m.nextValidatorsHash.length !== 0) size += 1 + prefixedSize(m.nextValidatorsHash.length);
  if (m.consensusHash.length !== 0) size += 1 + prefixedSize(m.consensusHash.length);
  if (m.appHash.length !== 0) size += 1 + prefixedSize(m.appHash.length);
  if (m.lastResultsHash.length !== 0) size += 1 + prefixedSize(m.lastResultsHash.length);
  if (m.evidenceHash.length !== 0) size += 1 + prefixedSize(m.evidenceHash.length);
  if (m.proposerAddress.length !== 0) size += 1 + prefixedSize(m.proposerAddress.length);
  return size;
}

export function writeHeader(into: Uint8Array, at: number, m: Header): number {
  let pos = at;
  if (m.proposerAddress.length !== 0) {
    pos = writeBytes(into, pos, m.proposerAddress);
    pos = writeVarint(into, pos, m.proposerAddress.length);
    into[--pos] = 0x72;
  }
  if (m.evidenceHash.length !== 0) {
    pos = writeBytes(into, pos, m.evidenceHash);
    pos = writeVarint(into, pos, m.evidenceHash.length);
    into[--pos] = 0x6a;
  }
  if (m.lastResultsHash.length !== 0) {
    pos = writeBytes(into, pos, m.lastResultsHash);
    pos = writeVarint(into, pos, m.lastResultsHash.length);
    into[--pos] = 0x62;
  }
  if (m.appHash.length !== 0) {
    pos = writeBytes(into, pos, m.appHash);
    pos = writeVarint(into, pos, m.appHash.length);
    into[--pos] = 0x5a;
  }
  if (m.consensusHash.length !== 0) {
    pos = writeBytes(into, pos, m.consensusHash);
    pos = writeVarint(into, pos, m.consensusHash.length);
    into[--pos] = 0x52;
  }
  if (m.nextValidatorsHash.length !== 0) {
    pos = writeBytes(into, pos, m.nextValidatorsHash);
    pos = writeVarint(into, pos, m.nextValidatorsHash.length);
    into[--pos] = 0x4a;
  }
  if (m.validatorsHash.length !== 0) {
    pos = writeBytes(into, pos, m.validatorsHash);
    pos = writeVarint(into, pos, m.validatorsHash.length);
    into[--pos] = 0x42;
  }
  if (m.dataHash.length !== 0) {
    pos = writeBytes(into, pos, m.dataHash);
    pos = writeVarint(into, pos, m.dataHash.length);
    into[--pos] = 0x3a;
  }
  if (m.lastCommitHash.length !== 0) {
    pos = writeBytes(into, pos, m.lastCommitHash);
    pos = writeVarint(into, pos, m.lastCommitHash.length);
    into[--pos] = 0x32;
  }
  {
    const end = pos;
    pos = writeBlockID(into, pos, m.lastBlockId);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x2a;
  }
  {
    const end = pos;
    pos = writeTimestamp(into, pos, m.time);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x22;
  }
  if (m.height !== 0n) {
    pos = writeInt64(into, pos, m.height);
    into[--pos] = 0x18;
  }
  if (m.chainId !== "") {
    const end = pos;
    pos = writeString(into, pos, m.chainId);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x12;
  }
  {
    const end = pos;
    pos = writeConsensusVersion(into, pos, m.version);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x0a;
  }
  return pos;
}

export function readHeader(r: Reader, end: number, m: Header): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        readConsensusVersion(r, r.stop(end), m.version);
        break;
      }
      case 18: {
        m.chainId = r.string(end);
        break;
      }
      case 24: {
        m.height = r.int64(end);
        break;
      }
      case 34: {
        readTimestamp(r, r.stop(end), m.time);
        break;
      }
      case 42: {
        readBlockID(r, r.stop(end), m.lastBlockId);
        break;
      }
      case 50: {
        m.lastCommitHash = r.bytes(end);
        break;
      }
      case 58: {
        m.dataHash = r.bytes(end);
        break;
      }
      case 66: {
        m.validatorsHash = r.bytes(end);
        break;
      }
      case 74: {
        m.nextValidatorsHash = r.bytes(end);
        break;
      }
      case 82: {
        m.consensusHash = r.bytes(end);
        break;
      }
      case 90: {
        m.appHash = r.bytes(end);
        break;
      }
      case 98: {
        m.lastResultsHash = r.bytes(end);
        break;
      }
      case 106: {
        m.evidenceHash = r.bytes(end);
        break;
      }
      case 114: {
        m.proposerAddress = r.bytes(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 14);
    }
  }
}

/**
 * The transactions of a block.
 *
 * Source: proto/tendermint/types/types.proto@v0.38.25.
 */
export interface BlockData {
  /** Each as the application knows it. Not all of them need to be valid. */
  txs: Uint8Array[];
}

/** A new {@link BlockData} without content: what no bytes at all mean. */
export function emptyBlockData(): BlockData {
  return {
    txs: [],
  };
}

/**
 * Writes a {@link BlockData} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeBlockData(message: BlockData): Uint8Array {
  const into = new Uint8Array(sizeBlockData(message));
  writeBlockData(into, into.length, message);
  return into;
}

/**
 * Reads a {@link BlockData} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeBlockData(bytes: Uint8Array, options?: DecodeOptions): BlockData {
  const message = emptyBlockData();
  readBlockData(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeBlockData(m: BlockData): number {
  let size = 0;
  for (const item of m.txs) size += 1 + prefixedSize(item.length);
  return size;
}

export function writeBlockData(into: Uint8Array, at: number, m: BlockData): number {
  let pos = at;
  for (let i = m.txs.length - 1; i >= 0; i--) {
    const item = m.txs[i] as (typeof m.txs)[number];
    pos = writeBytes(into, pos, item);
    pos = writeVarint(into, pos, item.length);
    into[--pos] = 0x0a;
  }
  return pos;
}

export function readBlockData(r: Reader, end: number, m: BlockData): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        r.element("tendermint.types.Data.txs", m.txs.length);
        m.txs.push(r.bytes(end));
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 1);
    }
  }
}

/**
 * A validator's vote.
 *
 * Source: proto/tendermint/types/types.proto@v0.37.18, @v0.38.25.
 */
export interface Vote {
  /** Prevote or precommit. */
  type: SignedMsgType;
  /** The height that it is about. */
  height: bigint;
  /** The round that it is about. */
  round: number;
  /** The block voted for; without content when the vote is for none. */
  blockId: BlockID;
  /** When it was signed. */
  timestamp: Timestamp;
  /** Who votes, 20 bytes. */
  validatorAddress: Uint8Array;
  /** The voter's place in the validator set. */
  validatorIndex: number;
  /** Over the vote's sign bytes. */
  signature: Uint8Array;
  /** What the application adds to a precommit for a block. */
  extension: Uint8Array;
  /** Over the extension's sign bytes. */
  extensionSignature: Uint8Array;
}

/** A new {@link Vote} without content: what no bytes at all mean. */
export function emptyVote(): Vote {
  return {
    type: 0,
    height: 0n,
    round: 0,
    blockId: emptyBlockID(),
    timestamp: goZeroTime(),
    validatorAddress: noBytes,
    validatorIndex: 0,
    signature: noBytes,
    extension: noBytes,
    extensionSignature: noBytes,
  };
}

/**
 * Writes a {@link Vote} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeVote(message: Vote): Uint8Array {
  const into = new Uint8Array(sizeVote(message));
  writeVote(into, into.length, message);
  return into;
}

/**
 * Reads a {@link Vote} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeVote(bytes: Uint8Array, options?: DecodeOptions): Vote {
  const message = emptyVote();
  readVote(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeVote(m: Vote): number {
  let size = 0;
  if (m.type !== 0) size += 1 + int32Size(m.type);
  if (m.height !== 0n) size += 1 + int64Size(m.height);
  if (m.round !== 0) size += 1 + int32Size(m.round);
  size += 1 + prefixedSize(sizeBlockID(m.blockId));
  size += 1 + prefixedSize(timestampSize(m.timestamp));
  if (m.validatorAddress.length !== 0) size += 1 + prefixedSize(m.validatorAddress.length);
  if (m.validatorIndex !== 0) size += 1 + int32Size(m.validatorIndex);
  if (m.signature.length !== 0) size += 1 + prefixedSize(m.signature.length);
  if (m.extension.length !== 0) size += 1 + prefixedSize(m.extension.length);
  if (m.extensionSignature.length !== 0) size += 1 + prefixedSize(m.extensionSignature.length);
  return size;
}

export function writeVote(into: Uint8Array, at: number, m: Vote): number {
  let pos = at;
  if (m.extensionSignature.length !== 0) {
    pos = writeBytes(into, pos, m.extensionSignature);
    pos = writeVarint(into, pos, m.extensionSignature.length);
    into[--pos] = 0x52;
  }
  if (m.extension.length !== 0) {
    pos = writeBytes(into, pos, m.extension);
    pos = writeVarint(into, pos, m.extension.length);
    into[--pos] = 0x4a;
  }
  if (m.signature.length !== 0) {
    pos = writeBytes(into, pos, m.signature);
    pos = writeVarint(into, pos, m.signature.length);
    into[--pos] = 0x42;
  }
  if (m.validatorIndex !== 0) {
    pos = writeInt32(into, pos, m.validatorIndex);
    into[--pos] = 0x38;
  }
  if (m.validatorAddress.length !== 0) {
    pos = writeBytes(into, pos, m.validatorAddress);
    pos = writeVarint(into, pos, m.validatorAddress.length);
    into[--pos] = 0x32;
  }
  {
    const end = pos;
    pos = writeTimestamp(into, pos, m.timestamp);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x2a;
  }
  {
    const end = pos;
    pos = writeBlockID(into, pos, m.blockId);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x22;
  }
  if (m.round !== 0) {
    pos = writeInt32(into, pos, m.round);
    into[--pos] = 0x18;
  }
  if (m.height !== 0n) {
    pos = writeInt64(into, pos, m.height);
    into[--pos] = 0x10;
  }
  if (m.type !== 0) {
    pos = writeInt32(into, pos, m.type);
    into[--pos] = 0x08;
  }
  return pos;
}

export function readVote(r: Reader, end: number, m: Vote): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 8: {
        m.type = r.int32(end);
        break;
      }
      case 16: {
        m.height = r.int64(end);
        break;
      }
      case 24: {
        m.round = r.int32(end);
        break;
      }
      case 34: {
        readBlockID(r, r.stop(end), m.blockId);
        break;
      }
      case 42: {
        readTimestamp(r, r.stop(end), m.timestamp);
        break;
      }
      case 50: {
        m.validatorAddress = r.bytes(end);
        break;
      }
      case 56: {
        m.validatorIndex = r.int32(end);
        break;
      }
      case 66: {
        m.signature = r.bytes(end);
        break;
      }
      case 74: {
        if (r.knows(60)) {
          m.extension = r.bytes(end);
        } else r.unknown(tag, end, false);
        break;
      }
      case 82: {
        if (r.knows(60)) {
          m.extensionSignature = r.bytes(end);
        } else r.unknown(tag, end, false);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 8 || (tag >>> 3 === 9 && r.knows(60)) || (tag >>> 3 === 10 && r.knows(60)));
    }
  }
}

/**
 * That a block was decided: the precommits of a height, one for each validator in the order of the set.
 *
 * Source: proto/tendermint/types/types.proto@v0.38.25.
 */
export interface Commit {
  /** The height. */
  height: bigint;
  /** The round in which it was decided. */
  round: number;
  /** The block. */
  blockId: BlockID;
  /** What each validator did. */
  signatures: CommitSig[];
}

/** A new {@link Commit} without content: what no bytes at all mean. */
export function emptyCommit(): Commit {
  return {
    height: 0n,
    round: 0,
    blockId: emptyBlockID(),
    signatures: [],
  };
}

/**
 * Writes a {@link Commit} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeCommit(message: Commit): Uint8Array {
  const into = new Uint8Array(sizeCommit(message));
  writeCommit(into, into.length, message);
  return into;
}

/**
 * Reads a {@link Commit} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeCommit(bytes: Uint8Array, options?: DecodeOptions): Commit {
  const message = emptyCommit();
  readCommit(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeCommit(m: Commit): number {
  let size = 0;
  if (m.height !== 0n) size += 1 + int64Size(m.height);
  if (m.round !== 0) size += 1 + int32Size(m.round);
  size += 1 + prefixedSize(sizeBlockID(m.blockId));
  for (const item of m.signatures) size += 1 + prefixedSize(sizeCommitSig(item));
  return size;
}

export function writeCommit(into: Uint8Array, at: number, m: Commit): number {
  let pos = at;
  for (let i = m.signatures.length - 1; i >= 0; i--) {
    const item = m.signatures[i] as (typeof m.signatures)[number];
    const end = pos;
    pos = writeCommitSig(into, pos, item);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x22;
  }
  {
    const end = pos;
    pos = writeBlockID(into, pos, m.blockId);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x1a;
  }
  if (m.round !== 0) {
    pos = writeInt32(into, pos, m.round);
    into[--pos] = 0x10;
  }
  if (m.height !== 0n) {
    pos = writeInt64(into, pos, m.height);
    into[--pos] = 0x08;
  }
  return pos;
}

export function readCommit(r: Reader, end: number, m: Commit): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 8: {
        m.height = r.int64(end);
        break;
      }
      case 16: {
        m.round = r.int32(end);
        break;
      }
      case 26: {
        readBlockID(r, r.stop(end), m.blockId);
        break;
      }
      case 34: {
        r.element("tendermint.types.Commit.signatures", m.signatures.length);
        const item = emptyCommitSig();
        readCommitSig(r, r.stop(end), item);
        m.signatures.push(item);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 4);
    }
  }
}

/**
 * A validator's part of a commit.
 *
 * Source: proto/tendermint/types/types.proto@v0.38.25.
 */
export interface CommitSig {
  /** Whether it voted, and for what. */
  blockIdFlag: BlockIDFlag;
  /** Who, 20 bytes; none when absent. */
  validatorAddress: Uint8Array;
  /** When it voted; Go's zero time when absent. */
  timestamp: Timestamp;
  /** Over the sign bytes of its precommit; none when absent. */
  signature: Uint8Array;
}

/** A new {@link CommitSig} without content: what no bytes at all mean. */
export function emptyCommitSig(): CommitSig {
  return {
    blockIdFlag: 0,
    validatorAddress: noBytes,
    timestamp: goZeroTime(),
    signature: noBytes,
  };
}

/**
 * Writes a {@link CommitSig} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeCommitSig(message: CommitSig): Uint8Array {
  const into = new Uint8Array(sizeCommitSig(message));
  writeCommitSig(into, into.length, message);
  return into;
}

/**
 * Reads a {@link CommitSig} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeCommitSig(bytes: Uint8Array, options?: DecodeOptions): CommitSig {
  const message = emptyCommitSig();
  readCommitSig(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeCommitSig(m: CommitSig): number {
  let size = 0;
  if (m.blockIdFlag !== 0) size += 1 + int32Size(m.blockIdFlag);
  if (m.validatorAddress.length !== 0) size += 1 + prefixedSize(m.validatorAddress.length);
  size += 1 + prefixedSize(timestampSize(m.timestamp));
  if (m.signature.length !== 0) size += 1 + prefixedSize(m.signature.length);
  return size;
}

export function writeCommitSig(into: Uint8Array, at: number, m: CommitSig): number {
  let pos = at;
  if (m.signature.length !== 0) {
    pos = writeBytes(into, pos, m.signature);
    pos = writeVarint(into, pos, m.signature.length);
    into[--pos] = 0x22;
  }
  {
    const end = pos;
    pos = writeTimestamp(into, pos, m.timestamp);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x1a;
  }
  if (m.validatorAddress.length !== 0) {
    pos = writeBytes(into, pos, m.validatorAddress);
    pos = writeVarint(into, pos, m.validatorAddress.length);
    into[--pos] = 0x12;
  }
  if (m.blockIdFlag !== 0) {
    pos = writeInt32(into, pos, m.blockIdFlag);
    into[--pos] = 0x08;
  }
  return pos;
}

export function readCommitSig(r: Reader, end: number, m: CommitSig): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 8: {
        m.blockIdFlag = r.int32(end);
        break;
      }
      case 18: {
        m.validatorAddress = r.bytes(end);
        break;
      }
      case 26: {
        readTimestamp(r, r.stop(end), m.timestamp);
        break;
      }
      case 34: {
        m.signature = r.bytes(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 4);
    }
  }
}

/**
 * A commit together with what the application added to each vote.
 *
 * Source: proto/tendermint/types/types.proto@v0.38.25. Not before v0.38.
 */
export interface ExtendedCommit {
  /** The height. */
  height: bigint;
  /** The round in which it was decided. */
  round: number;
  /** The block. */
  blockId: BlockID;
  /** What each validator did. */
  extendedSignatures: ExtendedCommitSig[];
}

/** A new {@link ExtendedCommit} without content: what no bytes at all mean. */
export function emptyExtendedCommit(): ExtendedCommit {
  return {
    height: 0n,
    round: 0,
    blockId: emptyBlockID(),
    extendedSignatures: [],
  };
}

/**
 * Writes a {@link ExtendedCommit} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeExtendedCommit(message: ExtendedCommit): Uint8Array {
  const into = new Uint8Array(sizeExtendedCommit(message));
  writeExtendedCommit(into, into.length, message);
  return into;
}

/**
 * Reads a {@link ExtendedCommit} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeExtendedCommit(bytes: Uint8Array, options?: DecodeOptions): ExtendedCommit {
  const message = emptyExtendedCommit();
  readExtendedCommit(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeExtendedCommit(m: ExtendedCommit): number {
  let size = 0;
  if (m.height !== 0n) size += 1 + int64Size(m.height);
  if (m.round !== 0) size += 1 + int32Size(m.round);
  size += 1 + prefixedSize(sizeBlockID(m.blockId));
  for (const item of m.extendedSignatures) size += 1 + prefixedSize(sizeExtendedCommitSig(item));
  return size;
}

export function writeExtendedCommit(into: Uint8Array, at: number, m: ExtendedCommit): number {
  let pos = at;
  for (let i = m.extendedSignatures.length - 1; i >= 0; i--) {
    const item = m.extendedSignatures[i] as (typeof m.extendedSignatures)[number];
    const end = pos;
    pos = writeExtendedCommitSig(into, pos, item);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x22;
  }
  {
    const end = pos;
    pos = writeBlockID(into, pos, m.blockId);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x1a;
  }
  if (m.round !== 0) {
    pos = writeInt32(into, pos, m.round);
    into[--pos] = 0x10;
  }
  if (m.height !== 0n) {
    pos = writeInt64(into, pos, m.height);
    into[--pos] = 0x08;
  }
  return pos;
}

export function readExtendedCommit(r: Reader, end: number, m: ExtendedCommit): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 8: {
        m.height = r.int64(end);
        break;
      }
      case 16: {
        m.round = r.int32(end);
        break;
      }
      case 26: {
        readBlockID(r, r.stop(end), m.blockId);
        break;
      }
      case 34: {
        r.element("tendermint.types.ExtendedCommit.extended_signatures", m.extendedSignatures.length);
        const item = emptyExtendedCommitSig();
        readExtendedCommitSig(r, r.stop(end), item);
        m.extendedSignatures.push(item);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 4);
    }
  }
}

/**
 * A validator's part of an extended commit.
 *
 * Source: proto/tendermint/types/types.proto@v0.38.25. Not before v0.38.
 */
export interface ExtendedCommitSig {
  /** Whether it voted, and for what. */
  blockIdFlag: BlockIDFlag;
  /** Who, 20 bytes; none when absent. */
  validatorAddress: Uint8Array;
  /** When it voted; Go's zero time when absent. */
  timestamp: Timestamp;
  /** Over the sign bytes of its precommit; none when absent. */
  signature: Uint8Array;
  /** What the application added. */
  extension: Uint8Array;
  /** Over the extension's sign bytes. */
  extensionSignature: Uint8Array;
}

/** A new {@link ExtendedCommitSig} without content: what no bytes at all mean. */
export function emptyExtendedCommitSig(): ExtendedCommitSig {
  return {
    blockIdFlag: 0,
    validatorAddress: noBytes,
    timestamp: goZeroTime(),
    signature: noBytes,
    extension: noBytes,
    extensionSignature: noBytes,
  };
}

/**
 * Writes a {@link ExtendedCommitSig} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeExtendedCommitSig(message: ExtendedCommitSig): Uint8Array {
  const into = new Uint8Array(sizeExtendedCommitSig(message));
  writeExtendedCommitSig(into, into.length, message);
  return into;
}

/**
 * Reads a {@link ExtendedCommitSig} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeExtendedCommitSig(bytes: Uint8Array, options?: DecodeOptions): ExtendedCommitSig {
  const message = emptyExtendedCommitSig();
  readExtendedCommitSig(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeExtendedCommitSig(m: ExtendedCommitSig): number {
  let size = 0;
  if (m.blockIdFlag !== 0) size += 1 + int32Size(m.blockIdFlag);
  if (m.validatorAddress.length !== 0) size += 1 + prefixedSize(m.validatorAddress.length);
  size += 1 + prefixedSize(timestampSize(m.timestamp));
  if (m.signature.length !== 0) size += 1 + prefixedSize(m.signature.length);
  if (m.extension.length !== 0) size += 1 + prefixedSize(m.extension.length);
  if (m.extensionSignature.length !== 0) size += 1 + prefixedSize(m.extensionSignature.length);
  return size;
}

export function writeExtendedCommitSig(into: Uint8Array, at: number, m: ExtendedCommitSig): number {
  let pos = at;
  if (m.extensionSignature.length !== 0) {
    pos = writeBytes(into, pos, m.extensionSignature);
    pos = writeVarint(into, pos, m.extensionSignature.length);
    into[--pos] = 0x32;
  }
  if (m.extension.length !== 0) {
    pos = writeBytes(into, pos, m.extension);
    pos = writeVarint(into, pos, m.extension.length);
    into[--pos] = 0x2a;
  }
  if (m.signature.length !== 0) {
    pos = writeBytes(into, pos, m.signature);
    pos = writeVarint(into, pos, m.signature.length);
    into[--pos] = 0x22;
  }
  {
    const end = pos;
    pos = writeTimestamp(into, pos, m.timestamp);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x1a;
  }
  if (m.validatorAddress.length !== 0) {
    pos = writeBytes(into, pos, m.validatorAddress);
    pos = writeVarint(into, pos, m.validatorAddress.length);
    into[--pos] = 0x12;
  }
  if (m.blockIdFlag !== 0) {
    pos = writeInt32(into, pos, m.blockIdFlag);
    into[--pos] = 0x08;
  }
  return pos;
}

export function readExtendedCommitSig(r: Reader, end: number, m: ExtendedCommitSig): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 8: {
        m.blockIdFlag = r.int32(end);
        break;
      }
      case 18: {
        m.validatorAddress = r.bytes(end);
        break;
      }
      case 26: {
        readTimestamp(r, r.stop(end), m.timestamp);
        break;
      }
      case 34: {
        m.signature = r.bytes(end);
        break;
      }
      case 42: {
        m.extension = r.bytes(end);
        break;
      }
      case 50: {
        m.extensionSignature = r.bytes(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 6);
    }
  }
}

/**
 * A proposer's offer of a block.
 *
 * Source: proto/tendermint/types/types.proto@v0.38.25.
 */
export interface Proposal {
  /** Must be that of a proposal, 32. */
  type: SignedMsgType;
  /** The height. */
  height: bigint;
  /** The round. */
  round: number;
  /** The round in which two thirds prevoted for this block before, -1 for none. */
  polRound: number;
  /** The block. */
  blockId: BlockID;
  /** When it was signed. */
  timestamp: Timestamp;
  /** The proposer's, over the proposal's sign bytes. */
  signature: Uint8Array;
}

/** A new {@link Proposal} without content: what no bytes at all mean. */
export function emptyProposal(): Proposal {
  return {
    type: 0,
    height: 0n,
    round: 0,
    polRound: 0,
    blockId: emptyBlockID(),
    timestamp: goZeroTime(),
    signature: noBytes,
  };
}

/**
 * Writes a {@link Proposal} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeProposal(message: Proposal): Uint8Array {
  const into = new Uint8Array(sizeProposal(message));
  writeProposal(into, into.length, message);
  return into;
}

/**
 * Reads a {@link Proposal} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeProposal(bytes: Uint8Array, options?: DecodeOptions): Proposal {
  const message = emptyProposal();
  readProposal(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeProposal(m: Proposal): number {
  let size = 0;
  if (m.type !== 0) size += 1 + int32Size(m.type);
  if (m.height !== 0n) size += 1 + int64Size(m.height);
  if (m.round !== 0) size += 1 + int32Size(m.round);
  if (m.polRound !== 0) size += 1 + int32Size(m.polRound);
  size += 1 + prefixedSize(sizeBlockID(m.blockId));
  size += 1 + prefixedSize(timestampSize(m.timestamp));
  if (m.signature.length !== 0) size += 1 + prefixedSize(m.signature.length);
  return size;
}

export function writeProposal(into: Uint8Array, at: number, m: Proposal): number {
  let pos = at;
  if (m.signature.length !== 0) {
    pos = writeBytes(into, pos, m.signature);
    pos = writeVarint(into, pos, m.signature.length);
    into[--pos] = 0x3a;
  }
  {
    const end = pos;
    pos = writeTimestamp(into, pos, m.timestamp);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x32;
  }
  {
    const end = pos;
    pos = writeBlockID(into, pos, m.blockId);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x2a;
  }
  if (m.polRound !== 0) {
    pos = writeInt32(into, pos, m.polRound);
    into[--pos] = 0x20;
  }
  if (m.round !== 0) {
    pos = writeInt32(into, pos, m.round);
    into[--pos] = 0x18;
  }
  if (m.height !== 0n) {
    pos = writeInt64(into, pos, m.height);
    into[--pos] = 0x10;
  }
  if (m.type !== 0) {
    pos = writeInt32(into, pos, m.type);
    into[--pos] = 0x08;
  }
  return pos;
}

export function readProposal(r: Reader, end: number, m: Proposal): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 8: {
        m.type = r.int32(end);
        break;
      }
      case 16: {
        m.height = r.int64(end);
        break;
      }
      case 24: {
        m.round = r.int32(end);
        break;
      }
      case 32: {
        m.polRound = r.int32(end);
        break;
      }
      case 42: {
        readBlockID(r, r.stop(end), m.blockId);
        break;
      }
      case 50: {
        readTimestamp(r, r.stop(end), m.timestamp);
        break;
      }
      case 58: {
        m.signature = r.bytes(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 7);
    }
  }
}

/**
 * A header with the proof that it was decided.
 *
 * Source: proto/tendermint/types/types.proto@v0.38.25.
 */
export interface SignedHeader {
  /** The header. */
  header: Header | undefined;
  /** The commit for it. */
  commit: Commit | undefined;
}

/** A new {@link SignedHeader} without content: what no bytes at all mean. */
export function emptySignedHeader(): SignedHeader {
  return {
    header: undefined,
    commit: undefined,
  };
}

/**
 * Writes a {@link SignedHeader} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeSignedHeader(message: SignedHeader): Uint8Array {
  const into = new Uint8Array(sizeSignedHeader(message));
  writeSignedHeader(into, into.length, message);
  return into;
}

/**
 * Reads a {@link SignedHeader} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeSignedHeader(bytes: Uint8Array, options?: DecodeOptions): SignedHeader {
  const message = emptySignedHeader();
  readSignedHeader(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeSignedHeader(m: SignedHeader): number {
  let size = 0;
  if (m.header !== undefined) size += 1 + prefixedSize(sizeHeader(m.header));
  if (m.commit !== undefined) size += 1 + prefixedSize(sizeCommit(m.commit));
  return size;
}

export function writeSignedHeader(into: Uint8Array, at: number, m: SignedHeader): number {
  let pos = at;
  if (m.commit !== undefined) {
    const end = pos;
    pos = writeCommit(into, pos, m.commit);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x12;
  }
  if (m.header !== undefined) {
    const end = pos;
    pos = writeHeader(into, pos, m.header);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x0a;
  }
  return pos;
}

export function readSignedHeader(r: Reader, end: number, m: SignedHeader): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        m.header ??= emptyHeader();
        readHeader(r, r.stop(end), m.header);
        break;
      }
      case 18: {
        m.commit ??= emptyCommit();
        readCommit(r, r.stop(end), m.commit);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 2);
    }
  }
}

/**
 * All that a light client needs of a height.
 *
 * Source: proto/tendermint/types/types.proto@v0.38.25.
 */
export interface LightBlock {
  /** The header with its commit. */
  signedHeader: SignedHeader | undefined;
  /** Who signed. */
  validatorSet: ValidatorSet | undefined;
}

/** A new {@link LightBlock} without content: what no bytes at all mean. */
export function emptyLightBlock(): LightBlock {
  return {
    signedHeader: undefined,
    validatorSet: undefined,
  };
}

/**
 * Writes a {@link LightBlock} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeLightBlock(message: LightBlock): Uint8Array {
  const into = new Uint8Array(sizeLightBlock(message));
  writeLightBlock(into, into.length, message);
  return into;
}

/**
 * Reads a {@link LightBlock} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeLightBlock(bytes: Uint8Array, options?: DecodeOptions): LightBlock {
  const message = emptyLightBlock();
  readLightBlock(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeLightBlock(m: LightBlock): number {
  let size = 0;
  if (m.signedHeader !== undefined) size += 1 + prefixedSize(sizeSignedHeader(m.signedHeader));
  if (m.validatorSet !== undefined) size += 1 + prefixedSize(sizeValidatorSet(m.validatorSet));
  return size;
}

export function writeLightBlock(into: Uint8Array, at: number, m: LightBlock): number {
  let pos = at;
  if (m.validatorSet !== undefined) {
    const end = pos;
    pos = writeValidatorSet(into, pos, m.validatorSet);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x12;
  }
  if (m.signedHeader !== undefined) {
    const end = pos;
    pos = writeSignedHeader(into, pos, m.signedHeader);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x0a;
  }
  return pos;
}

export function readLightBlock(r: Reader, end: number, m: LightBlock): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        m.signedHeader ??= emptySignedHeader();
        readSignedHeader(r, r.stop(end), m.signedHeader);
        break;
      }
      case 18: {
        m.validatorSet ??= emptyValidatorSet();
        readValidatorSet(r, r.stop(end), m.validatorSet);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 2);
    }
  }
}
