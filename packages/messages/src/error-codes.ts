import type { ErrorDescription } from "./error.js";

const fromPeer =
  "The peer sent bytes that no CometBFT release writes: another protocol, a fault, or an attack.";
const dropPeer =
  "Drop the peer. If it happens with every peer, check that both sides speak CometBFT's p2p protocol.";

/**
 * Why bytes could not be read as a message.
 *
 * @see DecodeError
 */
export const decodeErrorCodes = {
  DECODE_TRUNCATED: {
    what: "A value or a declared length reaches past the end of its message.",
    cause: fromPeer,
    remedy: dropPeer,
    fault: "theirs",
  },
  DECODE_VARINT_OVERFLOW: {
    what: "A varint does not fit in 64 bits: it has more than 10 bytes or, as a length prefix, a too large tenth byte.",
    cause: fromPeer,
    remedy: dropPeer,
    fault: "theirs",
  },
  DECODE_NEGATIVE_LENGTH: {
    what: "A declared length is 2^63 or more, which is negative as the signed number it is read as.",
    cause: fromPeer,
    remedy: dropPeer,
    fault: "theirs",
  },
  DECODE_WRONG_WIRE_TYPE: {
    what: "A known field is encoded with another wire type than the schema gives it.",
    cause: `${fromPeer} Two releases may also disagree about a field.`,
    remedy: "Drop the peer. If an honest peer does this, compare its release with the schema's.",
    fault: "theirs",
  },
  DECODE_ILLEGAL_TAG: {
    what: "A field number is zero or negative, or a wire type is 6 or 7.",
    cause: fromPeer,
    remedy: dropPeer,
    fault: "theirs",
  },
  DECODE_UNBALANCED_GROUP: {
    what: "A group ends that never began, or begins and never ends.",
    cause: fromPeer,
    remedy: dropPeer,
    fault: "theirs",
  },
  DECODE_TIMESTAMP: {
    what: "A timestamp is before year 1 or after year 9999, or its nanoseconds are not in [0, 10^9).",
    cause: fromPeer,
    remedy: dropPeer,
    fault: "theirs",
  },
  DECODE_LIMIT: {
    what: "A message has more list elements or deeper nesting than the limits given to the decoder allow.",
    cause: "A peer tries to make a small message expensive, or the limits are too tight for this chain.",
    remedy: "Drop the peer; raise the limit if honest peers meet it.",
    fault: "theirs",
  },
  DECODE_UNKNOWN_CHANNEL: {
    what: "A message came on a channel that no CometBFT reactor has.",
    cause: "The channel belongs to a reactor of the peer's application, or the caller passed a wrong number.",
    remedy:
      "Decode messages of other channels with the codec of their reactor; drop peers that use channels nobody announced.",
    fault: "theirs",
  },
  DECODE_NO_MEMBER: {
    what: "A message holds none of the messages that its reactor knows in this release.",
    cause:
      "The peer runs another release: v1.0 sends HasProposalBlockPart, which older ones do not know. Or it sent an empty message.",
    remedy: "Compare the peer's p2p version with ours; Go hangs up on such a message.",
    fault: "theirs",
  },
  DECODE_NO_TX: {
    what: "A message of the mempool holds no transaction.",
    cause: fromPeer,
    remedy: "Drop the peer, as Go does.",
    fault: "theirs",
  },
  DECODE_TX_EMPTY: {
    what: "A transaction has no bytes.",
    cause: "An attack: each empty transaction takes two bytes to send and far more to keep.",
    remedy: "Drop the peer, as Go does.",
    fault: "theirs",
  },
  DECODE_TX_TOO_LARGE: {
    what: "A transaction has more bytes than max_tx_bytes.",
    cause: "The peer is configured with a larger max_tx_bytes than we are.",
    remedy: "Give the chain's max_tx_bytes; drop the peer, as Go does.",
    fault: "theirs",
  },
  DECODE_TXS_TOO_LARGE: {
    what: "The transactions of a message have more bytes than max_tx_bytes and max_batch_bytes allow.",
    cause: "The peer is configured with a larger max_batch_bytes than we are, or attacks.",
    remedy: "Give the chain's max_batch_bytes; drop the peer, as Go does.",
    fault: "theirs",
  },
  DECODE_TX_GROUP: {
    what: "A message of the mempool holds an unknown group, which Go does not pass over there.",
    cause: fromPeer,
    remedy: "Drop the peer, as Go does.",
    fault: "theirs",
  },
  DECODE_UNREQUESTED_BLOCK: {
    what: "A block came that was not asked for.",
    cause: "An attack: a block may have 100 MiB. Or the request was given up before the answer came.",
    remedy: "Drop the peer, as Go does; keep a request open until its peer is gone.",
    fault: "theirs",
  },
  DECODE_TOO_MANY_SIGNATURES: {
    what: "A block's commit or extended commit has more than 10,000 signatures.",
    cause: "An attack: no validator set is as large.",
    remedy: "Drop the peer, as Go does.",
    fault: "theirs",
  },
  DECODE_MESSAGE_TOO_LARGE: {
    what: "A length prefix announces a message longer than allowed here.",
    cause:
      "The peer is configured with larger packets or messages than we are, or does not speak this protocol.",
    remedy: "Compare the size settings of both sides; drop the peer.",
    fault: "theirs",
  },
} as const satisfies Record<string, ErrorDescription>;

/** A code of {@link decodeErrorCodes}. */
export type DecodeErrorCode = keyof typeof decodeErrorCodes;

/**
 * Why a value could not be written as a message.
 *
 * @see EncodeError
 */
export const encodeErrorCodes = {
  ENCODE_OUT_OF_RANGE: {
    what: "A number does not fit its field: not an integer, or too small or too large.",
    cause: "The calling program put a wrong value into a message.",
    remedy: "Correct the value; the error's message names the type and the number.",
    fault: "ours",
  },
  ENCODE_TIMESTAMP: {
    what: "A time is before year 1 or after year 9999, or its nanoseconds are not in [0, 10^9).",
    cause: "The calling program put a wrong time into a message.",
    remedy: "Correct the time; Go refuses to write it, too.",
    fault: "ours",
  },
} as const satisfies Record<string, ErrorDescription>;

/** A code of {@link encodeErrorCodes}. */
export type EncodeErrorCode = keyof typeof encodeErrorCodes;
