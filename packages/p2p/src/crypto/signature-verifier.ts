import { verify as opensslVerify } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import { type Clock, limits } from "../base/index.js";
import { CheckBudget } from "./check-budget.js";
import type { SignatureVerdict } from "./handshake-crypto.js";
import { PUBLIC_KEY_BYTES, SIGNATURE_BYTES } from "./node-id.js";

/** The order of Ed25519's prime-order group, 2^252 + 27742317777372353535851937790883648493, little-endian. */
const GROUP_ORDER = Uint8Array.from(
  Buffer.from("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010", "hex"),
);

/**
 * Ed25519 verification with exactly the accept set of ZIP-215, which Go's network uses
 * (`crypto/ed25519/ed25519.go:27-29,168-175@v0.38.25`), at OpenSSL's speed for every honest signature.
 *
 * OpenSSL is asked first, and its yes is final, because whatever it accepts ZIP-215 accepts too. `ossl_ed25519_verify`
 * (OpenSSL, `crypto/ec/curve25519.c`) accepts (A, R, S) for message M when
 * 1. S < L: ZIP-215 asks the same;
 * 2. A decodes to a point, y not reduced first and the sign bit of x = 0 ignored: ZIP-215 allows exactly these;
 * 3. the bytes of R equal the encoding of P = [S]B − [k]A, where k = SHA-512(R ‖ A ‖ M) of the bytes as received, as in
 *    ZIP-215. So R decodes, namely to P, and [S]B = R + [k]A holds. Multiplied by the cofactor it is ZIP-215's equation
 *    [8][S]B = [8]R + [8][k]A.
 *
 * The other way round it is not so: R may be encoded non-canonically, and points of small order vanish from the equation
 * only when it is multiplied by 8. What OpenSSL refuses is therefore asked again, of a slower implementation and within a
 * budget, so that a flood of bad signatures cannot keep the process busy. OpenSSL never checks that A is canonical or
 * outside the small subgroup; if a later version does, its no is merely asked again.
 *
 * Sources: zips.z.cash/zip-0215; RFC 8032, §5.1.7; Chalkias, Garillot and Nikolaenko, "Taming the many EdDSAs" (2020).
 */
export class SignatureVerifier {
  readonly #budget: CheckBudget;

  constructor(options: { clock: Clock }) {
    this.#budget = new CheckBudget({
      perS: limits.zip215ChecksPerS,
      perSPerSource: limits.zip215ChecksPerSPerAddress,
      clock: options.clock,
    });
  }

  /** See {@link HandshakeCrypto.verify}. */
  verify(
    publicKey: Uint8Array,
    message: Uint8Array,
    signature: Uint8Array,
    source: string,
  ): SignatureVerdict {
    if (publicKey.length !== PUBLIC_KEY_BYTES || signature.length !== SIGNATURE_BYTES) return "invalid";
    if (!isBelowGroupOrder(signature.subarray(32))) return "invalid";
    if (isValidForOpenSsl(publicKey, message, signature)) return "valid";
    if (!this.#budget.tryTake(source)) return "over-budget";
    return ed25519.verify(signature, message, publicKey, { zip215: true }) ? "valid" : "invalid";
  }
}

function isValidForOpenSsl(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    const x = Buffer.from(publicKey).toString("base64url");
    const key = { key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" } as const;
    return opensslVerify(null, message, key, signature);
  } catch {
    return false;
  }
}

/** Whether `scalar`, 32 bytes little-endian, is below the group's order. Signatures are public: no constant time. */
function isBelowGroupOrder(scalar: Uint8Array): boolean {
  for (let i = scalar.length - 1; i >= 0; i--) {
    const difference = (scalar[i] ?? 0) - (GROUP_ORDER[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
