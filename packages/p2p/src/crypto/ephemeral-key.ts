import {
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  type X25519KeyPairKeyObjectOptions,
} from "node:crypto";
import { P2PError } from "../base/index.js";
import type { EphemeralKey } from "./handshake-crypto.js";

/** Bytes of an X25519 private key, public key and shared secret. */
const X25519_BYTES = 32;

/** DER of a PKCS #8 X25519 private key, up to the key's 32 bytes. RFC 8410, §7 */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b656e04220420", "hex");

/**
 * A fresh key pair; the private key never enters the JavaScript heap.
 *
 * The public key is exported by the job that makes the pair, never by {@link KeyObject.export}: that holds the key's lock
 * while it allocates, and when a garbage collection then finds the finished job, the job's destructor waits for the same
 * lock, on the same thread, for ever. It takes some 10^5 key pairs. `src/crypto/crypto_keygen.h` (`KeyPairGenConfig`) and
 * `crypto_keys.cc` (`ExportJWK`), seen on Node 20.20.2.
 */
export function generateEphemeralKey(): EphemeralKey {
  // Missing in @types/node 20, there from Node 16.6 on.
  const options = { publicKeyEncoding: { format: "jwk" } } as unknown as X25519KeyPairKeyObjectOptions;
  const { privateKey, publicKey } = generateKeyPairSync("x25519", options);
  return new X25519Key(privateKey, publicKey as unknown as JsonWebKey);
}

/**
 * The key pair of a given private key: for tests and for runs repeated from a seed.
 *
 * @param privateKey - 32 bytes as drawn; clamping happens inside the multiplication.
 * @throws RangeError when the key does not have 32 bytes.
 *
 * @example
 * ```ts
 * const scalar = Uint8Array.from({ length: 32 }, (_, i) => i + 1);
 * ephemeralKeyFromPrivate(scalar).publicKey; // 07a37cbc…b86d1c7c
 * ```
 */
export function ephemeralKeyFromPrivate(privateKey: Uint8Array): EphemeralKey {
  checkLength("private key", privateKey);
  const der = Buffer.concat([PKCS8_PREFIX, privateKey]);
  const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  der.fill(0);
  return new X25519Key(key, createPublicKey(key).export({ format: "jwk" }));
}

/** Raw keys go through JWK: 2 µs out and 9 µs in, where DER takes 110 and 120. */
class X25519Key implements EphemeralKey {
  readonly publicKey: Uint8Array;
  readonly #privateKey: KeyObject;

  constructor(privateKey: KeyObject, publicKey: JsonWebKey) {
    this.#privateKey = privateKey;
    this.publicKey = Uint8Array.from(Buffer.from(publicKey.x ?? "", "base64url"));
  }

  /**
   * Bit 255 is ignored and values above the prime are reduced, as in Go (RFC 7748, §5); a result of zero is refused
   * (§6.1): by OpenSSL, and here once more, because everything rests on it.
   */
  sharedSecret(remotePublicKey: Uint8Array): Uint8Array {
    checkLength("public key", remotePublicKey);
    const jwk: JsonWebKey = {
      kty: "OKP",
      crv: "X25519",
      x: Buffer.from(remotePublicKey).toString("base64url"),
    };
    const publicKey = createPublicKey({ key: jwk, format: "jwk" });
    let secret: Buffer;
    try {
      secret = diffieHellman({ privateKey: this.#privateKey, publicKey });
    } catch (cause) {
      throw new P2PError("LOW_ORDER_KEY", { cause });
    }
    let bits = 0;
    for (const byte of secret) bits |= byte;
    if (bits === 0) throw new P2PError("LOW_ORDER_KEY");
    return new Uint8Array(secret.buffer, secret.byteOffset, secret.length);
  }
}

function checkLength(what: string, bytes: Uint8Array): void {
  if (bytes.length !== X25519_BYTES)
    throw new RangeError(`${what} has ${bytes.length} bytes, want ${X25519_BYTES}`);
}
