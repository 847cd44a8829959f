/*
 * The rules that many fields share. `at` is where the message that holds the field is, `field` the field's name: the two
 * are joined only when the rule is broken.
 */
import { hashBytes } from "../domain/merkle.js";
import { isEqualBytes } from "../runtime/bytes.js";
import { ValidationError } from "./validation-error.js";
import type { ValidationErrorCode } from "./validation-codes.js";

/** Bytes of a validator's address. */
export const addressBytes = 20;

/** The path of `field` in the message at `at`; the message of a channel is at "". */
export function join(at: string, field: string): string {
  return at === "" ? field : `${at}.${field}`;
}

export function fail(
  code: ValidationErrorCode,
  at: string,
  field: string,
  message: string,
  limit?: number | bigint,
): never {
  throw new ValidationError(code, join(at, field), message, limit);
}

export function checkAtLeast(
  least: number | bigint,
  value: number | bigint,
  at: string,
  field: string,
): void {
  if (value < least) fail("VALIDATE_TOO_SMALL", at, field, `${value}, at least ${least} is needed`, least);
}

export function checkAtMost(most: number | bigint, value: number | bigint, at: string, field: string): void {
  if (value > most) fail("VALIDATE_TOO_LARGE", at, field, `${value}, at most ${most} is allowed`, most);
}

export function checkLength(length: number, bytes: Uint8Array, at: string, field: string): void {
  if (bytes.length !== length) {
    fail("VALIDATE_LENGTH", at, field, `${bytes.length} bytes instead of ${length}`, length);
  }
}

export function checkLengthAtMost(most: number, bytes: Uint8Array, at: string, field: string): void {
  if (bytes.length > most) {
    fail("VALIDATE_LENGTH", at, field, `${bytes.length} bytes, at most ${most} are allowed`, most);
  }
}

/** A hash that may be empty (`types/validation.go:197-205@v0.38.25`). */
export function checkHash(hash: Uint8Array, at: string, field: string): void {
  if (hash.length > 0) checkLength(hashBytes, hash, at, field);
}

/** A signature that must be there, of at most `most` bytes. */
export function checkSignature(most: number, signature: Uint8Array, at: string, field: string): void {
  if (signature.length === 0) fail("VALIDATE_MISSING", at, field, "there is no signature");
  checkLengthAtMost(most, signature, at, field);
}

/** Returns what must be there. */
export function present<T>(value: T | undefined, at: string, field: string): T {
  if (value === undefined) fail("VALIDATE_MISSING", at, field, "it is missing");
  return value;
}

export function checkEmpty(bytes: Uint8Array, why: string, at: string, field: string): void {
  if (bytes.length > 0) fail("VALIDATE_UNEXPECTED", at, field, `${bytes.length} bytes, ${why}`);
}

/** That `given` is `hash`, the hash of `what`. */
export function checkHashOf(
  what: string,
  hash: Uint8Array,
  given: Uint8Array,
  at: string,
  field: string,
): void {
  if (isEqualBytes(hash, given)) return;
  fail("VALIDATE_HASH", at, field, `${hex(given)}, but the ${what} has ${hex(hash)}`);
}

/** Upper case, as Go prints hashes; no more than a hash's length of it. */
function hex(bytes: Uint8Array): string {
  if (bytes.length > hashBytes) return `${bytes.length} bytes`;
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join("") || "nothing";
}
