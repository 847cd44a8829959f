import { hkdfSync } from "node:crypto";
import type { Clock, Random } from "../base/index.js";
import { ephemeralKeyFromPrivate, generateEphemeralKey } from "./ephemeral-key.js";
import type { HandshakeCrypto } from "./handshake-crypto.js";
import { SignatureVerifier } from "./signature-verifier.js";

/** `p2p/conn/secret_connection.go:50,340-343@v0.38.25` */
const HKDF_INFO = Buffer.from("TENDERMINT_SECRET_CONNECTION_KEY_AND_CHALLENGE_GEN");
const HKDF_SALT = new Uint8Array(0);
const HKDF_BYTES = 96;
const SECRET_BYTES = 32;

/** Options of {@link createHandshakeCrypto}. */
export interface HandshakeCryptoOptions {
  /** What the budget for slow signature checks is measured with. */
  readonly clock: Clock;
  /**
   * Where ephemeral keys are drawn from, for runs that must be repeatable. Left out, the operating system makes them and
   * the private key never enters the JavaScript heap.
   */
  readonly random?: Random;
}

/**
 * The handshake's primitives with `node:crypto`, and `@noble/curves` where ZIP-215 accepts what OpenSSL refuses.
 *
 * Make one for the process and share it: it keeps the budget for slow signature checks
 * (`limits.zip215ChecksPerS` and `limits.zip215ChecksPerSPerAddress`).
 *
 * @example
 * ```ts
 * const crypto = createHandshakeCrypto({ clock: systemClock });
 * const ephemeral = crypto.generateEphemeralKey();
 * const secret = ephemeral.sharedSecret(remotePublicKey);
 * ```
 */
export function createHandshakeCrypto(options: HandshakeCryptoOptions): HandshakeCrypto {
  const { clock, random } = options;
  const verifier = new SignatureVerifier({ clock });
  return {
    generateEphemeralKey() {
      return random === undefined
        ? generateEphemeralKey()
        : ephemeralKeyFromPrivate(random.bytes(SECRET_BYTES));
    },
    deriveSecrets(secret) {
      if (secret.length !== SECRET_BYTES) {
        throw new RangeError(`secret has ${secret.length} bytes, want ${SECRET_BYTES}`);
      }
      return new Uint8Array(hkdfSync("sha256", secret, HKDF_SALT, HKDF_INFO, HKDF_BYTES));
    },
    verify: (publicKey, message, signature, source) => verifier.verify(publicKey, message, signature, source),
  };
}
