import type { ErrorDescription } from "../error.js";

const untrue = "The sender made it up, or it was damaged or mixed up with another on its way.";
const dropSender = "Drop what was received, and the peer that sent it.";

/**
 * Why something that was received and could be read is not what it claims to be.
 *
 * @see VerificationError
 */
export const verificationErrorCodes = {
  VERIFY_PROOF: {
    what: "A Merkle proof does not lead from the leaf to the root.",
    cause: untrue,
    remedy: dropSender,
    fault: "theirs",
  },
  VERIFY_PART: {
    what: "A block part does not fit its block: its index, its size or the number of parts is wrong.",
    cause: untrue,
    remedy: dropSender,
    fault: "theirs",
  },
  VERIFY_PART_LIMIT: {
    what: "A block is announced in more parts than allowed.",
    cause: "The sender wants us to set memory aside, or the limit is below the chain's largest block.",
    remedy: "Drop the peer; raise the limit if honest peers meet it.",
    fault: "theirs",
  },
  VERIFY_BLOCK: {
    what: "A block is not the one that its id names, or holds something else than its header says.",
    cause: untrue,
    remedy: dropSender,
    fault: "theirs",
  },
  VERIFY_KEY: {
    what: "A public key is missing, has the wrong length for its type or is no point of its curve.",
    cause: untrue,
    remedy: dropSender,
    fault: "theirs",
  },
  VERIFY_KEY_TYPE: {
    what: "A signature cannot be verified because there is no verifier for keys of its type.",
    cause: "The built-in verifier knows ed25519 and secp256k1; the chain uses other keys.",
    remedy: "Give a SignatureVerifier that knows this type of key.",
    fault: "ours",
  },
  VERIFY_ADDRESS: {
    what: "An address is not that of the public key which it stands for.",
    cause: untrue,
    remedy: dropSender,
    fault: "theirs",
  },
  VERIFY_SIGNATURE: {
    what: "A signature was not made with the key over the sign bytes.",
    cause: `${untrue} Or the chain id or the validator set is another chain's or another height's.`,
    remedy: "Compare the chain id and the validator set; drop what was received.",
    fault: "theirs",
  },
  VERIFY_COMMIT: {
    what: "A commit is for another height, another block or a validator set of another size.",
    cause: `${untrue} Or the validator set is another height's.`,
    remedy: "Compare the height and the validator set; drop what was received.",
    fault: "theirs",
  },
  VERIFY_POWER: {
    what: "The signatures of a commit have two thirds of the voting power or less.",
    cause: "The block was not decided, or the validator set is another height's.",
    remedy: "Compare the validator set; don't take the block for decided.",
    fault: "theirs",
  },
  VERIFY_VALIDATORS: {
    what: "A validator set is empty, has a negative voting power, or more in all than Go allows (2^60 - 1).",
    cause: untrue,
    remedy: dropSender,
    fault: "theirs",
  },
} as const satisfies Record<string, ErrorDescription>;

/** A code of {@link verificationErrorCodes}. */
export type VerificationErrorCode = keyof typeof verificationErrorCodes;
