import { type Clock, P2PError, type Random } from "../base/index.js";
import {
  createHandshakeCrypto,
  type EphemeralKey,
  type FrameCipher,
  type HandshakeCrypto,
  NodeKey,
  nodeIdFromPublicKey,
  PUBLIC_KEY_BYTES,
  SIGNATURE_BYTES,
} from "../crypto/index.js";
import { simulatedCipher } from "./simulated-crypto-cipher.js";
import { digest } from "./simulated-crypto-digest.js";

const SECRET_BYTES = 32;
const HKDF_BYTES = 96;
/** What every signature of a simulated key begins with, so that it is told from a real one. */
const MARK = Uint8Array.from(Buffer.from("simulated signature"));

/** What {@link simulatedCrypto} needs. */
export interface SimulatedCryptoOptions {
  /** What the budget for slow checks of real signatures goes by. */
  readonly clock: Clock;
  /** Where ephemeral keys come from. */
  readonly random: Random;
}

/**
 * Cryptography that costs next to nothing and protects nothing: **for simulations only**. Frames travel in clear, and
 * anybody can forge anything. The handshake runs the same code as ever, and notices by accident or by a test's doing what
 * it would notice otherwise: another key, another challenge, a frame that was changed, repeated or left out.
 *
 * Keys of {@link simulatedNodeKey} are cheap; real ones work too, at their usual price. Both ends of a connection need it.
 *
 * @example
 * ```ts
 * const transport = new TcpTransport({ ...simulatedCrypto({ clock, random }), nodeKey, nodeInfo, clock, sockets });
 * ```
 */
export function simulatedCrypto(options: SimulatedCryptoOptions): {
  readonly crypto: HandshakeCrypto;
  readonly cipher: FrameCipher;
} {
  const { clock, random } = options;
  const real = createHandshakeCrypto({ clock });
  const crypto: HandshakeCrypto = {
    generateEphemeralKey: () => new SimulatedEphemeralKey(random.bytes(PUBLIC_KEY_BYTES)),
    deriveSecrets(secret) {
      checkLength("secret", secret, SECRET_BYTES);
      return digest(HKDF_BYTES, secret);
    },
    verify(publicKey, message, signature, source) {
      if (publicKey.length !== PUBLIC_KEY_BYTES || signature.length !== SIGNATURE_BYTES) return "invalid";
      if (!isMarked(signature)) return real.verify(publicKey, message, signature, source);
      return Buffer.compare(signature, simulatedSignature(publicKey, message)) === 0 ? "valid" : "invalid";
    },
  };
  return { crypto, cipher: simulatedCipher };
}

/**
 * A node key for {@link simulatedCrypto}, made in a few microseconds and always the same for the same randomness.
 * **For simulations only**: no real node accepts its signatures, and it cannot be saved.
 */
export function simulatedNodeKey(random: Random): NodeKey {
  const publicKey = random.bytes(PUBLIC_KEY_BYTES);
  const unsaved = (): never => {
    throw new P2PError("OPTION_INVALID", { detail: "a simulated node key has no file" });
  };
  const parts = {
    id: nodeIdFromPublicKey(publicKey),
    publicKey,
    sign: (message: Uint8Array) => simulatedSignature(publicKey, message),
    toJson: unsaved,
    save: () => new Promise<void>(unsaved),
  };
  return Object.assign(Object.create(NodeKey.prototype) as NodeKey, parts);
}

function simulatedSignature(publicKey: Uint8Array, message: Uint8Array): Uint8Array {
  const signature = digest(SIGNATURE_BYTES, publicKey, message);
  signature.set(MARK);
  return signature;
}

function isMarked(signature: Uint8Array): boolean {
  return MARK.every((byte, i) => signature[i] === byte);
}

/** "Agreement" by adding up the two public keys: the same on both ends, and no secret at all. */
class SimulatedEphemeralKey implements EphemeralKey {
  readonly publicKey: Uint8Array;

  constructor(publicKey: Uint8Array) {
    this.publicKey = publicKey;
  }

  sharedSecret(remotePublicKey: Uint8Array): Uint8Array {
    checkLength("public key", remotePublicKey, PUBLIC_KEY_BYTES);
    if (remotePublicKey.every((byte) => byte === 0)) throw new P2PError("LOW_ORDER_KEY");
    return this.publicKey.map((byte, i) => byte + (remotePublicKey[i] as number));
  }
}

function checkLength(what: string, bytes: Uint8Array, length: number): void {
  if (bytes.length !== length) throw new RangeError(`${what} has ${bytes.length} bytes, want ${length}`);
}
