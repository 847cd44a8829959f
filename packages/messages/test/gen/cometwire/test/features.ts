// Generated from cometwire/test/features.proto by "npm run generate". Do not edit.
import { noBytes } from "../../../../src/runtime/bytes.js";
import type { DecodeOptions } from "../../../../src/runtime/options.js";
import { Reader } from "../../../../src/runtime/reader.js";
import { stringSize, writeString } from "../../../../src/runtime/string.js";
import { goZeroTime, readTimestamp, timestampSize, writeTimestamp, type Timestamp } from "../../../../src/runtime/timestamp.js";
import { int32Size, int64Size, packedUint64Size, prefixedSize, sfixed64Size, uint32Size, uint64Size, writeBytes, writeInt32, writeInt64, writePackedUint64, writeSfixed64, writeUint64, writeVarint } from "../../../../src/runtime/writer.js";
import { emptyForeignOther, readForeignOther, sizeForeignOther, writeForeignOther, type ForeignOther } from "./other.js";

/**
 * Flags of a vote.
 *
 * Any int32 can come from the wire; values that are not listed are kept.
 */
export type Flag = number;
/** The values of {@link (Flag:type)} that the schema names. */
export const Flag = {
  UNKNOWN: 0,
  /** There is none. */
  ABSENT: 1,
  COMMIT: 2,
} as const;

/** One field of each scalar type. */
export interface Scalars {
  /** Field 1 of the schema, `cometwire.test.Scalars.flag`. */
  flag: boolean;
  /** Field 2 of the schema, `cometwire.test.Scalars.small`. */
  small: number;
  /** Field 3 of the schema, `cometwire.test.Scalars.unsigned_small`. */
  unsignedSmall: number;
  /** Field 4 of the schema, `cometwire.test.Scalars.large`. */
  large: bigint;
  /** Field 5 of the schema, `cometwire.test.Scalars.unsigned_large`. */
  unsignedLarge: bigint;
  /** Field 6 of the schema, `cometwire.test.Scalars.fixed`. */
  fixed: bigint;
  /** Field 7 of the schema, `cometwire.test.Scalars.text`. */
  text: string;
  /** Field 8 of the schema, `cometwire.test.Scalars.data`. */
  data: Uint8Array;
  /** Field 9 of the schema, `cometwire.test.Scalars.choice`. */
  choice: Flag;
  /** A tag of two bytes. */
  far: bigint;
  /** A tag of five bytes. */
  veryFar: Uint8Array;
}

/** A new {@link Scalars} without content: what no bytes at all mean. */
export function emptyScalars(): Scalars {
  return {
    flag: false,
    small: 0,
    unsignedSmall: 0,
    large: 0n,
    unsignedLarge: 0n,
    fixed: 0n,
    text: "",
    data: noBytes,
    choice: 0,
    far: 0n,
    veryFar: noBytes,
  };
}

/**
 * Writes a {@link Scalars} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeScalars(message: Scalars): Uint8Array {
  const into = new Uint8Array(sizeScalars(message));
  writeScalars(into, into.length, message);
  return into;
}

/**
 * Reads a {@link Scalars} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeScalars(bytes: Uint8Array, options?: DecodeOptions): Scalars {
  const message = emptyScalars();
  readScalars(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeScalars(m: Scalars): number {
  let size = 0;
  if (m.flag) size += 1 + 1;
  if (m.small !== 0) size += 1 + int32Size(m.small);
  if (m.unsignedSmall !== 0) size += 1 + uint32Size(m.unsignedSmall);
  if (m.large !== 0n) size += 1 + int64Size(m.large);
  if (m.unsignedLarge !== 0n) size += 1 + uint64Size(m.unsignedLarge);
  if (m.fixed !== 0n) size += 1 + sfixed64Size(m.fixed);
  if (m.text !== "") size += 1 + prefixedSize(stringSize(m.text));
  if (m.data.length !== 0) size += 1 + prefixedSize(m.data.length);
  if (m.choice !== 0) size += 1 + int32Size(m.choice);
  if (m.far !== 0n) size += 2 + int64Size(m.far);
  if (m.veryFar.length !== 0) size += 5 + prefixedSize(m.veryFar.length);
  return size;
}

export function writeScalars(into: Uint8Array, at: number, m: Scalars): number {
  let pos = at;
  if (m.veryFar.length !== 0) {
    pos = writeBytes(into, pos, m.veryFar);
    pos = writeVarint(into, pos, m.veryFar.length);
    into[--pos] = 0x01;
    into[--pos] = 0x98;
    into[--pos] = 0xcb;
    into[--pos] = 0xa0;
    into[--pos] = 0x82;
  }
  if (m.far !== 0n) {
    pos = writeInt64(into, pos, m.far);
    into[--pos] = 0x01;
    into[--pos] = 0x80;
  }
  if (m.choice !== 0) {
    pos = writeInt32(into, pos, m.choice);
    into[--pos] = 0x48;
  }
  if (m.data.length !== 0) {
    pos = writeBytes(into, pos, m.data);
    pos = writeVarint(into, pos, m.data.length);
    into[--pos] = 0x42;
  }
  if (m.text !== "") {
    const end = pos;
    pos = writeString(into, pos, m.text);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x3a;
  }
  if (m.fixed !== 0n) {
    pos = writeSfixed64(into, pos, m.fixed);
    into[--pos] = 0x31;
  }
  if (m.unsignedLarge !== 0n) {
    pos = writeUint64(into, pos, m.unsignedLarge);
    into[--pos] = 0x28;
  }
  if (m.large !== 0n) {
    pos = writeInt64(into, pos, m.large);
    into[--pos] = 0x20;
  }
  if (m.unsignedSmall !== 0) {
    pos = writeVarint(into, pos, m.unsignedSmall);
    into[--pos] = 0x18;
  }
  if (m.small !== 0) {
    pos = writeInt32(into, pos, m.small);
    into[--pos] = 0x10;
  }
  if (m.flag) {
    into[--pos] = 1;
    into[--pos] = 0x08;
  }
  return pos;
}

export function readScalars(r: Reader, end: number, m: Scalars): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 8: {
        m.flag = r.bool(end);
        break;
      }
      case 16: {
        m.small = r.int32(end);
        break;
      }
      case 24: {
        m.unsignedSmall = r.uint32(end);
        break;
      }
      case 32: {
        m.large = r.int64(end);
        break;
      }
      case 40: {
        m.unsignedLarge = r.uint64(end);
        break;
      }
      case 49: {
        m.fixed = r.sfixed64(end);
        break;
      }
      case 58: {
        m.text = r.string(end);
        break;
      }
      case 66: {
        m.data = r.bytes(end);
        break;
      }
      case 72: {
        m.choice = r.int32(end);
        break;
      }
      case 128: {
        m.far = r.int64(end);
        break;
      }
      case 320000002: {
        m.veryFar = r.bytes(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 === 1 || tag >>> 3 === 2 || tag >>> 3 === 3 || tag >>> 3 === 4 || tag >>> 3 === 5 || tag >>> 3 === 6 || tag >>> 3 === 7 || tag >>> 3 === 8 || tag >>> 3 === 9 || tag >>> 3 === 16 || tag >>> 3 === 40000000);
    }
  }
}

/** Messages held by value and by pointer. */
export interface Nested {
  /** Field 1 of the schema, `cometwire.test.Nested.by_value`. */
  byValue: NestedInner;
  /** Field 2 of the schema, `cometwire.test.Nested.by_pointer`. */
  byPointer: NestedInner | undefined;
  /** Field 3 of the schema, `cometwire.test.Nested.foreign`. */
  foreign: ForeignOther | undefined;
}

/** A new {@link Nested} without content: what no bytes at all mean. */
export function emptyNested(): Nested {
  return {
    byValue: emptyNestedInner(),
    byPointer: undefined,
    foreign: undefined,
  };
}

/**
 * Writes a {@link Nested} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeNested(message: Nested): Uint8Array {
  const into = new Uint8Array(sizeNested(message));
  writeNested(into, into.length, message);
  return into;
}

/**
 * Reads a {@link Nested} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeNested(bytes: Uint8Array, options?: DecodeOptions): Nested {
  const message = emptyNested();
  readNested(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeNested(m: Nested): number {
  let size = 0;
  size += 1 + prefixedSize(sizeNestedInner(m.byValue));
  if (m.byPointer !== undefined) size += 1 + prefixedSize(sizeNestedInner(m.byPointer));
  if (m.foreign !== undefined) size += 1 + prefixedSize(sizeForeignOther(m.foreign));
  return size;
}

export function writeNested(into: Uint8Array, at: number, m: Nested): number {
  let pos = at;
  if (m.foreign !== undefined) {
    const end = pos;
    pos = writeForeignOther(into, pos, m.foreign);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x1a;
  }
  if (m.byPointer !== undefined) {
    const end = pos;
    pos = writeNestedInner(into, pos, m.byPointer);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x12;
  }
  {
    const end = pos;
    pos = writeNestedInner(into, pos, m.byValue);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x0a;
  }
  return pos;
}

export function readNested(r: Reader, end: number, m: Nested): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        readNestedInner(r, r.stop(end), m.byValue);
        break;
      }
      case 18: {
        m.byPointer ??= emptyNestedInner();
        readNestedInner(r, r.stop(end), m.byPointer);
        break;
      }
      case 26: {
        m.foreign ??= emptyForeignOther();
        readForeignOther(r, r.stop(end), m.foreign);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 3);
    }
  }
}

/** Nested in this one. */
export interface NestedInner {
  /** Field 1 of the schema, `cometwire.test.Nested.Inner.number`. */
  number: bigint;
  /** Field 2 of the schema, `cometwire.test.Nested.Inner.parts`. */
  parts: Uint8Array[];
  /** Field 3 of the schema, `cometwire.test.Nested.Inner.deep`. */
  deep: NestedDeep;
}

/** A new {@link NestedInner} without content: what no bytes at all mean. */
export function emptyNestedInner(): NestedInner {
  return {
    number: 0n,
    parts: [],
    deep: emptyNestedDeep(),
  };
}

/**
 * Writes a {@link NestedInner} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeNestedInner(message: NestedInner): Uint8Array {
  const into = new Uint8Array(sizeNestedInner(message));
  writeNestedInner(into, into.length, message);
  return into;
}

/**
 * Reads a {@link NestedInner} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeNestedInner(bytes: Uint8Array, options?: DecodeOptions): NestedInner {
  const message = emptyNestedInner();
  readNestedInner(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeNestedInner(m: NestedInner): number {
  let size = 0;
  if (m.number !== 0n) size += 1 + int64Size(m.number);
  for (const item of m.parts) size += 1 + prefixedSize(item.length);
  size += 1 + prefixedSize(sizeNestedDeep(m.deep));
  return size;
}

export function writeNestedInner(into: Uint8Array, at: number, m: NestedInner): number {
  let pos = at;
  {
    const end = pos;
    pos = writeNestedDeep(into, pos, m.deep);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x1a;
  }
  for (let i = m.parts.length - 1; i >= 0; i--) {
    const item = m.parts[i] as (typeof m.parts)[number];
    pos = writeBytes(into, pos, item);
    pos = writeVarint(into, pos, item.length);
    into[--pos] = 0x12;
  }
  if (m.number !== 0n) {
    pos = writeInt64(into, pos, m.number);
    into[--pos] = 0x08;
  }
  return pos;
}

export function readNestedInner(r: Reader, end: number, m: NestedInner): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 8: {
        m.number = r.int64(end);
        break;
      }
      case 18: {
        r.element("cometwire.test.Nested.Inner.parts", m.parts.length);
        m.parts.push(r.bytes(end));
        break;
      }
      case 26: {
        r.enter();
        readNestedDeep(r, r.stop(end), m.deep);
        r.leave();
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 3);
    }
  }
}

export interface NestedDeep {
  /** Field 1 of the schema, `cometwire.test.Nested.Deep.text`. */
  text: string;
  /** Field 2 of the schema, `cometwire.test.Nested.Deep.choice`. */
  choice: Choice | undefined;
}

/** A new {@link NestedDeep} without content: what no bytes at all mean. */
export function emptyNestedDeep(): NestedDeep {
  return {
    text: "",
    choice: undefined,
  };
}

/**
 * Writes a {@link NestedDeep} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeNestedDeep(message: NestedDeep): Uint8Array {
  const into = new Uint8Array(sizeNestedDeep(message));
  writeNestedDeep(into, into.length, message);
  return into;
}

/**
 * Reads a {@link NestedDeep} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeNestedDeep(bytes: Uint8Array, options?: DecodeOptions): NestedDeep {
  const message = emptyNestedDeep();
  readNestedDeep(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeNestedDeep(m: NestedDeep): number {
  let size = 0;
  if (m.text !== "") size += 1 + prefixedSize(stringSize(m.text));
  if (m.choice !== undefined) size += 1 + prefixedSize(sizeChoice(m.choice));
  return size;
}

export function writeNestedDeep(into: Uint8Array, at: number, m: NestedDeep): number {
  let pos = at;
  if (m.choice !== undefined) {
    const end = pos;
    pos = writeChoice(into, pos, m.choice);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x12;
  }
  if (m.text !== "") {
    const end = pos;
    pos = writeString(into, pos, m.text);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x0a;
  }
  return pos;
}

export function readNestedDeep(r: Reader, end: number, m: NestedDeep): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        m.text = r.string(end);
        break;
      }
      case 18: {
        m.choice ??= emptyChoice();
        r.enter();
        readChoice(r, r.stop(end), m.choice);
        r.leave();
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 2);
    }
  }
}

/** Lists of all types. */
export interface Lists {
  /** Field 1 of the schema, `cometwire.test.Lists.numbers`. */
  numbers: bigint[];
  /** Field 2 of the schema, `cometwire.test.Lists.blobs`. */
  blobs: Uint8Array[];
  /** Field 3 of the schema, `cometwire.test.Lists.texts`. */
  texts: string[];
  /** Field 4 of the schema, `cometwire.test.Lists.values`. */
  values: NestedInner[];
  /** Field 5 of the schema, `cometwire.test.Lists.times`. */
  times: Timed[];
  /** Field 6 of the schema, `cometwire.test.Lists.merged`. */
  merged: Numbers;
}

/** A new {@link Lists} without content: what no bytes at all mean. */
export function emptyLists(): Lists {
  return {
    numbers: [],
    blobs: [],
    texts: [],
    values: [],
    times: [],
    merged: emptyNumbers(),
  };
}

/**
 * Writes a {@link Lists} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeLists(message: Lists): Uint8Array {
  const into = new Uint8Array(sizeLists(message));
  writeLists(into, into.length, message);
  return into;
}

/**
 * Reads a {@link Lists} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeLists(bytes: Uint8Array, options?: DecodeOptions): Lists {
  const message = emptyLists();
  readLists(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeLists(m: Lists): number {
  let size = 0;
  if (m.numbers.length !== 0) size += 1 + prefixedSize(packedUint64Size(m.numbers));
  for (const item of m.blobs) size += 1 + prefixedSize(item.length);
  for (const item of m.texts) size += 1 + prefixedSize(stringSize(item));
  for (const item of m.values) size += 1 + prefixedSize(sizeNestedInner(item));
  for (const item of m.times) size += 1 + prefixedSize(sizeTimed(item));
  size += 1 + prefixedSize(sizeNumbers(m.merged));
  return size;
}

export function writeLists(into: Uint8Array, at: number, m: Lists): number {
  let pos = at;
  {
    const end = pos;
    pos = writeNumbers(into, pos, m.merged);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x32;
  }
  for (let i = m.times.length - 1; i >= 0; i--) {
    const item = m.times[i] as (typeof m.times)[number];
    const end = pos;
    pos = writeTimed(into, pos, item);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x2a;
  }
  for (let i = m.values.length - 1; i >= 0; i--) {
    const item = m.values[i] as (typeof m.values)[number];
    const end = pos;
    pos = writeNestedInner(into, pos, item);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x22;
  }
  for (let i = m.texts.length - 1; i >= 0; i--) {
    const item = m.texts[i] as (typeof m.texts)[number];
    const end = pos;
    pos = writeString(into, pos, item);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x1a;
  }
  for (let i = m.blobs.length - 1; i >= 0; i--) {
    const item = m.blobs[i] as (typeof m.blobs)[number];
    pos = writeBytes(into, pos, item);
    pos = writeVarint(into, pos, item.length);
    into[--pos] = 0x12;
  }
  if (m.numbers.length !== 0) {
    const end = pos;
    pos = writePackedUint64(into, pos, m.numbers);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x0a;
  }
  return pos;
}

export function readLists(r: Reader, end: number, m: Lists): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        const stop = r.stop(end);
        while (r.pos < stop) {
          r.element("cometwire.test.Lists.numbers", m.numbers.length);
          m.numbers.push(r.uint64(end));
        }
        break;
      }
      case 8: {
        r.element("cometwire.test.Lists.numbers", m.numbers.length);
        m.numbers.push(r.uint64(end));
        break;
      }
      case 18: {
        r.element("cometwire.test.Lists.blobs", m.blobs.length);
        m.blobs.push(r.bytes(end));
        break;
      }
      case 26: {
        r.element("cometwire.test.Lists.texts", m.texts.length);
        m.texts.push(r.string(end));
        break;
      }
      case 34: {
        r.element("cometwire.test.Lists.values", m.values.length);
        const item = emptyNestedInner();
        readNestedInner(r, r.stop(end), item);
        m.values.push(item);
        break;
      }
      case 42: {
        r.element("cometwire.test.Lists.times", m.times.length);
        const item = emptyTimed();
        readTimed(r, r.stop(end), item);
        m.times.push(item);
        break;
      }
      case 50: {
        readNumbers(r, r.stop(end), m.merged);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 6);
    }
  }
}

/** A list that can be merged. The shape of CometBFT's BitArray. */
export interface Numbers {
  /** Field 1 of the schema, `cometwire.test.Numbers.bits`. */
  bits: bigint;
  /** Field 2 of the schema, `cometwire.test.Numbers.elems`. */
  elems: bigint[];
}

/** A new {@link Numbers} without content: what no bytes at all mean. */
export function emptyNumbers(): Numbers {
  return {
    bits: 0n,
    elems: [],
  };
}

/**
 * Writes a {@link Numbers} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeNumbers(message: Numbers): Uint8Array {
  const into = new Uint8Array(sizeNumbers(message));
  writeNumbers(into, into.length, message);
  return into;
}

/**
 * Reads a {@link Numbers} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeNumbers(bytes: Uint8Array, options?: DecodeOptions): Numbers {
  const message = emptyNumbers();
  readNumbers(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeNumbers(m: Numbers): number {
  let size = 0;
  if (m.bits !== 0n) size += 1 + int64Size(m.bits);
  if (m.elems.length !== 0) size += 1 + prefixedSize(packedUint64Size(m.elems));
  return size;
}

export function writeNumbers(into: Uint8Array, at: number, m: Numbers): number {
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

export function readNumbers(r: Reader, end: number, m: Numbers): void {
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
          r.element("cometwire.test.Numbers.elems", m.elems.length);
          m.elems.push(r.uint64(end));
        }
        break;
      }
      case 16: {
        r.element("cometwire.test.Numbers.elems", m.elems.length);
        m.elems.push(r.uint64(end));
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 2);
    }
  }
}

/** Go's time.Time. The shape of CometBFT's CommitSig. */
export interface Timed {
  /** Field 1 of the schema, `cometwire.test.Timed.flag`. */
  flag: Flag;
  /** Field 2 of the schema, `cometwire.test.Timed.address`. */
  address: Uint8Array;
  /** Field 3 of the schema, `cometwire.test.Timed.time`. */
  time: Timestamp;
  /** Field 4 of the schema, `cometwire.test.Timed.signature`. */
  signature: Uint8Array;
}

/** A new {@link Timed} without content: what no bytes at all mean. */
export function emptyTimed(): Timed {
  return {
    flag: 0,
    address: noBytes,
    time: goZeroTime(),
    signature: noBytes,
  };
}

/**
 * Writes a {@link Timed} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeTimed(message: Timed): Uint8Array {
  const into = new Uint8Array(sizeTimed(message));
  writeTimed(into, into.length, message);
  return into;
}

/**
 * Reads a {@link Timed} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeTimed(bytes: Uint8Array, options?: DecodeOptions): Timed {
  const message = emptyTimed();
  readTimed(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeTimed(m: Timed): number {
  let size = 0;
  if (m.flag !== 0) size += 1 + int32Size(m.flag);
  if (m.address.length !== 0) size += 1 + prefixedSize(m.address.length);
  size += 1 + prefixedSize(timestampSize(m.time));
  if (m.signature.length !== 0) size += 1 + prefixedSize(m.signature.length);
  return size;
}

export function writeTimed(into: Uint8Array, at: number, m: Timed): number {
  let pos = at;
  if (m.signature.length !== 0) {
    pos = writeBytes(into, pos, m.signature);
    pos = writeVarint(into, pos, m.signature.length);
    into[--pos] = 0x22;
  }
  {
    const end = pos;
    pos = writeTimestamp(into, pos, m.time);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x1a;
  }
  if (m.address.length !== 0) {
    pos = writeBytes(into, pos, m.address);
    pos = writeVarint(into, pos, m.address.length);
    into[--pos] = 0x12;
  }
  if (m.flag !== 0) {
    pos = writeInt32(into, pos, m.flag);
    into[--pos] = 0x08;
  }
  return pos;
}

export function readTimed(r: Reader, end: number, m: Timed): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 8: {
        m.flag = r.int32(end);
        break;
      }
      case 18: {
        m.address = r.bytes(end);
        break;
      }
      case 26: {
        readTimestamp(r, r.stop(end), m.time);
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

/** The shape of CometBFT's PartSetHeader. */
export interface Parts {
  /** Field 1 of the schema, `cometwire.test.Parts.total`. */
  total: number;
  /** Field 2 of the schema, `cometwire.test.Parts.hash`. */
  hash: Uint8Array;
}

/** A new {@link Parts} without content: what no bytes at all mean. */
export function emptyParts(): Parts {
  return {
    total: 0,
    hash: noBytes,
  };
}

/**
 * Writes a {@link Parts} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeParts(message: Parts): Uint8Array {
  const into = new Uint8Array(sizeParts(message));
  writeParts(into, into.length, message);
  return into;
}

/**
 * Reads a {@link Parts} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeParts(bytes: Uint8Array, options?: DecodeOptions): Parts {
  const message = emptyParts();
  readParts(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeParts(m: Parts): number {
  let size = 0;
  if (m.total !== 0) size += 1 + uint32Size(m.total);
  if (m.hash.length !== 0) size += 1 + prefixedSize(m.hash.length);
  return size;
}

export function writeParts(into: Uint8Array, at: number, m: Parts): number {
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

export function readParts(r: Reader, end: number, m: Parts): void {
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

/** The shape of CometBFT's BlockID. */
export interface Ident {
  /** Field 1 of the schema, `cometwire.test.Ident.hash`. */
  hash: Uint8Array;
  /** Field 2 of the schema, `cometwire.test.Ident.parts`. */
  parts: Parts;
}

/** A new {@link Ident} without content: what no bytes at all mean. */
export function emptyIdent(): Ident {
  return {
    hash: noBytes,
    parts: emptyParts(),
  };
}

/**
 * Writes a {@link Ident} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeIdent(message: Ident): Uint8Array {
  const into = new Uint8Array(sizeIdent(message));
  writeIdent(into, into.length, message);
  return into;
}

/**
 * Reads a {@link Ident} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeIdent(bytes: Uint8Array, options?: DecodeOptions): Ident {
  const message = emptyIdent();
  readIdent(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeIdent(m: Ident): number {
  let size = 0;
  if (m.hash.length !== 0) size += 1 + prefixedSize(m.hash.length);
  size += 1 + prefixedSize(sizeParts(m.parts));
  return size;
}

export function writeIdent(into: Uint8Array, at: number, m: Ident): number {
  let pos = at;
  {
    const end = pos;
    pos = writeParts(into, pos, m.parts);
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

export function readIdent(r: Reader, end: number, m: Ident): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        m.hash = r.bytes(end);
        break;
      }
      case 18: {
        readParts(r, r.stop(end), m.parts);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 2);
    }
  }
}

/** The shape of CometBFT's Commit. */
export interface Signed {
  /** Field 1 of the schema, `cometwire.test.Signed.height`. */
  height: bigint;
  /** Field 2 of the schema, `cometwire.test.Signed.round`. */
  round: number;
  /** Field 3 of the schema, `cometwire.test.Signed.ident`. */
  ident: Ident;
  /** Field 4 of the schema, `cometwire.test.Signed.signatures`. */
  signatures: Timed[];
}

/** A new {@link Signed} without content: what no bytes at all mean. */
export function emptySigned(): Signed {
  return {
    height: 0n,
    round: 0,
    ident: emptyIdent(),
    signatures: [],
  };
}

/**
 * Writes a {@link Signed} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeSigned(message: Signed): Uint8Array {
  const into = new Uint8Array(sizeSigned(message));
  writeSigned(into, into.length, message);
  return into;
}

/**
 * Reads a {@link Signed} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeSigned(bytes: Uint8Array, options?: DecodeOptions): Signed {
  const message = emptySigned();
  readSigned(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeSigned(m: Signed): number {
  let size = 0;
  if (m.height !== 0n) size += 1 + int64Size(m.height);
  if (m.round !== 0) size += 1 + int32Size(m.round);
  size += 1 + prefixedSize(sizeIdent(m.ident));
  for (const item of m.signatures) size += 1 + prefixedSize(sizeTimed(item));
  return size;
}

export function writeSigned(into: Uint8Array, at: number, m: Signed): number {
  let pos = at;
  for (let i = m.signatures.length - 1; i >= 0; i--) {
    const item = m.signatures[i] as (typeof m.signatures)[number];
    const end = pos;
    pos = writeTimed(into, pos, item);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x22;
  }
  {
    const end = pos;
    pos = writeIdent(into, pos, m.ident);
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

export function readSigned(r: Reader, end: number, m: Signed): void {
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
        readIdent(r, r.stop(end), m.ident);
        break;
      }
      case 34: {
        r.element("cometwire.test.Signed.signatures", m.signatures.length);
        const item = emptyTimed();
        readTimed(r, r.stop(end), item);
        m.signatures.push(item);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 4);
    }
  }
}

/** The shape of CometBFT's CanonicalVote. */
export interface Canonical {
  /** Field 1 of the schema, `cometwire.test.Canonical.type`. */
  type: Flag;
  /** Field 2 of the schema, `cometwire.test.Canonical.height`. */
  height: bigint;
  /** Field 3 of the schema, `cometwire.test.Canonical.round`. */
  round: bigint;
  /** Field 4 of the schema, `cometwire.test.Canonical.ident`. */
  ident: Ident | undefined;
  /** Field 5 of the schema, `cometwire.test.Canonical.time`. */
  time: Timestamp;
  /** Field 6 of the schema, `cometwire.test.Canonical.chain`. */
  chain: string;
}

/** A new {@link Canonical} without content: what no bytes at all mean. */
export function emptyCanonical(): Canonical {
  return {
    type: 0,
    height: 0n,
    round: 0n,
    ident: undefined,
    time: goZeroTime(),
    chain: "",
  };
}

/**
 * Writes a {@link Canonical} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeCanonical(message: Canonical): Uint8Array {
  const into = new Uint8Array(sizeCanonical(message));
  writeCanonical(into, into.length, message);
  return into;
}

/**
 * Reads a {@link Canonical} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeCanonical(bytes: Uint8Array, options?: DecodeOptions): Canonical {
  const message = emptyCanonical();
  readCanonical(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeCanonical(m: Canonical): number {
  let size = 0;
  if (m.type !== 0) size += 1 + int32Size(m.type);
  if (m.height !== 0n) size += 1 + sfixed64Size(m.height);
  if (m.round !== 0n) size += 1 + sfixed64Size(m.round);
  if (m.ident !== undefined) size += 1 + prefixedSize(sizeIdent(m.ident));
  size += 1 + prefixedSize(timestampSize(m.time));
  if (m.chain !== "") size += 1 + prefixedSize(stringSize(m.chain));
  return size;
}

export function writeCanonical(into: Uint8Array, at: number, m: Canonical): number {
  let pos = at;
  if (m.chain !== "") {
    const end = pos;
    pos = writeString(into, pos, m.chain);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x32;
  }
  {
    const end = pos;
    pos = writeTimestamp(into, pos, m.time);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x2a;
  }
  if (m.ident !== undefined) {
    const end = pos;
    pos = writeIdent(into, pos, m.ident);
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

export function readCanonical(r: Reader, end: number, m: Canonical): void {
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
        m.ident ??= emptyIdent();
        readIdent(r, r.stop(end), m.ident);
        break;
      }
      case 42: {
        readTimestamp(r, r.stop(end), m.time);
        break;
      }
      case 50: {
        m.chain = r.string(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 6);
    }
  }
}

/** A oneof of all types between other fields. */
export interface Choice {
  /** Field 1 of the schema, `cometwire.test.Choice.before`. */
  before: number;
  /** Which member the message has, and its value; `undefined` when it has none that is known. */
  sum: ChoiceSum | undefined;
  /** Field 9 of the schema, `cometwire.test.Choice.after`. */
  after: number;
}

/** What {@link Choice.sum} can be: `case` names the member, `value` is its content. */
export type ChoiceSum =
  | { readonly case: "deep"; readonly value: NestedDeep }
  | { readonly case: "data"; readonly value: Uint8Array }
  | { readonly case: "text"; readonly value: string }
  | { readonly case: "number"; readonly value: bigint }
  | { readonly case: "flag"; readonly value: boolean }
  | { readonly case: "numbers"; readonly value: Numbers }
  | { readonly case: "choice"; readonly value: Flag };

/** A new {@link Choice} without content: what no bytes at all mean. */
export function emptyChoice(): Choice {
  return {
    before: 0,
    sum: undefined,
    after: 0,
  };
}

/**
 * Writes a {@link Choice} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeChoice(message: Choice): Uint8Array {
  const into = new Uint8Array(sizeChoice(message));
  writeChoice(into, into.length, message);
  return into;
}

/**
 * Reads a {@link Choice} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeChoice(bytes: Uint8Array, options?: DecodeOptions): Choice {
  const message = emptyChoice();
  readChoice(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeChoice(m: Choice): number {
  let size = 0;
  if (m.before !== 0) size += 1 + int32Size(m.before);
  if (m.sum !== undefined) {
    switch (m.sum.case) {
      case "deep":
        size += 1 + prefixedSize(sizeNestedDeep(m.sum.value));
        break;
      case "data":
        size += 1 + prefixedSize(m.sum.value.length);
        break;
      case "text":
        size += 1 + prefixedSize(stringSize(m.sum.value));
        break;
      case "number":
        size += 1 + int64Size(m.sum.value);
        break;
      case "flag":
        size += 1 + 1;
        break;
      case "numbers":
        size += 1 + prefixedSize(sizeNumbers(m.sum.value));
        break;
      case "choice":
        size += 1 + int32Size(m.sum.value);
        break;
    }
  }
  if (m.after !== 0) size += 1 + int32Size(m.after);
  return size;
}

export function writeChoice(into: Uint8Array, at: number, m: Choice): number {
  let pos = at;
  if (m.after !== 0) {
    pos = writeInt32(into, pos, m.after);
    into[--pos] = 0x48;
  }
  if (m.sum !== undefined) {
    switch (m.sum.case) {
      case "deep": {
        const end = pos;
        pos = writeNestedDeep(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x12;
        break;
      }
      case "data": {
        pos = writeBytes(into, pos, m.sum.value);
        pos = writeVarint(into, pos, m.sum.value.length);
        into[--pos] = 0x1a;
        break;
      }
      case "text": {
        const end = pos;
        pos = writeString(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x22;
        break;
      }
      case "number": {
        pos = writeInt64(into, pos, m.sum.value);
        into[--pos] = 0x28;
        break;
      }
      case "flag": {
        into[--pos] = m.sum.value ? 1 : 0;
        into[--pos] = 0x30;
        break;
      }
      case "numbers": {
        const end = pos;
        pos = writeNumbers(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x3a;
        break;
      }
      case "choice": {
        pos = writeInt32(into, pos, m.sum.value);
        into[--pos] = 0x40;
        break;
      }
    }
  }
  if (m.before !== 0) {
    pos = writeInt32(into, pos, m.before);
    into[--pos] = 0x08;
  }
  return pos;
}

export function readChoice(r: Reader, end: number, m: Choice): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 8: {
        m.before = r.int32(end);
        break;
      }
      case 18: {
        const value = emptyNestedDeep();
        r.enter();
        readNestedDeep(r, r.stop(end), value);
        r.leave();
        m.sum = { case: "deep", value };
        break;
      }
      case 26: {
        m.sum = { case: "data", value: r.bytes(end) };
        break;
      }
      case 34: {
        m.sum = { case: "text", value: r.string(end) };
        break;
      }
      case 40: {
        m.sum = { case: "number", value: r.int64(end) };
        break;
      }
      case 48: {
        m.sum = { case: "flag", value: r.bool(end) };
        break;
      }
      case 58: {
        const value = emptyNumbers();
        readNumbers(r, r.stop(end), value);
        m.sum = { case: "numbers", value };
        break;
      }
      case 64: {
        m.sum = { case: "choice", value: r.int32(end) };
        break;
      }
      case 72: {
        m.after = r.int32(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 9);
    }
  }
}

/** Bytes that may be absent or empty. The shape of CometBFT's ChunkResponse. */
export interface Chunk {
  /** Field 1 of the schema, `cometwire.test.Chunk.height`. */
  height: bigint;
  /** Field 2 of the schema, `cometwire.test.Chunk.format`. */
  format: number;
  /** Field 3 of the schema, `cometwire.test.Chunk.index`. */
  index: number;
  /** Field 4 of the schema, `cometwire.test.Chunk.chunk`. */
  chunk: Uint8Array | undefined;
  /** Field 5 of the schema, `cometwire.test.Chunk.missing`. */
  missing: boolean;
}

/** A new {@link Chunk} without content: what no bytes at all mean. */
export function emptyChunk(): Chunk {
  return {
    height: 0n,
    format: 0,
    index: 0,
    chunk: undefined,
    missing: false,
  };
}

/**
 * Writes a {@link Chunk} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeChunk(message: Chunk): Uint8Array {
  const into = new Uint8Array(sizeChunk(message));
  writeChunk(into, into.length, message);
  return into;
}

/**
 * Reads a {@link Chunk} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeChunk(bytes: Uint8Array, options?: DecodeOptions): Chunk {
  const message = emptyChunk();
  readChunk(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeChunk(m: Chunk): number {
  let size = 0;
  if (m.height !== 0n) size += 1 + uint64Size(m.height);
  if (m.format !== 0) size += 1 + uint32Size(m.format);
  if (m.index !== 0) size += 1 + uint32Size(m.index);
  if (m.chunk !== undefined && m.chunk.length !== 0) size += 1 + prefixedSize(m.chunk.length);
  if (m.missing) size += 1 + 1;
  return size;
}

export function writeChunk(into: Uint8Array, at: number, m: Chunk): number {
  let pos = at;
  if (m.missing) {
    into[--pos] = 1;
    into[--pos] = 0x28;
  }
  if (m.chunk !== undefined && m.chunk.length !== 0) {
    pos = writeBytes(into, pos, m.chunk);
    pos = writeVarint(into, pos, m.chunk.length);
    into[--pos] = 0x22;
  }
  if (m.index !== 0) {
    pos = writeVarint(into, pos, m.index);
    into[--pos] = 0x18;
  }
  if (m.format !== 0) {
    pos = writeVarint(into, pos, m.format);
    into[--pos] = 0x10;
  }
  if (m.height !== 0n) {
    pos = writeUint64(into, pos, m.height);
    into[--pos] = 0x08;
  }
  return pos;
}

export function readChunk(r: Reader, end: number, m: Chunk): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 8: {
        m.height = r.uint64(end);
        break;
      }
      case 16: {
        m.format = r.uint32(end);
        break;
      }
      case 24: {
        m.index = r.uint32(end);
        break;
      }
      case 34: {
        m.chunk = r.bytes(end);
        break;
      }
      case 40: {
        m.missing = r.bool(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 5);
    }
  }
}

/** Fields that some releases lack. */
export interface Versioned {
  /** Field 1 of the schema, `cometwire.test.Versioned.always`. */
  always: bigint;
  /** Field 2 of the schema, `cometwire.test.Versioned.extension`. */
  extension: Uint8Array;
  /** Which member the message has, and its value; `undefined` when it has none that is known. */
  sum: VersionedSum | undefined;
}

/** What {@link Versioned.sum} can be: `case` names the member, `value` is its content. */
export type VersionedSum =
  | { readonly case: "old"; readonly value: Uint8Array }
  | { readonly case: "new"; readonly value: Uint8Array };

/** A new {@link Versioned} without content: what no bytes at all mean. */
export function emptyVersioned(): Versioned {
  return {
    always: 0n,
    extension: noBytes,
    sum: undefined,
  };
}

/**
 * Writes a {@link Versioned} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeVersioned(message: Versioned): Uint8Array {
  const into = new Uint8Array(sizeVersioned(message));
  writeVersioned(into, into.length, message);
  return into;
}

/**
 * Reads a {@link Versioned} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeVersioned(bytes: Uint8Array, options?: DecodeOptions): Versioned {
  const message = emptyVersioned();
  readVersioned(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeVersioned(m: Versioned): number {
  let size = 0;
  if (m.always !== 0n) size += 1 + int64Size(m.always);
  if (m.extension.length !== 0) size += 1 + prefixedSize(m.extension.length);
  if (m.sum !== undefined) {
    switch (m.sum.case) {
      case "old":
        size += 1 + prefixedSize(m.sum.value.length);
        break;
      case "new":
        size += 1 + prefixedSize(m.sum.value.length);
        break;
    }
  }
  return size;
}

export function writeVersioned(into: Uint8Array, at: number, m: Versioned): number {
  let pos = at;
  if (m.sum !== undefined) {
    switch (m.sum.case) {
      case "old": {
        pos = writeBytes(into, pos, m.sum.value);
        pos = writeVarint(into, pos, m.sum.value.length);
        into[--pos] = 0x1a;
        break;
      }
      case "new": {
        pos = writeBytes(into, pos, m.sum.value);
        pos = writeVarint(into, pos, m.sum.value.length);
        into[--pos] = 0x22;
        break;
      }
    }
  }
  if (m.extension.length !== 0) {
    pos = writeBytes(into, pos, m.extension);
    pos = writeVarint(into, pos, m.extension.length);
    into[--pos] = 0x12;
  }
  if (m.always !== 0n) {
    pos = writeInt64(into, pos, m.always);
    into[--pos] = 0x08;
  }
  return pos;
}

export function readVersioned(r: Reader, end: number, m: Versioned): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 8: {
        m.always = r.int64(end);
        break;
      }
      case 18: {
        if (r.knows(36)) {
          m.extension = r.bytes(end);
        } else r.unknown(tag, end, false);
        break;
      }
      case 26: {
        m.sum = { case: "old", value: r.bytes(end) };
        break;
      }
      case 34: {
        if (r.knows(32)) {
          m.sum = { case: "new", value: r.bytes(end) };
        } else r.unknown(tag, end, false);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 === 1 || tag >>> 3 === 3 || (tag >>> 3 === 2 && r.knows(36)) || (tag >>> 3 === 4 && r.knows(32)));
    }
  }
}

/** Contains itself. */
export interface Tree {
  /** Field 1 of the schema, `cometwire.test.Tree.value`. */
  value: number;
  /** Field 2 of the schema, `cometwire.test.Tree.left`. */
  left: Tree | undefined;
  /** Field 3 of the schema, `cometwire.test.Tree.children`. */
  children: Tree[];
  /** Which member the message has, and its value; `undefined` when it has none that is known. */
  sum: TreeSum | undefined;
}

/** What {@link Tree.sum} can be: `case` names the member, `value` is its content. */
export type TreeSum =
  | { readonly case: "chosen"; readonly value: Tree };

/** A new {@link Tree} without content: what no bytes at all mean. */
export function emptyTree(): Tree {
  return {
    value: 0,
    left: undefined,
    children: [],
    sum: undefined,
  };
}

/**
 * Writes a {@link Tree} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeTree(message: Tree): Uint8Array {
  const into = new Uint8Array(sizeTree(message));
  writeTree(into, into.length, message);
  return into;
}

/**
 * Reads a {@link Tree} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeTree(bytes: Uint8Array, options?: DecodeOptions): Tree {
  const message = emptyTree();
  readTree(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeTree(m: Tree): number {
  let size = 0;
  if (m.value !== 0) size += 1 + int32Size(m.value);
  if (m.left !== undefined) size += 1 + prefixedSize(sizeTree(m.left));
  for (const item of m.children) size += 1 + prefixedSize(sizeTree(item));
  if (m.sum !== undefined) {
    switch (m.sum.case) {
      case "chosen":
        size += 1 + prefixedSize(sizeTree(m.sum.value));
        break;
    }
  }
  return size;
}

export function writeTree(into: Uint8Array, at: number, m: Tree): number {
  let pos = at;
  if (m.sum !== undefined) {
    switch (m.sum.case) {
      case "chosen": {
        const end = pos;
        pos = writeTree(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x22;
        break;
      }
    }
  }
  for (let i = m.children.length - 1; i >= 0; i--) {
    const item = m.children[i] as (typeof m.children)[number];
    const end = pos;
    pos = writeTree(into, pos, item);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x1a;
  }
  if (m.left !== undefined) {
    const end = pos;
    pos = writeTree(into, pos, m.left);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x12;
  }
  if (m.value !== 0) {
    pos = writeInt32(into, pos, m.value);
    into[--pos] = 0x08;
  }
  return pos;
}

export function readTree(r: Reader, end: number, m: Tree): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 8: {
        m.value = r.int32(end);
        break;
      }
      case 18: {
        m.left ??= emptyTree();
        r.enter();
        readTree(r, r.stop(end), m.left);
        r.leave();
        break;
      }
      case 26: {
        r.element("cometwire.test.Tree.children", m.children.length);
        const item = emptyTree();
        r.enter();
        readTree(r, r.stop(end), item);
        r.leave();
        m.children.push(item);
        break;
      }
      case 34: {
        const value = emptyTree();
        r.enter();
        readTree(r, r.stop(end), value);
        r.leave();
        m.sum = { case: "chosen", value };
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 4);
    }
  }
}

/** Nothing. */
export interface Nothing {}

/** A new {@link Nothing} without content: what no bytes at all mean. */
export function emptyNothing(): Nothing {
  return {};
}

/**
 * Writes a {@link Nothing} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeNothing(message: Nothing): Uint8Array {
  const into = new Uint8Array(sizeNothing(message));
  writeNothing(into, into.length, message);
  return into;
}

/**
 * Reads a {@link Nothing} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeNothing(bytes: Uint8Array, options?: DecodeOptions): Nothing {
  const message = emptyNothing();
  readNothing(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeNothing(_m: Nothing): number {
  return 0;
}

export function writeNothing(_into: Uint8Array, at: number, _m: Nothing): number {
  return at;
}

export function readNothing(r: Reader, end: number, _m: Nothing): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    r.unknown(tag, end, false);
  }
}
