// Generated from tendermint/consensus/types.proto by "npm run generate". Do not edit.
import type { DecodeOptions } from "../../../runtime/options.js";
import { Reader } from "../../../runtime/reader.js";
import { int32Size, int64Size, prefixedSize, uint32Size, writeInt32, writeInt64, writeVarint } from "../../../runtime/writer.js";
import { emptyBitArray, readBitArray, sizeBitArray, writeBitArray, type BitArray } from "../libs/bits/types.js";
import { emptyBlockID, emptyPart, emptyPartSetHeader, emptyProposal, emptyVote, readBlockID, readPart, readPartSetHeader, readProposal, readVote, sizeBlockID, sizePart, sizePartSetHeader, sizeProposal, sizeVote, writeBlockID, writePart, writePartSetHeader, writeProposal, writeVote, type BlockID, type Part, type PartSetHeader, type Proposal, type SignedMsgType, type Vote } from "../types/types.js";

/**
 * Where the sender is in the consensus. Sent at every step, on channel 0x20.
 *
 * A peer that never sends one gets no proposals, parts, votes or transactions.
 *
 * Source: proto/tendermint/consensus/types.proto@v0.38.25.
 */
export interface NewRoundStep {
  /** The height that it is working on. */
  height: bigint;
  /** The round, from 0. */
  round: number;
  /** The step, 1 to 8: new height, new round, propose, prevote, prevote wait, precommit, precommit wait, commit. */
  step: number;
  /** Since the height began for the sender. May be negative. */
  secondsSinceStartTime: bigint;
  /** The round in which the height before was decided; -1 at the first height. */
  lastCommitRound: number;
}

/** A new {@link NewRoundStep} without content: what no bytes at all mean. */
export function emptyNewRoundStep(): NewRoundStep {
  return {
    height: 0n,
    round: 0,
    step: 0,
    secondsSinceStartTime: 0n,
    lastCommitRound: 0,
  };
}

/**
 * Writes a {@link NewRoundStep} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeNewRoundStep(message: NewRoundStep): Uint8Array {
  const into = new Uint8Array(sizeNewRoundStep(message));
  writeNewRoundStep(into, into.length, message);
  return into;
}

/**
 * Reads a {@link NewRoundStep} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeNewRoundStep(bytes: Uint8Array, options?: DecodeOptions): NewRoundStep {
  const message = emptyNewRoundStep();
  readNewRoundStep(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeNewRoundStep(m: NewRoundStep): number {
  let size = 0;
  if (m.height !== 0n) size += 1 + int64Size(m.height);
  if (m.round !== 0) size += 1 + int32Size(m.round);
  if (m.step !== 0) size += 1 + uint32Size(m.step);
  if (m.secondsSinceStartTime !== 0n) size += 1 + int64Size(m.secondsSinceStartTime);
  if (m.lastCommitRound !== 0) size += 1 + int32Size(m.lastCommitRound);
  return size;
}

export function writeNewRoundStep(into: Uint8Array, at: number, m: NewRoundStep): number {
  let pos = at;
  if (m.lastCommitRound !== 0) {
    pos = writeInt32(into, pos, m.lastCommitRound);
    into[--pos] = 0x28;
  }
  if (m.secondsSinceStartTime !== 0n) {
    pos = writeInt64(into, pos, m.secondsSinceStartTime);
    into[--pos] = 0x20;
  }
  if (m.step !== 0) {
    pos = writeVarint(into, pos, m.step);
    into[--pos] = 0x18;
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

export function readNewRoundStep(r: Reader, end: number, m: NewRoundStep): void {
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
      case 24: {
        m.step = r.uint32(end);
        break;
      }
      case 32: {
        m.secondsSinceStartTime = r.int64(end);
        break;
      }
      case 40: {
        m.lastCommitRound = r.int32(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 5);
    }
  }
}

/**
 * Of which block the sender has which parts, once two thirds have prevoted for it. On channel 0x20.
 *
 * Source: proto/tendermint/consensus/types.proto@v0.38.25.
 */
export interface NewValidBlock {
  /** The height. */
  height: bigint;
  /** The round. */
  round: number;
  /** The block's parts. */
  blockPartSetHeader: PartSetHeader;
  /** Those that the sender has, a bit each. */
  blockParts: BitArray | undefined;
  /** Whether the block is decided. */
  isCommit: boolean;
}

/** A new {@link NewValidBlock} without content: what no bytes at all mean. */
export function emptyNewValidBlock(): NewValidBlock {
  return {
    height: 0n,
    round: 0,
    blockPartSetHeader: emptyPartSetHeader(),
    blockParts: undefined,
    isCommit: false,
  };
}

/**
 * Writes a {@link NewValidBlock} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeNewValidBlock(message: NewValidBlock): Uint8Array {
  const into = new Uint8Array(sizeNewValidBlock(message));
  writeNewValidBlock(into, into.length, message);
  return into;
}

/**
 * Reads a {@link NewValidBlock} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeNewValidBlock(bytes: Uint8Array, options?: DecodeOptions): NewValidBlock {
  const message = emptyNewValidBlock();
  readNewValidBlock(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeNewValidBlock(m: NewValidBlock): number {
  let size = 0;
  if (m.height !== 0n) size += 1 + int64Size(m.height);
  if (m.round !== 0) size += 1 + int32Size(m.round);
  size += 1 + prefixedSize(sizePartSetHeader(m.blockPartSetHeader));
  if (m.blockParts !== undefined) size += 1 + prefixedSize(sizeBitArray(m.blockParts));
  if (m.isCommit) size += 1 + 1;
  return size;
}

export function writeNewValidBlock(into: Uint8Array, at: number, m: NewValidBlock): number {
  let pos = at;
  if (m.isCommit) {
    into[--pos] = 1;
    into[--pos] = 0x28;
  }
  if (m.blockParts !== undefined) {
    const end = pos;
    pos = writeBitArray(into, pos, m.blockParts);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x22;
  }
  {
    const end = pos;
    pos = writePartSetHeader(into, pos, m.blockPartSetHeader);
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

export function readNewValidBlock(r: Reader, end: number, m: NewValidBlock): void {
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
        readPartSetHeader(r, r.stop(end), m.blockPartSetHeader);
        break;
      }
      case 34: {
        m.blockParts ??= emptyBitArray();
        readBitArray(r, r.stop(end), m.blockParts);
        break;
      }
      case 40: {
        m.isCommit = r.bool(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 5);
    }
  }
}

/**
 * A proposal. On channel 0x21.
 *
 * Source: proto/tendermint/consensus/types.proto@v0.38.25 (Proposal).
 */
export interface ProposalMessage {
  /** What the proposer signed. */
  proposal: Proposal;
}

/** A new {@link ProposalMessage} without content: what no bytes at all mean. */
export function emptyProposalMessage(): ProposalMessage {
  return {
    proposal: emptyProposal(),
  };
}

/**
 * Writes a {@link ProposalMessage} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeProposalMessage(message: ProposalMessage): Uint8Array {
  const into = new Uint8Array(sizeProposalMessage(message));
  writeProposalMessage(into, into.length, message);
  return into;
}

/**
 * Reads a {@link ProposalMessage} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeProposalMessage(bytes: Uint8Array, options?: DecodeOptions): ProposalMessage {
  const message = emptyProposalMessage();
  readProposalMessage(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeProposalMessage(m: ProposalMessage): number {
  let size = 0;
  size += 1 + prefixedSize(sizeProposal(m.proposal));
  return size;
}

export function writeProposalMessage(into: Uint8Array, at: number, m: ProposalMessage): number {
  let pos = at;
  {
    const end = pos;
    pos = writeProposal(into, pos, m.proposal);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x0a;
  }
  return pos;
}

export function readProposalMessage(r: Reader, end: number, m: ProposalMessage): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        readProposal(r, r.stop(end), m.proposal);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 1);
    }
  }
}

/**
 * Which prevotes justify a proposal that was made before. On channel 0x21.
 *
 * Source: proto/tendermint/consensus/types.proto@v0.38.25.
 */
export interface ProposalPOL {
  /** The height. */
  height: bigint;
  /** The round of those prevotes. */
  proposalPolRound: number;
  /** Whose the sender has, a bit for each validator. */
  proposalPol: BitArray;
}

/** A new {@link ProposalPOL} without content: what no bytes at all mean. */
export function emptyProposalPOL(): ProposalPOL {
  return {
    height: 0n,
    proposalPolRound: 0,
    proposalPol: emptyBitArray(),
  };
}

/**
 * Writes a {@link ProposalPOL} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeProposalPOL(message: ProposalPOL): Uint8Array {
  const into = new Uint8Array(sizeProposalPOL(message));
  writeProposalPOL(into, into.length, message);
  return into;
}

/**
 * Reads a {@link ProposalPOL} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeProposalPOL(bytes: Uint8Array, options?: DecodeOptions): ProposalPOL {
  const message = emptyProposalPOL();
  readProposalPOL(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeProposalPOL(m: ProposalPOL): number {
  let size = 0;
  if (m.height !== 0n) size += 1 + int64Size(m.height);
  if (m.proposalPolRound !== 0) size += 1 + int32Size(m.proposalPolRound);
  size += 1 + prefixedSize(sizeBitArray(m.proposalPol));
  return size;
}

export function writeProposalPOL(into: Uint8Array, at: number, m: ProposalPOL): number {
  let pos = at;
  {
    const end = pos;
    pos = writeBitArray(into, pos, m.proposalPol);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x1a;
  }
  if (m.proposalPolRound !== 0) {
    pos = writeInt32(into, pos, m.proposalPolRound);
    into[--pos] = 0x10;
  }
  if (m.height !== 0n) {
    pos = writeInt64(into, pos, m.height);
    into[--pos] = 0x08;
  }
  return pos;
}

export function readProposalPOL(r: Reader, end: number, m: ProposalPOL): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 8: {
        m.height = r.int64(end);
        break;
      }
      case 16: {
        m.proposalPolRound = r.int32(end);
        break;
      }
      case 26: {
        readBitArray(r, r.stop(end), m.proposalPol);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 3);
    }
  }
}

/**
 * A part of the proposed block. On channel 0x21.
 *
 * Source: proto/tendermint/consensus/types.proto@v0.38.25.
 */
export interface BlockPart {
  /** The height at which the receiver is: parts for those who catch up carry their height and round. */
  height: bigint;
  /** The round. */
  round: number;
  /** The part. */
  part: Part;
}

/** A new {@link BlockPart} without content: what no bytes at all mean. */
export function emptyBlockPart(): BlockPart {
  return {
    height: 0n,
    round: 0,
    part: emptyPart(),
  };
}

/**
 * Writes a {@link BlockPart} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeBlockPart(message: BlockPart): Uint8Array {
  const into = new Uint8Array(sizeBlockPart(message));
  writeBlockPart(into, into.length, message);
  return into;
}

/**
 * Reads a {@link BlockPart} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeBlockPart(bytes: Uint8Array, options?: DecodeOptions): BlockPart {
  const message = emptyBlockPart();
  readBlockPart(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeBlockPart(m: BlockPart): number {
  let size = 0;
  if (m.height !== 0n) size += 1 + int64Size(m.height);
  if (m.round !== 0) size += 1 + int32Size(m.round);
  size += 1 + prefixedSize(sizePart(m.part));
  return size;
}

export function writeBlockPart(into: Uint8Array, at: number, m: BlockPart): number {
  let pos = at;
  {
    const end = pos;
    pos = writePart(into, pos, m.part);
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

export function readBlockPart(r: Reader, end: number, m: BlockPart): void {
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
        readPart(r, r.stop(end), m.part);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 3);
    }
  }
}

/**
 * A vote. On channel 0x22.
 *
 * Source: proto/tendermint/consensus/types.proto@v0.38.25 (Vote).
 */
export interface VoteMessage {
  /** What the validator signed. */
  vote: Vote | undefined;
}

/** A new {@link VoteMessage} without content: what no bytes at all mean. */
export function emptyVoteMessage(): VoteMessage {
  return {
    vote: undefined,
  };
}

/**
 * Writes a {@link VoteMessage} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeVoteMessage(message: VoteMessage): Uint8Array {
  const into = new Uint8Array(sizeVoteMessage(message));
  writeVoteMessage(into, into.length, message);
  return into;
}

/**
 * Reads a {@link VoteMessage} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeVoteMessage(bytes: Uint8Array, options?: DecodeOptions): VoteMessage {
  const message = emptyVoteMessage();
  readVoteMessage(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeVoteMessage(m: VoteMessage): number {
  let size = 0;
  if (m.vote !== undefined) size += 1 + prefixedSize(sizeVote(m.vote));
  return size;
}

export function writeVoteMessage(into: Uint8Array, at: number, m: VoteMessage): number {
  let pos = at;
  if (m.vote !== undefined) {
    const end = pos;
    pos = writeVote(into, pos, m.vote);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x0a;
  }
  return pos;
}

export function readVoteMessage(r: Reader, end: number, m: VoteMessage): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        m.vote ??= emptyVote();
        readVote(r, r.stop(end), m.vote);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 1);
    }
  }
}

/**
 * That the sender has got a vote. On channel 0x20.
 *
 * Source: proto/tendermint/consensus/types.proto@v0.38.25.
 */
export interface HasVote {
  /** The height. */
  height: bigint;
  /** The round. */
  round: number;
  /** Prevote or precommit. */
  type: SignedMsgType;
  /** The voter's place in the validator set. */
  index: number;
}

/** A new {@link HasVote} without content: what no bytes at all mean. */
export function emptyHasVote(): HasVote {
  return {
    height: 0n,
    round: 0,
    type: 0,
    index: 0,
  };
}

/**
 * Writes a {@link HasVote} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeHasVote(message: HasVote): Uint8Array {
  const into = new Uint8Array(sizeHasVote(message));
  writeHasVote(into, into.length, message);
  return into;
}

/**
 * Reads a {@link HasVote} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeHasVote(bytes: Uint8Array, options?: DecodeOptions): HasVote {
  const message = emptyHasVote();
  readHasVote(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeHasVote(m: HasVote): number {
  let size = 0;
  if (m.height !== 0n) size += 1 + int64Size(m.height);
  if (m.round !== 0) size += 1 + int32Size(m.round);
  if (m.type !== 0) size += 1 + int32Size(m.type);
  if (m.index !== 0) size += 1 + int32Size(m.index);
  return size;
}

export function writeHasVote(into: Uint8Array, at: number, m: HasVote): number {
  let pos = at;
  if (m.index !== 0) {
    pos = writeInt32(into, pos, m.index);
    into[--pos] = 0x20;
  }
  if (m.type !== 0) {
    pos = writeInt32(into, pos, m.type);
    into[--pos] = 0x18;
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

export function readHasVote(r: Reader, end: number, m: HasVote): void {
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
      case 24: {
        m.type = r.int32(end);
        break;
      }
      case 32: {
        m.index = r.int32(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 4);
    }
  }
}

/**
 * That the sender saw two thirds of the votes for one block. On channel 0x20; answered with {@link VoteSetBits}.
 *
 * Source: proto/tendermint/consensus/types.proto@v0.38.25.
 */
export interface VoteSetMaj23 {
  /** The height. */
  height: bigint;
  /** The round. */
  round: number;
  /** Prevotes or precommits. */
  type: SignedMsgType;
  /** The block. */
  blockId: BlockID;
}

/** A new {@link VoteSetMaj23} without content: what no bytes at all mean. */
export function emptyVoteSetMaj23(): VoteSetMaj23 {
  return {
    height: 0n,
    round: 0,
    type: 0,
    blockId: emptyBlockID(),
  };
}

/**
 * Writes a {@link VoteSetMaj23} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeVoteSetMaj23(message: VoteSetMaj23): Uint8Array {
  const into = new Uint8Array(sizeVoteSetMaj23(message));
  writeVoteSetMaj23(into, into.length, message);
  return into;
}

/**
 * Reads a {@link VoteSetMaj23} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeVoteSetMaj23(bytes: Uint8Array, options?: DecodeOptions): VoteSetMaj23 {
  const message = emptyVoteSetMaj23();
  readVoteSetMaj23(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeVoteSetMaj23(m: VoteSetMaj23): number {
  let size = 0;
  if (m.height !== 0n) size += 1 + int64Size(m.height);
  if (m.round !== 0) size += 1 + int32Size(m.round);
  if (m.type !== 0) size += 1 + int32Size(m.type);
  size += 1 + prefixedSize(sizeBlockID(m.blockId));
  return size;
}

export function writeVoteSetMaj23(into: Uint8Array, at: number, m: VoteSetMaj23): number {
  let pos = at;
  {
    const end = pos;
    pos = writeBlockID(into, pos, m.blockId);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x22;
  }
  if (m.type !== 0) {
    pos = writeInt32(into, pos, m.type);
    into[--pos] = 0x18;
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

export function readVoteSetMaj23(r: Reader, end: number, m: VoteSetMaj23): void {
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
      case 24: {
        m.type = r.int32(end);
        break;
      }
      case 34: {
        readBlockID(r, r.stop(end), m.blockId);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 4);
    }
  }
}

/**
 * Which votes for a block the sender has. On channel 0x23, in answer to {@link VoteSetMaj23}.
 *
 * Source: proto/tendermint/consensus/types.proto@v0.38.25.
 */
export interface VoteSetBits {
  /** The height. */
  height: bigint;
  /** The round. Go takes any number for it. */
  round: number;
  /** Prevotes or precommits. */
  type: SignedMsgType;
  /** The block. */
  blockId: BlockID;
  /** Whose, a bit for each validator. */
  votes: BitArray;
}

/** A new {@link VoteSetBits} without content: what no bytes at all mean. */
export function emptyVoteSetBits(): VoteSetBits {
  return {
    height: 0n,
    round: 0,
    type: 0,
    blockId: emptyBlockID(),
    votes: emptyBitArray(),
  };
}

/**
 * Writes a {@link VoteSetBits} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeVoteSetBits(message: VoteSetBits): Uint8Array {
  const into = new Uint8Array(sizeVoteSetBits(message));
  writeVoteSetBits(into, into.length, message);
  return into;
}

/**
 * Reads a {@link VoteSetBits} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeVoteSetBits(bytes: Uint8Array, options?: DecodeOptions): VoteSetBits {
  const message = emptyVoteSetBits();
  readVoteSetBits(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeVoteSetBits(m: VoteSetBits): number {
  let size = 0;
  if (m.height !== 0n) size += 1 + int64Size(m.height);
  if (m.round !== 0) size += 1 + int32Size(m.round);
  if (m.type !== 0) size += 1 + int32Size(m.type);
  size += 1 + prefixedSize(sizeBlockID(m.blockId));
  size += 1 + prefixedSize(sizeBitArray(m.votes));
  return size;
}

export function writeVoteSetBits(into: Uint8Array, at: number, m: VoteSetBits): number {
  let pos = at;
  {
    const end = pos;
    pos = writeBitArray(into, pos, m.votes);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x2a;
  }
  {
    const end = pos;
    pos = writeBlockID(into, pos, m.blockId);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x22;
  }
  if (m.type !== 0) {
    pos = writeInt32(into, pos, m.type);
    into[--pos] = 0x18;
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

export function readVoteSetBits(r: Reader, end: number, m: VoteSetBits): void {
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
      case 24: {
        m.type = r.int32(end);
        break;
      }
      case 34: {
        readBlockID(r, r.stop(end), m.blockId);
        break;
      }
      case 42: {
        readBitArray(r, r.stop(end), m.votes);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 5);
    }
  }
}

/**
 * That the sender has got a part of the proposed block. On channel 0x20.
 *
 * Source: proto/cometbft/consensus/v1/types.proto@v1.0.1. Not before v1.0, whose nodes send it to everybody: releases before
 * see a message without content, and hang up.
 */
export interface HasProposalBlockPart {
  /** The height. */
  height: bigint;
  /** The round. */
  round: number;
  /** Which part, from 0. */
  index: number;
}

/** A new {@link HasProposalBlockPart} without content: what no bytes at all mean. */
export function emptyHasProposalBlockPart(): HasProposalBlockPart {
  return {
    height: 0n,
    round: 0,
    index: 0,
  };
}

/**
 * Writes a {@link HasProposalBlockPart} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeHasProposalBlockPart(message: HasProposalBlockPart): Uint8Array {
  const into = new Uint8Array(sizeHasProposalBlockPart(message));
  writeHasProposalBlockPart(into, into.length, message);
  return into;
}

/**
 * Reads a {@link HasProposalBlockPart} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeHasProposalBlockPart(bytes: Uint8Array, options?: DecodeOptions): HasProposalBlockPart {
  const message = emptyHasProposalBlockPart();
  readHasProposalBlockPart(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeHasProposalBlockPart(m: HasProposalBlockPart): number {
  let size = 0;
  if (m.height !== 0n) size += 1 + int64Size(m.height);
  if (m.round !== 0) size += 1 + int32Size(m.round);
  if (m.index !== 0) size += 1 + int32Size(m.index);
  return size;
}

export function writeHasProposalBlockPart(into: Uint8Array, at: number, m: HasProposalBlockPart): number {
  let pos = at;
  if (m.index !== 0) {
    pos = writeInt32(into, pos, m.index);
    into[--pos] = 0x18;
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

export function readHasProposalBlockPart(r: Reader, end: number, m: HasProposalBlockPart): void {
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
      case 24: {
        m.index = r.int32(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 3);
    }
  }
}

/**
 * What travels on channels 0x20 to 0x23. A message without a known member is an error in Go.
 *
 * Source: proto/tendermint/consensus/types.proto@v0.38.25; proto/cometbft/consensus/v1/types.proto@v1.0.1 (Message).
 */
export interface ConsensusMessage {
  /** Which member the message has, and its value; `undefined` when it has none that is known. */
  sum: ConsensusMessageSum | undefined;
}

/** What {@link ConsensusMessage.sum} can be: `case` names the member, `value` is its content. */
export type ConsensusMessageSum =
  /** Where the sender is. */
  | { readonly case: "newRoundStep"; readonly value: NewRoundStep }
  /** Which parts it has of the block that may be decided. */
  | { readonly case: "newValidBlock"; readonly value: NewValidBlock }
  /** A proposal. */
  | { readonly case: "proposal"; readonly value: ProposalMessage }
  /** Which prevotes justify it. */
  | { readonly case: "proposalPol"; readonly value: ProposalPOL }
  /** A part of the proposed block. */
  | { readonly case: "blockPart"; readonly value: BlockPart }
  /** A vote. */
  | { readonly case: "vote"; readonly value: VoteMessage }
  /** A vote that it has. */
  | { readonly case: "hasVote"; readonly value: HasVote }
  /** Two thirds that it saw. */
  | { readonly case: "voteSetMaj23"; readonly value: VoteSetMaj23 }
  /** Which votes it has. */
  | { readonly case: "voteSetBits"; readonly value: VoteSetBits }
  /** A part that it has. */
  | { readonly case: "hasProposalBlockPart"; readonly value: HasProposalBlockPart };

/** A new {@link ConsensusMessage} without content: what no bytes at all mean. */
export function emptyConsensusMessage(): ConsensusMessage {
  return {
    sum: undefined,
  };
}

/**
 * Writes a {@link ConsensusMessage} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeConsensusMessage(message: ConsensusMessage): Uint8Array {
  const into = new Uint8Array(sizeConsensusMessage(message));
  writeConsensusMessage(into, into.length, message);
  return into;
}

/**
 * Reads a {@link ConsensusMessage} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeConsensusMessage(bytes: Uint8Array, options?: DecodeOptions): ConsensusMessage {
  const message = emptyConsensusMessage();
  readConsensusMessage(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeConsensusMessage(m: ConsensusMessage): number {
  let size = 0;
  if (m.sum !== undefined) {
    switch (m.sum.case) {
      case "newRoundStep":
        size += 1 + prefixedSize(sizeNewRoundStep(m.sum.value));
        break;
      case "newValidBlock":
        size += 1 + prefixedSize(sizeNewValidBlock(m.sum.value));
        break;
      case "proposal":
        size += 1 + prefixedSize(sizeProposalMessage(m.sum.value));
        break;
      case "proposalPol":
        size += 1 + prefixedSize(sizeProposalPOL(m.sum.value));
        break;
      case "blockPart":
        size += 1 + prefixedSize(sizeBlockPart(m.sum.value));
        break;
      case "vote":
        size += 1 + prefixedSize(sizeVoteMessage(m.sum.value));
        break;
      case "hasVote":
        size += 1 + prefixedSize(sizeHasVote(m.sum.value));
        break;
      case "voteSetMaj23":
        size += 1 + prefixedSize(sizeVoteSetMaj23(m.sum.value));
        break;
      case "voteSetBits":
        size += 1 + prefixedSize(sizeVoteSetBits(m.sum.value));
        break;
      case "hasProposalBlockPart":
        size += 1 + prefixedSize(sizeHasProposalBlockPart(m.sum.value));
        break;
    }
  }
  return size;
}

export function writeConsensusMessage(into: Uint8Array, at: number, m: ConsensusMessage): number {
  let pos = at;
  if (m.sum !== undefined) {
    switch (m.sum.case) {
      case "newRoundStep": {
        const end = pos;
        pos = writeNewRoundStep(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x0a;
        break;
      }
      case "newValidBlock": {
        const end = pos;
        pos = writeNewValidBlock(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x12;
        break;
      }
      case "proposal": {
        const end = pos;
        pos = writeProposalMessage(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x1a;
        break;
      }
      case "proposalPol": {
        const end = pos;
        pos = writeProposalPOL(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x22;
        break;
      }
      case "blockPart": {
        const end = pos;
        pos = writeBlockPart(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x2a;
        break;
      }
      case "vote": {
        const end = pos;
        pos = writeVoteMessage(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x32;
        break;
      }
      case "hasVote": {
        const end = pos;
        pos = writeHasVote(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x3a;
        break;
      }
      case "voteSetMaj23": {
        const end = pos;
        pos = writeVoteSetMaj23(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x42;
        break;
      }
      case "voteSetBits": {
        const end = pos;
        pos = writeVoteSetBits(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x4a;
        break;
      }
      case "hasProposalBlockPart": {
        const end = pos;
        pos = writeHasProposalBlockPart(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x52;
        break;
      }
    }
  }
  return pos;
}

export function readConsensusMessage(r: Reader, end: number, m: ConsensusMessage): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        const value = emptyNewRoundStep();
        readNewRoundStep(r, r.stop(end), value);
        m.sum = { case: "newRoundStep", value };
        break;
      }
      case 18: {
        const value = emptyNewValidBlock();
        readNewValidBlock(r, r.stop(end), value);
        m.sum = { case: "newValidBlock", value };
        break;
      }
      case 26: {
        const value = emptyProposalMessage();
        readProposalMessage(r, r.stop(end), value);
        m.sum = { case: "proposal", value };
        break;
      }
      case 34: {
        const value = emptyProposalPOL();
        readProposalPOL(r, r.stop(end), value);
        m.sum = { case: "proposalPol", value };
        break;
      }
      case 42: {
        const value = emptyBlockPart();
        readBlockPart(r, r.stop(end), value);
        m.sum = { case: "blockPart", value };
        break;
      }
      case 50: {
        const value = emptyVoteMessage();
        readVoteMessage(r, r.stop(end), value);
        m.sum = { case: "vote", value };
        break;
      }
      case 58: {
        const value = emptyHasVote();
        readHasVote(r, r.stop(end), value);
        m.sum = { case: "hasVote", value };
        break;
      }
      case 66: {
        const value = emptyVoteSetMaj23();
        readVoteSetMaj23(r, r.stop(end), value);
        m.sum = { case: "voteSetMaj23", value };
        break;
      }
      case 74: {
        const value = emptyVoteSetBits();
        readVoteSetBits(r, r.stop(end), value);
        m.sum = { case: "voteSetBits", value };
        break;
      }
      case 82: {
        if (r.knows(32)) {
          const value = emptyHasProposalBlockPart();
          readHasProposalBlockPart(r, r.stop(end), value);
          m.sum = { case: "hasProposalBlockPart", value };
        } else r.unknown(tag, end, false);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 9 || (tag >>> 3 === 10 && r.knows(32)));
    }
  }
}
