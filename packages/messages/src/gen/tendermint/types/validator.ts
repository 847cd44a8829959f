// Generated from tendermint/types/validator.proto by "npm run generate". Do not edit.
import { noBytes } from "../../../runtime/bytes.js";
import type { DecodeOptions } from "../../../runtime/options.js";
import { Reader } from "../../../runtime/reader.js";
import { stringSize, writeString } from "../../../runtime/string.js";
import { int64Size, prefixedSize, writeBytes, writeInt64, writeVarint } from "../../../runtime/writer.js";
import { emptyPublicKey, readPublicKey, sizePublicKey, writePublicKey, type PublicKey } from "../crypto/keys.js";

/**
 * What a validator did in a commit.
 *
 * Source: proto/tendermint/types/validator.proto@v0.38.25.
 *
 * Any int32 can come from the wire; values that are not listed are kept.
 */
export type BlockIDFlag = number;
/** The values of {@link (BlockIDFlag:type)} that the schema names. */
export const BlockIDFlag = {
  /** None of the others: an error. */
  UNKNOWN: 0,
  /** Its vote was not received. */
  ABSENT: 1,
  /** It voted for the block that was committed. */
  COMMIT: 2,
  /** It voted for no block. */
  NIL: 3,
} as const;

/**
 * A validator.
 *
 * Its key is written in one of two forms: v0.34 to v0.40 have `pub_key`; v1.0 writes `pub_key_bytes` and `pub_key_type`,
 * and reads either.
 *
 * Source: proto/tendermint/types/validator.proto@v0.38.25; proto/cometbft/types/v1/validator.proto@v1.0.1.
 */
export interface Validator {
  /** 20 bytes, derived from the key. */
  address: Uint8Array;
  /** The key. Readers of releases before v1.0 always have one, perhaps without a member; writers must give one for them. */
  pubKey: PublicKey | undefined;
  /** Its weight. */
  votingPower: bigint;
  /** How soon it is to propose. */
  proposerPriority: bigint;
  /** The key of a validator in v1.0, without its type. */
  pubKeyBytes: Uint8Array;
  /** The type of that key: `ed25519`, `secp256k1` or `bls12_381`. */
  pubKeyType: string;
}

/** A new {@link Validator} without content: what no bytes at all mean. */
export function emptyValidator(): Validator {
  return {
    address: noBytes,
    pubKey: undefined,
    votingPower: 0n,
    proposerPriority: 0n,
    pubKeyBytes: noBytes,
    pubKeyType: "",
  };
}

/**
 * Writes a {@link Validator} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeValidator(message: Validator): Uint8Array {
  const into = new Uint8Array(sizeValidator(message));
  writeValidator(into, into.length, message);
  return into;
}

/**
 * Reads a {@link Validator} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeValidator(bytes: Uint8Array, options?: DecodeOptions): Validator {
  const message = emptyValidator();
  readValidator(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeValidator(m: Validator): number {
  let size = 0;
  if (m.address.length !== 0) size += 1 + prefixedSize(m.address.length);
  if (m.pubKey !== undefined) size += 1 + prefixedSize(sizePublicKey(m.pubKey));
  if (m.votingPower !== 0n) size += 1 + int64Size(m.votingPower);
  if (m.proposerPriority !== 0n) size += 1 + int64Size(m.proposerPriority);
  if (m.pubKeyBytes.length !== 0) size += 1 + prefixedSize(m.pubKeyBytes.length);
  if (m.pubKeyType !== "") size += 1 + prefixedSize(stringSize(m.pubKeyType));
  return size;
}

export function writeValidator(into: Uint8Array, at: number, m: Validator): number {
  let pos = at;
  if (m.pubKeyType !== "") {
    const end = pos;
    pos = writeString(into, pos, m.pubKeyType);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x32;
  }
  if (m.pubKeyBytes.length !== 0) {
    pos = writeBytes(into, pos, m.pubKeyBytes);
    pos = writeVarint(into, pos, m.pubKeyBytes.length);
    into[--pos] = 0x2a;
  }
  if (m.proposerPriority !== 0n) {
    pos = writeInt64(into, pos, m.proposerPriority);
    into[--pos] = 0x20;
  }
  if (m.votingPower !== 0n) {
    pos = writeInt64(into, pos, m.votingPower);
    into[--pos] = 0x18;
  }
  if (m.pubKey !== undefined) {
    const end = pos;
    pos = writePublicKey(into, pos, m.pubKey);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x12;
  }
  if (m.address.length !== 0) {
    pos = writeBytes(into, pos, m.address);
    pos = writeVarint(into, pos, m.address.length);
    into[--pos] = 0x0a;
  }
  return pos;
}

export function readValidator(r: Reader, end: number, m: Validator): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        m.address = r.bytes(end);
        break;
      }
      case 18: {
        m.pubKey ??= emptyPublicKey();
        readPublicKey(r, r.stop(end), m.pubKey);
        break;
      }
      case 24: {
        m.votingPower = r.int64(end);
        break;
      }
      case 32: {
        m.proposerPriority = r.int64(end);
        break;
      }
      case 42: {
        if (r.knows(32)) {
          m.pubKeyBytes = r.bytes(end);
        } else r.unknown(tag, end, false);
        break;
      }
      case 50: {
        if (r.knows(32)) {
          m.pubKeyType = r.string(end);
        } else r.unknown(tag, end, false);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 4 || (tag >>> 3 === 5 && r.knows(32)) || (tag >>> 3 === 6 && r.knows(32)));
    }
  }
  if (m.pubKey === undefined && r.knows(31)) m.pubKey = emptyPublicKey();
}

/**
 * The validators of a height.
 *
 * Source: proto/tendermint/types/validator.proto@v0.38.25.
 */
export interface ValidatorSet {
  /** By voting power, the largest first, then by address. */
  validators: Validator[];
  /** Who proposes; must be one of them. */
  proposer: Validator | undefined;
  /** The sum of their power. Go writes 0 and computes it again when it reads. */
  totalVotingPower: bigint;
}

/** A new {@link ValidatorSet} without content: what no bytes at all mean. */
export function emptyValidatorSet(): ValidatorSet {
  return {
    validators: [],
    proposer: undefined,
    totalVotingPower: 0n,
  };
}

/**
 * Writes a {@link ValidatorSet} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeValidatorSet(message: ValidatorSet): Uint8Array {
  const into = new Uint8Array(sizeValidatorSet(message));
  writeValidatorSet(into, into.length, message);
  return into;
}

/**
 * Reads a {@link ValidatorSet} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeValidatorSet(bytes: Uint8Array, options?: DecodeOptions): ValidatorSet {
  const message = emptyValidatorSet();
  readValidatorSet(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeValidatorSet(m: ValidatorSet): number {
  let size = 0;
  for (const item of m.validators) size += 1 + prefixedSize(sizeValidator(item));
  if (m.proposer !== undefined) size += 1 + prefixedSize(sizeValidator(m.proposer));
  if (m.totalVotingPower !== 0n) size += 1 + int64Size(m.totalVotingPower);
  return size;
}

export function writeValidatorSet(into: Uint8Array, at: number, m: ValidatorSet): number {
  let pos = at;
  if (m.totalVotingPower !== 0n) {
    pos = writeInt64(into, pos, m.totalVotingPower);
    into[--pos] = 0x18;
  }
  if (m.proposer !== undefined) {
    const end = pos;
    pos = writeValidator(into, pos, m.proposer);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x12;
  }
  for (let i = m.validators.length - 1; i >= 0; i--) {
    const item = m.validators[i] as (typeof m.validators)[number];
    const end = pos;
    pos = writeValidator(into, pos, item);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x0a;
  }
  return pos;
}

export function readValidatorSet(r: Reader, end: number, m: ValidatorSet): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        r.element("tendermint.types.ValidatorSet.validators", m.validators.length);
        const item = emptyValidator();
        readValidator(r, r.stop(end), item);
        m.validators.push(item);
        break;
      }
      case 18: {
        m.proposer ??= emptyValidator();
        readValidator(r, r.stop(end), m.proposer);
        break;
      }
      case 24: {
        m.totalVotingPower = r.int64(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 3);
    }
  }
}

/**
 * What of a validator goes into the hash of its set. Never sent.
 *
 * Source: proto/tendermint/types/validator.proto@v0.38.25.
 */
export interface SimpleValidator {
  /** The key. */
  pubKey: PublicKey | undefined;
  /** Its weight. */
  votingPower: bigint;
}

/** A new {@link SimpleValidator} without content: what no bytes at all mean. */
export function emptySimpleValidator(): SimpleValidator {
  return {
    pubKey: undefined,
    votingPower: 0n,
  };
}

/**
 * Writes a {@link SimpleValidator} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeSimpleValidator(message: SimpleValidator): Uint8Array {
  const into = new Uint8Array(sizeSimpleValidator(message));
  writeSimpleValidator(into, into.length, message);
  return into;
}

/**
 * Reads a {@link SimpleValidator} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeSimpleValidator(bytes: Uint8Array, options?: DecodeOptions): SimpleValidator {
  const message = emptySimpleValidator();
  readSimpleValidator(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeSimpleValidator(m: SimpleValidator): number {
  let size = 0;
  if (m.pubKey !== undefined) size += 1 + prefixedSize(sizePublicKey(m.pubKey));
  if (m.votingPower !== 0n) size += 1 + int64Size(m.votingPower);
  return size;
}

export function writeSimpleValidator(into: Uint8Array, at: number, m: SimpleValidator): number {
  let pos = at;
  if (m.votingPower !== 0n) {
    pos = writeInt64(into, pos, m.votingPower);
    into[--pos] = 0x10;
  }
  if (m.pubKey !== undefined) {
    const end = pos;
    pos = writePublicKey(into, pos, m.pubKey);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x0a;
  }
  return pos;
}

export function readSimpleValidator(r: Reader, end: number, m: SimpleValidator): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        m.pubKey ??= emptyPublicKey();
        readPublicKey(r, r.stop(end), m.pubKey);
        break;
      }
      case 16: {
        m.votingPower = r.int64(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 2);
    }
  }
}
