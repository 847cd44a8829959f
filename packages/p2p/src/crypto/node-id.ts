import { hash } from "node:crypto";

/** Bytes of a node id before it is written in hexadecimal. `p2p/key.go:18@v0.38.25` */
export const NODE_ID_BYTES = 20;

/** Characters of a node id: lower-case hexadecimal. */
export const NODE_ID_LENGTH = NODE_ID_BYTES * 2;

/** Bytes of an Ed25519 public key. */
export const PUBLIC_KEY_BYTES = 32;

/** Bytes of an Ed25519 signature. */
export const SIGNATURE_BYTES = 64;

/**
 * The id of the node that owns `publicKey`: the first 20 bytes of the key's SHA-256, in lower-case hexadecimal.
 *
 * @param publicKey - Ed25519 public key, 32 bytes.
 * @returns 40 characters.
 * @throws RangeError when the key does not have 32 bytes.
 *
 * @example
 * ```ts
 * nodeIdFromPublicKey(remotePublicKey) === expectedId;
 * ```
 *
 * Source: `p2p/key.go:42-46@v0.38.25`.
 */
export function nodeIdFromPublicKey(publicKey: Uint8Array): string {
  if (publicKey.length !== PUBLIC_KEY_BYTES) {
    throw new RangeError(`public key has ${publicKey.length} bytes, want ${PUBLIC_KEY_BYTES}`);
  }
  return hash("sha256", publicKey, "hex").slice(0, NODE_ID_LENGTH);
}
