import { EncodeError } from "./codec-errors.js";

/** Scratch space to turn a bigint into two 32-bit halves and back, which is many times faster than bigint shifts. */
const scratch = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));

/** The signed 64-bit number with these halves. */
export function bigintFromHalves(low: number, high: number): bigint {
  if (high === 0) return BigInt(low >>> 0);
  scratch.setInt32(0, low, true);
  scratch.setInt32(4, high, true);
  return scratch.getBigInt64(0, true);
}

/** The unsigned 64-bit number with these halves. */
export function unsignedFromHalves(low: number, high: number): bigint {
  if (high === 0) return BigInt(low >>> 0);
  scratch.setInt32(0, low, true);
  scratch.setInt32(4, high, true);
  return scratch.getBigUint64(0, true);
}

/** The low 32 bits of the number last given to {@link splitSigned} or {@link splitUnsigned}. */
export function lowHalf(): number {
  return scratch.getInt32(0, true);
}

/** The high 32 bits of it. */
export function highHalf(): number {
  return scratch.getInt32(4, true);
}

/** @throws EncodeError `ENCODE_OUT_OF_RANGE` when `value` is not in [-2^63, 2^63) */
export function splitSigned(value: bigint): void {
  scratch.setBigInt64(0, value, true);
  if (scratch.getBigInt64(0, true) !== value) outOfRange("int64", value);
}

/** @throws EncodeError `ENCODE_OUT_OF_RANGE` when `value` is not in [0, 2^64) */
export function splitUnsigned(value: bigint): void {
  scratch.setBigUint64(0, value, true);
  if (scratch.getBigUint64(0, true) !== value) outOfRange("uint64", value);
}

export function outOfRange(type: string, value: number | bigint): never {
  throw new EncodeError("ENCODE_OUT_OF_RANGE", `${value} is not a value of type ${type}`);
}
