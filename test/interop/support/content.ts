/** Message content that both sides can make and check. */
import { createHash } from "node:crypto";

/** `length` bytes by the reference peer's rule `mul31add7`: byte i is 31·i + 7, modulo 256. */
export function ruledBytes(length: number): Uint8Array {
  return fill(length, (i) => i * 31 + 7);
}

/** `length` bytes that differ from place to place and from one `salt` to another. */
export function saltedBytes(length: number, salt: number): Uint8Array {
  return fill(length, (i) => i * 31 + (i >> 8) * 7 + salt * 13);
}

/** SHA-256 in hex, as the reference peer reports it. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Lengths and hashes: what to compare when messages are too large to print. */
export function digests(messages: readonly Uint8Array[]): string[] {
  return messages.map((message) => `${message.length} ${sha256(message)}`);
}

function fill(length: number, byteAt: (i: number) => number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) bytes[i] = byteAt(i);
  return bytes;
}
