import { ed25519 } from "@noble/curves/ed25519.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { bytesToNumberBE, numberToBytesBE } from "@noble/curves/utils.js";
import type { PublicKey } from "../gen/index.js";
import { type PublicKeyType, requirePublicKey } from "./public-keys.js";
import { VerificationError } from "./verification-error.js";

/**
 * Says whether a signature was made with a key over a message, or `undefined` when it does not know keys of this type. Give
 * your own to use a faster library, other threads, or another type of key.
 *
 * The chain takes ed25519 signatures by ZIP-215, which takes some that others refuse: for all honest validators any
 * library does.
 */
export type SignatureVerifier = (
  type: PublicKeyType,
  key: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean | undefined | Promise<boolean | undefined>;

const signatureBytes = 64;

/**
 * The verifier that is used when none is given: ed25519 by ZIP-215 and secp256k1 (over SHA-256, the low `s` only), in
 * plain JavaScript. About a millisecond for a signature.
 *
 * Source: `crypto/ed25519/ed25519.go:150-157`, `crypto/secp256k1/secp256k1.go:189-222@v0.38.25`. Before v0.38 Go verifies
 * ed25519 by RFC 8032.
 */
export const nobleVerifier: SignatureVerifier = (type, key, message, signature) => {
  if (type !== "ed25519" && type !== "secp256k1") return undefined;
  if (signature.length !== signatureBytes) return false;
  try {
    if (type === "ed25519") return ed25519.verify(signature, message, key, { zip215: true });
    return secp256k1.verify(reduced(signature), message, key, { lowS: true });
  } catch {
    // Of a key or a signature that is no point of the curve.
    return false;
  }
};

/** Go takes `r` and `s` modulo the group's order (`crypto/secp256k1/secp256k1.go:205-222@v0.38.25`). */
function reduced(signature: Uint8Array): Uint8Array {
  const { n } = secp256k1.Point.CURVE();
  const bytes = new Uint8Array(signatureBytes);
  for (const at of [0, 32]) {
    const number = bytesToNumberBE(signature.subarray(at, at + 32));
    bytes.set(numberToBytesBE(number % n, 32), at);
  }
  return bytes;
}

/**
 * Whether `signature` is that of `key` over `message`.
 *
 * @throws VerificationError `VERIFY_KEY` when there is no key or it has a wrong length; `VERIFY_KEY_TYPE` when the verifier
 * does not know its type
 */
export async function isSignedBy(
  key: PublicKey,
  message: Uint8Array,
  signature: Uint8Array,
  verifier: SignatureVerifier = nobleVerifier,
): Promise<boolean> {
  const { case: type, value } = requirePublicKey(key);
  const isValid = await verifier(type, value, message, signature);
  if (isValid === undefined) {
    throw new VerificationError("VERIFY_KEY_TYPE", `no verifier for keys of the type ${type}`);
  }
  return isValid;
}
