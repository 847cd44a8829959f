import { secp256k1 } from "@noble/curves/secp256k1.js";
import { ripemd160 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import type { PublicKey, PublicKeySum, Validator } from "../gen/index.js";
import { VerificationError } from "./verification-error.js";

/** The name of a type of public key: the member of {@link PublicKey} that holds one. */
export type PublicKeyType = PublicKeySum["case"];

/** Bytes of a public key of each type. */
export const publicKeyBytes: Readonly<Record<PublicKeyType, number>> = {
  ed25519: 32,
  secp256k1: 33,
  bls12381: 96,
  mldsa65: 1952,
  secp256k1eth: 33,
};

/** How v1.0 names the types in {@link Validator.pubKeyType}. */
const typesByName: ReadonlyMap<string, PublicKeyType> = /* @__PURE__ */ new Map<string, PublicKeyType>([
  ["ed25519", "ed25519"],
  ["secp256k1", "secp256k1"],
  ["bls12_381", "bls12381"],
]);

/**
 * The address of a validator with this key: 20 bytes.
 *
 * Source: `Address` of `crypto/ed25519`, `crypto/secp256k1` (Bitcoin's rule), `crypto/bls12381`, `crypto/mldsa65` and
 * `crypto/secp256k1eth` (Ethereum's rule), all @v0.40.0; the same wherever a release knows the type.
 *
 * @throws VerificationError `VERIFY_KEY` when there is no key or it is not one of its type
 *
 * @example
 * ```ts
 * upperHex(addressFromPublicKey(validatorPublicKey(validator))); // as block explorers show it
 * ```
 */
export function addressFromPublicKey(key: PublicKey): Uint8Array {
  const { case: type, value } = requirePublicKey(key);
  if (type === "secp256k1") return ripemd160(sha256(value));
  if (type === "secp256k1eth") return keccak_256(uncompressed(value).subarray(1)).slice(12);
  return sha256(value).slice(0, 20);
}

/**
 * The key of a validator, in whichever of the two forms it came: v1.0 gives the type's name and the bytes, the others (and
 * v1.0's fallback) a {@link PublicKey}.
 *
 * Source: `ValidatorFromProto` in `types/validator.go@v0.38.25` and `@v1.0.1`.
 *
 * @throws VerificationError `VERIFY_KEY` when there is none
 */
export function validatorPublicKey(validator: Validator): PublicKey {
  const type = typesByName.get(validator.pubKeyType);
  if (type !== undefined && validator.pubKeyBytes.length === publicKeyBytes[type]) {
    return { sum: { case: type, value: validator.pubKeyBytes } };
  }
  const key = validator.pubKey ?? { sum: undefined };
  requirePublicKey(key);
  return key;
}

/** v1.0's name for the type of `key`, which only it has. */
export function publicKeyTypeName(key: PublicKey): string {
  const { case: type } = requirePublicKey(key);
  for (const [name, named] of typesByName) if (named === type) return name;
  throw new VerificationError("VERIFY_KEY", `v1.0 has no keys of the type ${type}`);
}

/** @throws VerificationError `VERIFY_KEY` when there is no key, or one of a wrong length */
export function requirePublicKey({ sum }: PublicKey): PublicKeySum {
  if (sum === undefined) throw new VerificationError("VERIFY_KEY", "there is no public key");
  const expected = publicKeyBytes[sum.case];
  if (sum.value.length !== expected) {
    throw new VerificationError(
      "VERIFY_KEY",
      `a key of the type ${sum.case} has ${expected} bytes, not ${sum.value.length}`,
    );
  }
  return sum;
}

function uncompressed(key: Uint8Array): Uint8Array {
  try {
    return secp256k1.Point.fromBytes(key).toBytes(false);
  } catch (cause) {
    throw new VerificationError("VERIFY_KEY", "the key is no point of secp256k1", { cause });
  }
}
