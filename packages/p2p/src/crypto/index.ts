export { checkBatch, checkKey, FRAME_BATCH, type FrameCipher, type FrameKey } from "./frame-cipher.js";
export { chooseFrameCipher, defaultFrameCipher, type FrameCipherChoice } from "./frame-cipher-choice.js";
export { nodeFrameCipher } from "./frame-cipher-node.js";
export type { EphemeralKey, HandshakeCrypto, SignatureVerdict } from "./handshake-crypto.js";
export { ephemeralKeyFromPrivate } from "./ephemeral-key.js";
export { createHandshakeCrypto, type HandshakeCryptoOptions } from "./handshake-crypto-node.js";
export { MerlinTranscript } from "./merlin-transcript.js";
export {
  NODE_ID_BYTES,
  NODE_ID_LENGTH,
  nodeIdFromPublicKey,
  PUBLIC_KEY_BYTES,
  SIGNATURE_BYTES,
} from "./node-id.js";
export { NodeKey } from "./node-key.js";
export { deriveSession, type SessionSecrets } from "./secret-schedule.js";
