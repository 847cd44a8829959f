/*
 * Messages are written from the end to the start: the length of a nested message is then known when its prefix is due,
 * so that every message is measured once, for the size of the whole buffer, and no measures need to be remembered.
 * Each function writes so that the value ends before `at`, and returns where the value begins.
 */

import { highHalf, lowHalf, outOfRange, split, splitSigned, splitUnsigned } from "./int64.js";

/** Bytes of a varint of an unsigned 32-bit number. */
export function varintSize(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x20_0000) return 3;
  return value < 0x1000_0000 ? 4 : 5;
}

/** @throws EncodeError `ENCODE_OUT_OF_RANGE` */
export function int32Size(value: number): number {
  if ((value | 0) !== value) outOfRange("int32", value);
  return value < 0 ? 10 : varintSize(value);
}

/** @throws EncodeError `ENCODE_OUT_OF_RANGE` */
export function uint32Size(value: number): number {
  if (value >>> 0 !== value) outOfRange("uint32", value);
  return varintSize(value);
}

/** @throws EncodeError `ENCODE_OUT_OF_RANGE` */
export function int64Size(value: bigint): number {
  splitSigned(value);
  return halvesSize(lowHalf(), highHalf());
}

/** @throws EncodeError `ENCODE_OUT_OF_RANGE` */
export function uint64Size(value: bigint): number {
  splitUnsigned(value);
  return halvesSize(lowHalf(), highHalf());
}

/** @throws EncodeError `ENCODE_OUT_OF_RANGE` */
export function sfixed64Size(value: bigint): number {
  splitSigned(value);
  return 8;
}

/** Bytes of a packed block of varints, without its length. */
export function packedUint64Size(values: readonly bigint[]): number {
  let size = 0;
  for (const value of values) size += uint64Size(value);
  return size;
}

/** Bytes of a value of `length` bytes together with its length prefix. */
export function prefixedSize(length: number): number {
  return varintSize(length) + length;
}

export function writeVarint(into: Uint8Array, at: number, value: number): number {
  if (value < 0x80) {
    into[at - 1] = value;
    return at - 1;
  }
  const start = at - varintSize(value);
  let pos = start;
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) into[pos++] = (rest & 0x7f) | 0x80;
  into[pos] = rest;
  return start;
}

export function writeInt32(into: Uint8Array, at: number, value: number): number {
  return value < 0 ? writeHalves(into, at, value, -1) : writeVarint(into, at, value);
}

export function writeInt64(into: Uint8Array, at: number, value: bigint): number {
  split(value);
  return writeHalves(into, at, lowHalf(), highHalf());
}

export function writeUint64(into: Uint8Array, at: number, value: bigint): number {
  split(value);
  return writeHalves(into, at, lowHalf(), highHalf());
}

export function writeSfixed64(into: Uint8Array, at: number, value: bigint): number {
  split(value);
  let low = lowHalf();
  let high = highHalf();
  for (let i = at - 8; i < at - 4; i++, low >>>= 8, high >>>= 8) {
    into[i] = low;
    into[i + 4] = high;
  }
  return at - 8;
}

export function writePackedUint64(into: Uint8Array, at: number, values: readonly bigint[]): number {
  let pos = at;
  for (let i = values.length - 1; i >= 0; i--) pos = writeUint64(into, pos, values[i] as bigint);
  return pos;
}

export function writeBytes(into: Uint8Array, at: number, value: Uint8Array): number {
  const start = at - value.length;
  into.set(value, start);
  return start;
}

function halvesSize(low: number, high: number): number {
  if (high === 0) return varintSize(low >>> 0);
  return Math.ceil((64 - Math.clz32(high)) / 7);
}

function writeHalves(into: Uint8Array, at: number, lowPart: number, highPart: number): number {
  if (highPart === 0) return writeVarint(into, at, lowPart >>> 0);
  const start = at - halvesSize(lowPart, highPart);
  let pos = start;
  let low = lowPart >>> 0;
  let high = highPart >>> 0;
  for (; high !== 0; high >>>= 7) {
    into[pos++] = (low & 0x7f) | 0x80;
    low = ((low >>> 7) | (high << 25)) >>> 0;
  }
  for (; low > 0x7f; low >>>= 7) into[pos++] = (low & 0x7f) | 0x80;
  into[pos] = low;
  return start;
}
