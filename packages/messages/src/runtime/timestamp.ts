import { EncodeError } from "./codec-errors.js";
import { highHalf, isSigned, lowHalf, numberFromHalves } from "./int64.js";
import type { Reader } from "./reader.js";
import { int32Size, int64Size, writeInt32, writeInt64 } from "./writer.js";

/**
 * A point in time, to the nanosecond, as Go's `time.Time` travels. The instant is `seconds + nanos / 10^9` after the
 * start of 1970 UTC, also before 1970: `nanos` never counts backwards.
 */
export interface Timestamp {
  /** Seconds since 1970-01-01 00:00:00 UTC, in [-62135596800, 253402300800): years 1 to 9999. */
  seconds: bigint;
  /** Nanoseconds within the second, in [0, 10^9). */
  nanos: number;
}

/** Seconds of the first instant of year 1: Go's zero time, and what an absent timestamp means on this wire. */
export const goZeroTimeSeconds = -62135596800n;

/** The seconds that a timestamp may have: from the start of year 1, and before the start of year 10000. */
const firstSecond = -62135596800;
const endSeconds = 253402300800;

/** Go's zero time, year 1, which is what Go reads when a message has no timestamp. (A timestamp that is there but empty is 1970.) */
export function goZeroTime(): Timestamp {
  return { seconds: goZeroTimeSeconds, nanos: 0 };
}

/** `seconds` may be rounded beyond 2^53: a bigint's comparisons take ten times as long as a number's. */
function isValid(seconds: number, nanos: number): boolean {
  return seconds >= firstSecond && seconds < endSeconds && nanos >= 0 && nanos < 1e9;
}

/** Reads into `time`. A second timestamp in the same field replaces the first (other messages are merged). */
export function readTimestamp(r: Reader, end: number, time: Timestamp): void {
  let seconds = 0;
  time.seconds = 0n;
  time.nanos = 0;
  while (r.pos < end) {
    const tag = r.tag(end);
    if (tag === 8) {
      time.seconds = r.int64(end);
      seconds = r.lastNumber();
    } else if (tag === 16) time.nanos = r.int32(end);
    else r.unknown(tag, end, tag >>> 3 === 1 || tag >>> 3 === 2);
  }
  if (!isValid(seconds, time.nanos))
    r.fail("DECODE_TIMESTAMP", `timestamp out of range: ${time.seconds} s, ${time.nanos} ns`);
}

/** @throws EncodeError `ENCODE_TIMESTAMP` or `ENCODE_OUT_OF_RANGE` */
export function timestampSize(time: Timestamp): number {
  if (!isSigned(time.seconds) || !isValid(numberFromHalves(lowHalf(), highHalf()), time.nanos))
    throw new EncodeError("ENCODE_TIMESTAMP", `time out of range: ${time.seconds} s, ${time.nanos} ns`);
  let size = 0;
  if (time.seconds !== 0n) size += 1 + int64Size(time.seconds);
  if (time.nanos !== 0) size += 1 + int32Size(time.nanos);
  return size;
}

export function writeTimestamp(into: Uint8Array, at: number, time: Timestamp): number {
  let pos = at;
  if (time.nanos !== 0) {
    pos = writeInt32(into, pos, time.nanos);
    into[--pos] = 0x10;
  }
  if (time.seconds !== 0n) {
    pos = writeInt64(into, pos, time.seconds);
    into[--pos] = 0x08;
  }
  return pos;
}
