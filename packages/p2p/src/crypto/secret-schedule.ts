import type { HandshakeCrypto } from "./handshake-crypto.js";
import { MerlinTranscript } from "./merlin-transcript.js";

/** Bytes of a key of ChaCha20-Poly1305, and of the challenge. */
const SECRET_BYTES = 32;

/** Every handshake's transcript starts the same, so it is computed once and copied. */
const startOfTranscript = new MerlinTranscript("TENDERMINT_SECRET_CONNECTION_TRANSCRIPT_HASH");

/** What two ends share once they have exchanged ephemeral keys. */
export interface SessionSecrets {
  /** What each end signs with its node key to prove who it is: 32 bytes, the same on both ends. */
  readonly challenge: Uint8Array;
  /** Key for the frames that we send: 32 bytes. */
  readonly sendKey: Uint8Array;
  /** Key for the frames that we receive: 32 bytes. */
  readonly recvKey: Uint8Array;
}

/**
 * Derives challenge and frame keys of a secret connection.
 *
 * The ephemeral keys are ordered as byte strings; who owns the lower one receives with the first key. An end that is sent
 * its own key back takes itself for the lower one, as Go does: then both ends would send with the same key, no frame
 * opens, and the reflection fails.
 *
 * @param localEphemeralPub - our ephemeral public key, 32 bytes.
 * @param remoteEphemeralPub - the peer's, 32 bytes, exactly as received (bit 255 and all).
 * @param dhSecret - their X25519 shared secret, 32 bytes.
 * @param crypto - does the HKDF.
 * @throws RangeError when an argument does not have 32 bytes.
 *
 * Source: `p2p/conn/secret_connection.go:112-148,335-387@v0.38.25`.
 */
export function deriveSession(
  localEphemeralPub: Uint8Array,
  remoteEphemeralPub: Uint8Array,
  dhSecret: Uint8Array,
  crypto: Pick<HandshakeCrypto, "deriveSecrets">,
): SessionSecrets {
  for (const bytes of [localEphemeralPub, remoteEphemeralPub, dhSecret]) {
    if (bytes.length !== SECRET_BYTES)
      throw new RangeError(`got ${bytes.length} bytes, want ${SECRET_BYTES}`);
  }
  const localIsLower = compareBytes(localEphemeralPub, remoteEphemeralPub) <= 0;

  const transcript = new MerlinTranscript(startOfTranscript);
  transcript.append("EPHEMERAL_LOWER_PUBLIC_KEY", localIsLower ? localEphemeralPub : remoteEphemeralPub);
  transcript.append("EPHEMERAL_UPPER_PUBLIC_KEY", localIsLower ? remoteEphemeralPub : localEphemeralPub);
  transcript.append("DH_SECRET", dhSecret);
  const challenge = transcript.extract("SECRET_CONNECTION_MAC", SECRET_BYTES);

  // The last third of the 96 bytes was the challenge before Merlin; nothing uses it today.
  const secrets = crypto.deriveSecrets(dhSecret);
  const lowerReceives = secrets.slice(0, SECRET_BYTES);
  const lowerSends = secrets.slice(SECRET_BYTES, 2 * SECRET_BYTES);
  secrets.fill(0);
  return localIsLower
    ? { challenge, sendKey: lowerSends, recvKey: lowerReceives }
    : { challenge, sendKey: lowerReceives, recvKey: lowerSends };
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`; both are public and equally long. */
function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
