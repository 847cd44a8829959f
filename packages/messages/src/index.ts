/**
 * CometBFT's p2p messages, read and written exactly as Go does. Runs anywhere, browsers included.
 *
 * Hashes and signatures need `@noble/hashes` and `@noble/curves`; a bundle of codecs alone holds neither.
 *
 * For each message `X` there is an interface, `emptyX()`, `encodeX(message)` and `decodeX(bytes, options)`.
 *
 * - 64-bit integers are `bigint`, bytes are `Uint8Array`, a oneof is `{ case, value }` or `undefined`.
 * - A field that Go holds by value is never `undefined`; other messages are `undefined` when absent.
 * - Strings keep bytes that are not UTF-8, see {@link goStringFromBytes}.
 * - Fields that the schema (or the release read as, {@link DecodeOptions.release}) does not know are dropped.
 * - Remote bytes lead to a {@link DecodeError} or to a value, never to anything else. Whether what they say may be is for
 *   {@link validateMessage} to tell.
 *
 * @example
 * ```ts
 * import { decodePexMessage, emptyPexMessage, encodePexMessage } from "@cometwire/messages";
 *
 * const request = encodePexMessage({ sum: { case: "pexRequest", value: {} } }); // 0a 00
 * const answer = decodePexMessage(bytes);
 * if (answer.sum?.case === "pexAddrs") {
 *   for (const { id, ip, port } of answer.sum.value.addrs) console.log(id, ip, port);
 * }
 * ```
 *
 * @packageDocumentation
 */
export { decodeMessage, type DecodeMessageOptions, encodeMessage } from "./channels/channel-messages.js";
export {
  type ChannelMessage,
  messagePlaces,
  type MessageType,
  type MessageTypePlace,
  type MessageTypes,
} from "./channels/message-types.js";
export { protocolVersions, type ReleaseProtocolVersions } from "./channels/protocol-versions.js";
export {
  defaultMaxTxBytes,
  mempoolMessageBytes,
  type StandardChannel,
  type StandardChannelOptions,
  standardChannels,
  type StandardReactor,
} from "./channels/standard-channels.js";
export { DelimitedReader, encodeDelimited } from "./delimited.js";
export { bitArray, hasBit } from "./domain/bits.js";
export {
  BlockAssembler,
  type BlockAssemblerOptions,
  splitBlock,
  verifyBlock,
} from "./domain/block-parts.js";
export { evidenceHash } from "./domain/evidence-hash.js";
export { commitHash, dataHash, headerHash, txHash, validatorSetHash } from "./domain/hashes.js";
export { merkleProofs, merkleRoot, verifyProof } from "./domain/merkle.js";
export {
  addressFromPublicKey,
  publicKeyBytes,
  type PublicKeyType,
  validatorPublicKey,
} from "./domain/public-keys.js";
export {
  commitSignBytes,
  proposalSignBytes,
  voteExtensionSignBytes,
  voteSignBytes,
} from "./domain/sign-bytes.js";
export { isSignedBy, nobleVerifier, type SignatureVerifier } from "./domain/signatures.js";
export { timestampText } from "./domain/time.js";
export { type VerificationErrorCode, verificationErrorCodes } from "./domain/verification-codes.js";
export { VerificationError } from "./domain/verification-error.js";
export { verifyCommit, type VerifyCommitOptions } from "./domain/verify-commit.js";
export {
  verifyProposal,
  type VerifySignatureOptions,
  verifyVote,
  verifyVoteExtension,
} from "./domain/verify-vote.js";
export { CometwireError, type ErrorDescription, type Fault } from "./error.js";
export {
  type DecodeErrorCode,
  decodeErrorCodes,
  type EncodeErrorCode,
  encodeErrorCodes,
} from "./error-codes.js";
export * from "./gen/index.js";
export type { GuardOptions } from "./guards/guard-message.js";
export { messageLimits, messageListLimits } from "./message-limits.js";
export { DecodeError, EncodeError } from "./runtime/codec-errors.js";
export {
  type DecodeOptions,
  defaultMaxDepth,
  defaultMaxElements,
  type Release,
  releases,
} from "./runtime/options.js";
export { goStringFromBytes, goStringToBytes } from "./runtime/string.js";
export { goZeroTime, goZeroTimeSeconds, type Timestamp } from "./runtime/timestamp.js";
export type { ValidateMessageOptions } from "./validate/rules.js";
export { validateMessage } from "./validate/validate-message.js";
export { type ValidationErrorCode, validationErrorCodes } from "./validate/validation-codes.js";
export { ValidationError } from "./validate/validation-error.js";
