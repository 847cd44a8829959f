/** An X25519 key pair made for one handshake. */
export interface EphemeralKey {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /**
   * The X25519 shared secret with `remotePublicKey` (32 bytes each).
   *
   * Bit 255 of the remote key is ignored and values from the prime up are reduced, as in Go.
   *
   * @returns 32 bytes, which belong to the caller: it wipes them when the keys of the session are derived.
   * @throws P2PError `LOW_ORDER_KEY` when it would be all zero.
   * @throws RangeError when the key does not have 32 bytes.
   */
  sharedSecret(remotePublicKey: Uint8Array): Uint8Array;
}

/** What verifying a signature says. `"over-budget"`: OpenSSL refused it and ZIP-215 may not be asked right now. */
export type SignatureVerdict = "valid" | "invalid" | "over-budget";

/** The asymmetric primitives of the handshake, injected so that tests can fix the ephemeral key. */
export interface HandshakeCrypto {
  /** A fresh X25519 key pair, for one handshake. */
  generateEphemeralKey(): EphemeralKey;
  /**
   * The 96 bytes of HKDF-SHA256 (no salt) that the frame keys come from. `secret` has 32 bytes.
   *
   * @throws RangeError when it has not.
   */
  deriveSecrets(secret: Uint8Array): Uint8Array;
  /**
   * Ed25519 with exactly ZIP-215's accept set. Never throws for what the arguments hold: a key of another length than 32
   * bytes, or a signature of another than 64, is invalid.
   *
   * @param source - who asks: the budget for the slow check is kept per source. The remote IPv4 address, or the /64 of an
   *   IPv6 address, for one host has all of it.
   */
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array, source: string): SignatureVerdict;
}
