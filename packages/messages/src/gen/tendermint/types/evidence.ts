// Generated from tendermint/types/evidence.proto by "npm run generate". Do not edit.
import type { DecodeOptions } from "../../../runtime/options.js";
import { Reader } from "../../../runtime/reader.js";
import { goZeroTime, readTimestamp, timestampSize, writeTimestamp, type Timestamp } from "../../../runtime/timestamp.js";
import { int64Size, prefixedSize, writeInt64, writeVarint } from "../../../runtime/writer.js";
import { emptyLightBlock, emptyVote, readLightBlock, readVote, sizeLightBlock, sizeVote, writeLightBlock, writeVote, type LightBlock, type Vote } from "./types.js";
import { emptyValidator, readValidator, sizeValidator, writeValidator, type Validator } from "./validator.js";

/**
 * That somebody broke the rules. One without a known member is an error in Go.
 *
 * Source: proto/tendermint/types/evidence.proto@v0.38.25.
 */
export interface Evidence {
  /** Which member the message has, and its value; `undefined` when it has none that is known. */
  sum: EvidenceSum | undefined;
}

/** What {@link Evidence.sum} can be: `case` names the member, `value` is its content. */
export type EvidenceSum =
  /** A validator voted twice. */
  | { readonly case: "duplicateVoteEvidence"; readonly value: DuplicateVoteEvidence }
  /** Validators signed what a light client should believe, and the chain does not have. */
  | { readonly case: "lightClientAttackEvidence"; readonly value: LightClientAttackEvidence };

/** A new {@link Evidence} without content: what no bytes at all mean. */
export function emptyEvidence(): Evidence {
  return {
    sum: undefined,
  };
}

/**
 * Writes a {@link Evidence} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeEvidence(message: Evidence): Uint8Array {
  const into = new Uint8Array(sizeEvidence(message));
  writeEvidence(into, into.length, message);
  return into;
}

/**
 * Reads a {@link Evidence} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeEvidence(bytes: Uint8Array, options?: DecodeOptions): Evidence {
  const message = emptyEvidence();
  readEvidence(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeEvidence(m: Evidence): number {
  let size = 0;
  if (m.sum !== undefined) {
    switch (m.sum.case) {
      case "duplicateVoteEvidence":
        size += 1 + prefixedSize(sizeDuplicateVoteEvidence(m.sum.value));
        break;
      case "lightClientAttackEvidence":
        size += 1 + prefixedSize(sizeLightClientAttackEvidence(m.sum.value));
        break;
    }
  }
  return size;
}

export function writeEvidence(into: Uint8Array, at: number, m: Evidence): number {
  let pos = at;
  if (m.sum !== undefined) {
    switch (m.sum.case) {
      case "duplicateVoteEvidence": {
        const end = pos;
        pos = writeDuplicateVoteEvidence(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x0a;
        break;
      }
      case "lightClientAttackEvidence": {
        const end = pos;
        pos = writeLightClientAttackEvidence(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x12;
        break;
      }
    }
  }
  return pos;
}

export function readEvidence(r: Reader, end: number, m: Evidence): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        const value = emptyDuplicateVoteEvidence();
        readDuplicateVoteEvidence(r, r.stop(end), value);
        m.sum = { case: "duplicateVoteEvidence", value };
        break;
      }
      case 18: {
        const value = emptyLightClientAttackEvidence();
        readLightClientAttackEvidence(r, r.stop(end), value);
        m.sum = { case: "lightClientAttackEvidence", value };
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 2);
    }
  }
}

/**
 * Two different votes of one validator for the same height, round and stage.
 *
 * Source: proto/tendermint/types/evidence.proto@v0.38.25.
 */
export interface DuplicateVoteEvidence {
  /** The vote whose block id comes first. */
  voteA: Vote | undefined;
  /** The other. */
  voteB: Vote | undefined;
  /** Of the validator set at that height. */
  totalVotingPower: bigint;
  /** Of the one who did it. */
  validatorPower: bigint;
  /** The time of the block at that height. */
  timestamp: Timestamp;
}

/** A new {@link DuplicateVoteEvidence} without content: what no bytes at all mean. */
export function emptyDuplicateVoteEvidence(): DuplicateVoteEvidence {
  return {
    voteA: undefined,
    voteB: undefined,
    totalVotingPower: 0n,
    validatorPower: 0n,
    timestamp: goZeroTime(),
  };
}

/**
 * Writes a {@link DuplicateVoteEvidence} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeDuplicateVoteEvidence(message: DuplicateVoteEvidence): Uint8Array {
  const into = new Uint8Array(sizeDuplicateVoteEvidence(message));
  writeDuplicateVoteEvidence(into, into.length, message);
  return into;
}

/**
 * Reads a {@link DuplicateVoteEvidence} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeDuplicateVoteEvidence(bytes: Uint8Array, options?: DecodeOptions): DuplicateVoteEvidence {
  const message = emptyDuplicateVoteEvidence();
  readDuplicateVoteEvidence(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeDuplicateVoteEvidence(m: DuplicateVoteEvidence): number {
  let size = 0;
  if (m.voteA !== undefined) size += 1 + prefixedSize(sizeVote(m.voteA));
  if (m.voteB !== undefined) size += 1 + prefixedSize(sizeVote(m.voteB));
  if (m.totalVotingPower !== 0n) size += 1 + int64Size(m.totalVotingPower);
  if (m.validatorPower !== 0n) size += 1 + int64Size(m.validatorPower);
  size += 1 + prefixedSize(timestampSize(m.timestamp));
  return size;
}

export function writeDuplicateVoteEvidence(into: Uint8Array, at: number, m: DuplicateVoteEvidence): number {
  let pos = at;
  {
    const end = pos;
    pos = writeTimestamp(into, pos, m.timestamp);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x2a;
  }
  if (m.validatorPower !== 0n) {
    pos = writeInt64(into, pos, m.validatorPower);
    into[--pos] = 0x20;
  }
  if (m.totalVotingPower !== 0n) {
    pos = writeInt64(into, pos, m.totalVotingPower);
    into[--pos] = 0x18;
  }
  if (m.voteB !== undefined) {
    const end = pos;
    pos = writeVote(into, pos, m.voteB);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x12;
  }
  if (m.voteA !== undefined) {
    const end = pos;
    pos = writeVote(into, pos, m.voteA);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x0a;
  }
  return pos;
}

export function readDuplicateVoteEvidence(r: Reader, end: number, m: DuplicateVoteEvidence): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        m.voteA ??= emptyVote();
        readVote(r, r.stop(end), m.voteA);
        break;
      }
      case 18: {
        m.voteB ??= emptyVote();
        readVote(r, r.stop(end), m.voteB);
        break;
      }
      case 24: {
        m.totalVotingPower = r.int64(end);
        break;
      }
      case 32: {
        m.validatorPower = r.int64(end);
        break;
      }
      case 42: {
        readTimestamp(r, r.stop(end), m.timestamp);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 5);
    }
  }
}

/**
 * A block that validators signed against their own chain.
 *
 * Source: proto/tendermint/types/evidence.proto@v0.38.25.
 */
export interface LightClientAttackEvidence {
  /** What they signed. */
  conflictingBlock: LightBlock | undefined;
  /** The last height at which it agrees with the chain. */
  commonHeight: bigint;
  /** Who did it. */
  byzantineValidators: Validator[];
  /** Of the validator set at the common height. */
  totalVotingPower: bigint;
  /** The time of the block at the common height. */
  timestamp: Timestamp;
}

/** A new {@link LightClientAttackEvidence} without content: what no bytes at all mean. */
export function emptyLightClientAttackEvidence(): LightClientAttackEvidence {
  return {
    conflictingBlock: undefined,
    commonHeight: 0n,
    byzantineValidators: [],
    totalVotingPower: 0n,
    timestamp: goZeroTime(),
  };
}

/**
 * Writes a {@link LightClientAttackEvidence} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeLightClientAttackEvidence(message: LightClientAttackEvidence): Uint8Array {
  const into = new Uint8Array(sizeLightClientAttackEvidence(message));
  writeLightClientAttackEvidence(into, into.length, message);
  return into;
}

/**
 * Reads a {@link LightClientAttackEvidence} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeLightClientAttackEvidence(bytes: Uint8Array, options?: DecodeOptions): LightClientAttackEvidence {
  const message = emptyLightClientAttackEvidence();
  readLightClientAttackEvidence(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeLightClientAttackEvidence(m: LightClientAttackEvidence): number {
  let size = 0;
  if (m.conflictingBlock !== undefined) size += 1 + prefixedSize(sizeLightBlock(m.conflictingBlock));
  if (m.commonHeight !== 0n) size += 1 + int64Size(m.commonHeight);
  for (const item of m.byzantineValidators) size += 1 + prefixedSize(sizeValidator(item));
  if (m.totalVotingPower !== 0n) size += 1 + int64Size(m.totalVotingPower);
  size += 1 + prefixedSize(timestampSize(m.timestamp));
  return size;
}

export function writeLightClientAttackEvidence(into: Uint8Array, at: number, m: LightClientAttackEvidence): number {
  let pos = at;
  {
    const end = pos;
    pos = writeTimestamp(into, pos, m.timestamp);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x2a;
  }
  if (m.totalVotingPower !== 0n) {
    pos = writeInt64(into, pos, m.totalVotingPower);
    into[--pos] = 0x20;
  }
  for (let i = m.byzantineValidators.length - 1; i >= 0; i--) {
    const item = m.byzantineValidators[i] as (typeof m.byzantineValidators)[number];
    const end = pos;
    pos = writeValidator(into, pos, item);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x1a;
  }
  if (m.commonHeight !== 0n) {
    pos = writeInt64(into, pos, m.commonHeight);
    into[--pos] = 0x10;
  }
  if (m.conflictingBlock !== undefined) {
    const end = pos;
    pos = writeLightBlock(into, pos, m.conflictingBlock);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x0a;
  }
  return pos;
}

export function readLightClientAttackEvidence(r: Reader, end: number, m: LightClientAttackEvidence): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        m.conflictingBlock ??= emptyLightBlock();
        readLightBlock(r, r.stop(end), m.conflictingBlock);
        break;
      }
      case 16: {
        m.commonHeight = r.int64(end);
        break;
      }
      case 26: {
        r.element("tendermint.types.LightClientAttackEvidence.byzantine_validators", m.byzantineValidators.length);
        const item = emptyValidator();
        readValidator(r, r.stop(end), item);
        m.byzantineValidators.push(item);
        break;
      }
      case 32: {
        m.totalVotingPower = r.int64(end);
        break;
      }
      case 42: {
        readTimestamp(r, r.stop(end), m.timestamp);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 5);
    }
  }
}

/**
 * Evidence, in a block or, on channel 0x38, as a message of its own, without a wrapper. No bytes at all are a valid, empty
 * one.
 *
 * Source: proto/tendermint/types/evidence.proto@v0.38.25.
 */
export interface EvidenceList {
  /** Each. */
  evidence: Evidence[];
}

/** A new {@link EvidenceList} without content: what no bytes at all mean. */
export function emptyEvidenceList(): EvidenceList {
  return {
    evidence: [],
  };
}

/**
 * Writes a {@link EvidenceList} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeEvidenceList(message: EvidenceList): Uint8Array {
  const into = new Uint8Array(sizeEvidenceList(message));
  writeEvidenceList(into, into.length, message);
  return into;
}

/**
 * Reads a {@link EvidenceList} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeEvidenceList(bytes: Uint8Array, options?: DecodeOptions): EvidenceList {
  const message = emptyEvidenceList();
  readEvidenceList(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeEvidenceList(m: EvidenceList): number {
  let size = 0;
  for (const item of m.evidence) size += 1 + prefixedSize(sizeEvidence(item));
  return size;
}

export function writeEvidenceList(into: Uint8Array, at: number, m: EvidenceList): number {
  let pos = at;
  for (let i = m.evidence.length - 1; i >= 0; i--) {
    const item = m.evidence[i] as (typeof m.evidence)[number];
    const end = pos;
    pos = writeEvidence(into, pos, item);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x0a;
  }
  return pos;
}

export function readEvidenceList(r: Reader, end: number, m: EvidenceList): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        r.element("tendermint.types.EvidenceList.evidence", m.evidence.length);
        const item = emptyEvidence();
        readEvidence(r, r.stop(end), item);
        m.evidence.push(item);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 1);
    }
  }
}
