import { limits } from "../../src/base/limits.js";

const { framePlainBytes } = limits;
const TAG_BYTES = 16;
const BLOCK_BYTES = 64;
const CONSTANTS = Buffer.from("expand 32-byte k", "latin1");
const QUARTERS = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const;

/** ChaCha20-Poly1305 as RFC 8439 writes it down, without regard to time: what faster ciphers are held equal to. */
export function sealFrame(key: Uint8Array, counter: bigint, plain: Uint8Array): Uint8Array {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64LE(counter, 4);
  const sealed = Buffer.alloc(framePlainBytes + TAG_BYTES);
  for (let at = 0; at < framePlainBytes; at += BLOCK_BYTES) {
    const keystream = chacha20Block(key, 1 + at / BLOCK_BYTES, nonce);
    for (let i = at; i < Math.min(at + BLOCK_BYTES, framePlainBytes); i++)
      sealed[i] = (plain[i] as number) ^ (keystream[i - at] as number);
  }
  const oneTimeKey = chacha20Block(key, 0, nonce).subarray(0, 32);
  sealed.set(poly1305(oneTimeKey, macData(sealed.subarray(0, framePlainBytes))), framePlainBytes);
  return sealed;
}

/** RFC 8439, §2.3. */
export function chacha20Block(key: Uint8Array, counter: number, nonce: Uint8Array): Uint8Array {
  const counterBytes = Buffer.alloc(4);
  counterBytes.writeUInt32LE(counter);
  const start = new Uint32Array(Uint8Array.from([...CONSTANTS, ...key, ...counterBytes, ...nonce]).buffer);
  const x = Uint32Array.from(start);
  const step = (a: number, b: number, d: number, bits: number) => {
    x[a] = (x[a] as number) + (x[b] as number);
    const mixed = (x[d] as number) ^ x[a];
    x[d] = (mixed << bits) | (mixed >>> (32 - bits));
  };
  for (let round = 0; round < 20; round += 2) {
    for (const [a, b, c, d] of QUARTERS) {
      step(a, b, d, 16);
      step(c, d, b, 12);
      step(a, b, d, 8);
      step(c, d, b, 7);
    }
  }
  return new Uint8Array(x.map((word, i) => word + (start[i] as number)).buffer);
}

export const P = (1n << 130n) - 5n;
const CLAMP = 0x0ffffffc_0ffffffc_0ffffffc_0fffffffn;

/** RFC 8439, §2.5. */
export function poly1305(oneTimeKey: Uint8Array, message: Uint8Array): Uint8Array {
  const r = numberOf(oneTimeKey.subarray(0, 16)) & CLAMP;
  const s = numberOf(oneTimeKey.subarray(16, 32));
  let h = 0n;
  for (let at = 0; at < message.length; at += 16)
    h = ((h + numberOf(Uint8Array.from([...message.subarray(at, at + 16), 1]))) * r) % P;
  return bytesOf(h + s, TAG_BYTES);
}

/** RFC 8439, §2.8: what the tag of `ciphertext` is taken of, when there is no associated data. */
export function macData(ciphertext: Uint8Array): Uint8Array {
  const padding = -ciphertext.length & 15;
  const data = Buffer.alloc(ciphertext.length + padding + 16);
  data.set(ciphertext);
  data.writeBigUInt64LE(BigInt(ciphertext.length), data.length - 8);
  return data;
}

/** Little-endian bytes as a number. */
export function numberOf(bytes: Uint8Array): bigint {
  return bytes.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

/** The lowest bytes of a number, little-endian. */
export function bytesOf(number: bigint, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => Number((number >> BigInt(8 * i)) & 0xffn));
}
