import type { DecodeErrorCode } from "../error-codes.js";
import { noBytes } from "./bytes.js";
import { DecodeError } from "./codec-errors.js";
import { bigintFromHalves, numberFromHalves, unsignedFromHalves } from "./int64.js";
import {
  type DecodeOptions,
  defaultMaxDepth,
  defaultMaxElements,
  type Release,
  releaseBits,
} from "./options.js";
import { stringFromBytes } from "./string.js";

/** Field numbers above this are folded to it: no schema has them, and tags stay small integers, which are fast. */
const largestField = 1 << 26;

/**
 * Walks over the bytes of one message, with the rules of the readers that gogoproto generates for Go.
 *
 * Every method gets `end`, where the message being read ends: nothing is read beyond it.
 */
export class Reader {
  pos = 0;
  private readonly source: Uint8Array;
  /** The last varint read by {@link varint}: its low and high 32 bits. */
  private low = 0;
  private high = 0;
  private readonly release: Release;
  private releaseBits = 0;
  private elementsLeft: number;
  private readonly maxFieldElements: Readonly<Record<string, number>> | undefined;
  private depthLeft: number;
  private readonly borrow: boolean;

  constructor(source: Uint8Array, options?: DecodeOptions) {
    // Subclasses (Node's Buffer) slice without copying, and one kind of array is fastest to read.
    const isPlain = source.constructor === Uint8Array;
    this.source = isPlain ? source : new Uint8Array(source.buffer, source.byteOffset, source.length);
    this.release = options?.release ?? "v0.38";
    this.elementsLeft = options?.maxElements ?? defaultMaxElements;
    this.maxFieldElements = options?.maxFieldElements;
    this.depthLeft = options?.maxDepth ?? defaultMaxDepth;
    this.borrow = options?.borrow ?? false;
  }

  /** Whether the release we read as is one of `releases` (bits). */
  knows(releases: number): boolean {
    if (this.releaseBits === 0) this.releaseBits = releaseBits[this.release];
    return (this.releaseBits & releases) !== 0;
  }

  /** The next tag: field number times 8 plus wire type. Tags of one byte are checked in {@link unknown} only. */
  tag(end: number): number {
    const first = this.source[this.pos] as number;
    if (first < 0x80) {
      this.pos++;
      return first;
    }
    this.varint(end);
    const wireType = this.low & 7;
    // Go: int32(tag >> 3), so bits above 34 are dropped and bit 34 is a sign.
    const field = (this.low >>> 3) | (this.high << 29);
    if (wireType === 4) this.fail("DECODE_UNBALANCED_GROUP", "end of a group that never began");
    if (field <= 0) this.fail("DECODE_ILLEGAL_TAG", `illegal field number ${field}`);
    return (Math.min(field, largestField) << 3) | wireType;
  }

  /** Passes over a field whose tag the schema does not know. `known`: it does, but with another wire type. */
  unknown(tag: number, end: number, known: boolean): void {
    const wireType = tag & 7;
    if (wireType === 4) this.fail("DECODE_UNBALANCED_GROUP", "end of a group that never began");
    if (tag < 8) this.fail("DECODE_ILLEGAL_TAG", "illegal field number 0");
    if (known) this.fail("DECODE_WRONG_WIRE_TYPE", `wire type ${wireType} for field ${tag >>> 3}`);
    this.skip(wireType, end);
  }

  int32(end: number): number {
    const { pos } = this;
    const first = this.source[pos] as number;
    if (pos < end && first < 0x80) {
      this.pos = pos + 1;
      return first;
    }
    this.varint(end);
    return this.low;
  }

  uint32(end: number): number {
    return this.int32(end) >>> 0;
  }

  bool(end: number): boolean {
    this.varint(end);
    return (this.low | this.high) !== 0;
  }

  int64(end: number): bigint {
    this.varint(end);
    return bigintFromHalves(this.low, this.high);
  }

  /** The number that {@link int64} has just returned, rounded when it is beyond 2^53. */
  lastNumber(): number {
    return numberFromHalves(this.low, this.high);
  }

  uint64(end: number): bigint {
    this.varint(end);
    return unsignedFromHalves(this.low, this.high);
  }

  sfixed64(end: number): bigint {
    const at = this.take(8, end);
    return bigintFromHalves(this.word(at), this.word(at + 4));
  }

  /** Reads a length and returns where the value of that length ends. */
  stop(end: number): number {
    const first = this.source[this.pos] as number;
    if (this.pos < end && first < 0x80) {
      const stop = this.pos + 1 + first;
      if (stop > end) this.truncated();
      this.pos++;
      return stop;
    }
    this.varint(end);
    if (this.high < 0) this.fail("DECODE_NEGATIVE_LENGTH", "negative length");
    const length = this.high * 0x1_0000_0000 + (this.low >>> 0);
    if (length > end - this.pos) this.truncated();
    return this.pos + length;
  }

  /** A copy unless borrowed: a small value must not keep a large message in memory, and the caller may use its buffer again. */
  bytes(end: number): Uint8Array {
    const stop = this.stop(end);
    const length = stop - this.pos;
    if (length === 0) return noBytes;
    const copy = this.copy(stop, length);
    this.pos = stop;
    return copy;
  }

  string(end: number): string {
    const stop = this.stop(end);
    const text = stringFromBytes(this.source, this.pos, stop);
    this.pos = stop;
    return text;
  }

  /** Accounts for one more element of the list `field`, which has `length` so far. Called before it is read. */
  element(field: string, length: number): void {
    if (--this.elementsLeft < 0) this.fail("DECODE_LIMIT", "too many list elements in one message");
    if (this.maxFieldElements !== undefined) this.fieldElement(this.maxFieldElements, field, length);
  }

  /** Enters a message that may contain itself. */
  enter(): void {
    if (--this.depthLeft < 0) this.fail("DECODE_LIMIT", "messages nested too deep");
  }

  leave(): void {
    this.depthLeft++;
  }

  fail(code: DecodeErrorCode, message: string): never {
    throw new DecodeError(code, message, this.pos);
  }

  private copy(stop: number, length: number): Uint8Array {
    if (this.borrow) return this.source.subarray(this.pos, stop);
    if (length > 64) return new Uint8Array(this.source.subarray(this.pos, stop));
    if (length > 16) return this.source.slice(this.pos, stop);
    // Up to about this length a loop beats the fixed cost of slice().
    const copy = new Uint8Array(length);
    for (let i = 0, at = this.pos; i < length; i++) copy[i] = this.source[at++] as number;
    return copy;
  }

  private truncated(): never {
    this.fail("DECODE_TRUNCATED", "value reaches past the end of the message");
  }

  private fieldElement(limits: Readonly<Record<string, number>>, field: string, length: number): void {
    const most = Object.hasOwn(limits, field) ? limits[field] : undefined;
    if (most !== undefined && length >= most)
      this.fail("DECODE_LIMIT", `more than ${most} elements in ${field}`);
  }

  /** Steps over `length` bytes and returns where they began. */
  private take(length: number, end: number): number {
    const at = this.pos;
    if (length > end - at) this.truncated();
    this.pos = at + length;
    return at;
  }

  private word(at: number): number {
    const { source } = this;
    return (
      (source[at] as number) |
      ((source[at + 1] as number) << 8) |
      ((source[at + 2] as number) << 16) |
      ((source[at + 3] as number) << 24)
    );
  }

  /** Reads a varint of at most 10 bytes into `low` and `high`; bits above the 64th are dropped, as Go does. */
  private varint(end: number): void {
    const { source } = this;
    let { pos } = this;
    let low = 0;
    // Up to 28 bits, all of them in one small integer: nearly every number.
    for (let shift = 0; pos < end && shift < 28; shift += 7) {
      const byte = source[pos++] as number;
      low |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        this.pos = pos;
        this.low = low;
        this.high = 0;
        return;
      }
    }
    this.longVarint(end);
  }

  private longVarint(end: number): void {
    const { source } = this;
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 64; shift += 7) {
      if (this.pos >= end) this.truncated();
      const byte = source[this.pos++] as number;
      if (shift < 28) low |= (byte & 0x7f) << shift;
      else if (shift === 28) {
        low |= (byte & 0x7f) << 28;
        high = (byte & 0x7f) >>> 4;
      } else high |= (byte & 0x7f) << (shift - 32);
      if (byte < 0x80) {
        this.low = low;
        this.high = high;
        return;
      }
    }
    this.fail("DECODE_VARINT_OVERFLOW", "varint of more than 10 bytes");
  }

  /** Passes over the value of an unknown field. Groups are counted, not recursed into. */
  private skip(firstWireType: number, end: number): void {
    let wireType = firstWireType;
    for (let depth = 0; ; ) {
      if (wireType === 0) this.varint(end);
      else if (wireType === 1) this.take(8, end);
      else if (wireType === 2) this.pos = this.stop(end);
      else if (wireType === 3) depth++;
      else if (wireType === 4) depth--;
      else if (wireType === 5) this.take(4, end);
      else this.fail("DECODE_ILLEGAL_TAG", `illegal wire type ${wireType}`);
      if (depth === 0) return;
      if (this.pos >= end) this.fail("DECODE_UNBALANCED_GROUP", "a group without an end");
      // Inside a group Go looks at the wire type only, not at the field number.
      this.varint(end);
      wireType = this.low & 7;
    }
  }
}
