// Generated from tendermint/crypto/keys.proto by "npm run generate". Do not edit.
import type { DecodeOptions } from "../../../runtime/options.js";
import { Reader } from "../../../runtime/reader.js";
import { prefixedSize, writeBytes, writeVarint } from "../../../runtime/writer.js";

/**
 * A public key of one of the types that CometBFT knows; which types those are depends on the release.
 *
 * Lengths are not checked here. A reader for a release that lacks a type sees no key at all, as that release does.
 *
 * Source: proto/tendermint/crypto/keys.proto@v0.38.25, @v0.39.4, @v0.40.0; proto/cometbft/crypto/v1/keys.proto@v1.0.1.
 */
export interface PublicKey {
  /** Which member the message has, and its value; `undefined` when it has none that is known. */
  sum: PublicKeySum | undefined;
}

/** What {@link PublicKey.sum} can be: `case` names the member, `value` is its content. */
export type PublicKeySum =
  /** 32 bytes. The only type that node keys have. */
  | { readonly case: "ed25519"; readonly value: Uint8Array }
  /** 33 bytes, compressed point. */
  | { readonly case: "secp256k1"; readonly value: Uint8Array }
  /** 96 bytes. */
  | { readonly case: "bls12381"; readonly value: Uint8Array }
  /** ML-DSA-65 key. */
  | { readonly case: "mldsa65"; readonly value: Uint8Array }
  /** 33 bytes, compressed point, with Ethereum's address rule. */
  | { readonly case: "secp256k1eth"; readonly value: Uint8Array };

/** A new {@link PublicKey} without content: what no bytes at all mean. */
export function emptyPublicKey(): PublicKey {
  return {
    sum: undefined,
  };
}

/**
 * Writes a {@link PublicKey} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodePublicKey(message: PublicKey): Uint8Array {
  const into = new Uint8Array(sizePublicKey(message));
  writePublicKey(into, into.length, message);
  return into;
}

/**
 * Reads a {@link PublicKey} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodePublicKey(bytes: Uint8Array, options?: DecodeOptions): PublicKey {
  const message = emptyPublicKey();
  readPublicKey(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizePublicKey(m: PublicKey): number {
  let size = 0;
  if (m.sum !== undefined) {
    switch (m.sum.case) {
      case "ed25519":
        size += 1 + prefixedSize(m.sum.value.length);
        break;
      case "secp256k1":
        size += 1 + prefixedSize(m.sum.value.length);
        break;
      case "bls12381":
        size += 1 + prefixedSize(m.sum.value.length);
        break;
      case "mldsa65":
        size += 1 + prefixedSize(m.sum.value.length);
        break;
      case "secp256k1eth":
        size += 1 + prefixedSize(m.sum.value.length);
        break;
    }
  }
  return size;
}

export function writePublicKey(into: Uint8Array, at: number, m: PublicKey): number {
  let pos = at;
  if (m.sum !== undefined) {
    switch (m.sum.case) {
      case "ed25519": {
        pos = writeBytes(into, pos, m.sum.value);
        pos = writeVarint(into, pos, m.sum.value.length);
        into[--pos] = 0x0a;
        break;
      }
      case "secp256k1": {
        pos = writeBytes(into, pos, m.sum.value);
        pos = writeVarint(into, pos, m.sum.value.length);
        into[--pos] = 0x12;
        break;
      }
      case "bls12381": {
        pos = writeBytes(into, pos, m.sum.value);
        pos = writeVarint(into, pos, m.sum.value.length);
        into[--pos] = 0x1a;
        break;
      }
      case "mldsa65": {
        pos = writeBytes(into, pos, m.sum.value);
        pos = writeVarint(into, pos, m.sum.value.length);
        into[--pos] = 0x22;
        break;
      }
      case "secp256k1eth": {
        pos = writeBytes(into, pos, m.sum.value);
        pos = writeVarint(into, pos, m.sum.value.length);
        into[--pos] = 0x2a;
        break;
      }
    }
  }
  return pos;
}

export function readPublicKey(r: Reader, end: number, m: PublicKey): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        m.sum = { case: "ed25519", value: r.bytes(end) };
        break;
      }
      case 18: {
        m.sum = { case: "secp256k1", value: r.bytes(end) };
        break;
      }
      case 26: {
        if (r.knows(56)) {
          m.sum = { case: "bls12381", value: r.bytes(end) };
        } else r.unknown(tag, end, false);
        break;
      }
      case 34: {
        if (r.knows(16)) {
          m.sum = { case: "mldsa65", value: r.bytes(end) };
        } else r.unknown(tag, end, false);
        break;
      }
      case 42: {
        if (r.knows(16)) {
          m.sum = { case: "secp256k1eth", value: r.bytes(end) };
        } else r.unknown(tag, end, false);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 2 || (tag >>> 3 === 3 && r.knows(56)) || (tag >>> 3 === 4 && r.knows(16)) || (tag >>> 3 === 5 && r.knows(16)));
    }
  }
}
