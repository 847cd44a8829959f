import type { ErrorDescription } from "../error.js";

const faulty = "A faulty implementation, or an attack: no CometBFT release sends this.";
const drop = "Drop the peer, as Go does. The error's path names the field.";

/**
 * Why a message that could be read breaks the rules for its content.
 *
 * @see ValidationError
 */
export const validationErrorCodes = {
  VALIDATE_MISSING: {
    what: "Something that must be there is absent or empty.",
    cause: faulty,
    remedy: drop,
    fault: "theirs",
  },
  VALIDATE_UNEXPECTED: {
    what: "Something is there that must be absent or empty, because of another field.",
    cause: faulty,
    remedy: drop,
    fault: "theirs",
  },
  VALIDATE_TOO_SMALL: {
    what: "A number is smaller than allowed, in most cases negative.",
    cause: faulty,
    remedy: drop,
    fault: "theirs",
  },
  VALIDATE_TOO_LARGE: {
    what: "A number, a count or a voting power is larger than allowed.",
    cause: `${faulty} For a limit of the chain's own: the sender has other settings.`,
    remedy: `${drop} Compare limits that were given as options with the chain's settings.`,
    fault: "theirs",
  },
  VALIDATE_LENGTH: {
    what: "A field of bytes or text is not as long as it must be, or longer than allowed.",
    cause: `${faulty} Signatures: a release with other types of keys allows longer ones.`,
    remedy: `${drop} Compare the release that was given with the sender's.`,
    fault: "theirs",
  },
  VALIDATE_TYPE: {
    what: "A type, step or flag is none of those that are defined here.",
    cause: faulty,
    remedy: drop,
    fault: "theirs",
  },
  VALIDATE_PROTOCOL: {
    what: "A block is of another block protocol than 11.",
    cause: "The sender runs an incompatible release.",
    remedy: "Compare both releases.",
    fault: "theirs",
  },
  VALIDATE_BLOCK_ID: {
    what: "A block's id is neither complete nor, where that is allowed, empty.",
    cause: faulty,
    remedy: drop,
    fault: "theirs",
  },
  VALIDATE_BIT_ARRAY: {
    what: "The number of bits of a bit array is negative or does not fit its words.",
    cause: "An attack on Go nodes that trust the number of bits (ASA-2025-003).",
    remedy: drop,
    fault: "theirs",
  },
  VALIDATE_MISMATCH: {
    what: "Two fields that belong together contradict each other.",
    cause: faulty,
    remedy: drop,
    fault: "theirs",
  },
  VALIDATE_HASH: {
    what: "A hash is not that of what it stands for.",
    cause: "The sender made it up, or the content was damaged on its way.",
    remedy: drop,
    fault: "theirs",
  },
  VALIDATE_ORDER: {
    what: "The two votes of an evidence are not in the order of their block ids, or are for one block.",
    cause: faulty,
    remedy: drop,
    fault: "theirs",
  },
  VALIDATE_KEY: {
    what: "A validator has no public key, or one of an unknown type, a wrong length or that is no point of its curve.",
    cause: `${faulty} Or the sender's release knows types of keys that the given release does not.`,
    remedy: `${drop} Compare the release that was given with the sender's.`,
    fault: "theirs",
  },
  VALIDATE_ADDRESS: {
    what: "A validator's address is not that of its key, or a network address is none.",
    cause: faulty,
    remedy: drop,
    fault: "theirs",
  },
  VALIDATE_PROPOSER: {
    what: "The proposer of a validator set is not in it.",
    cause: "An attack (ASA-2024-009), or a faulty implementation.",
    remedy: drop,
    fault: "theirs",
  },
} as const satisfies Record<string, ErrorDescription>;

/** A code of {@link validationErrorCodes}. */
export type ValidationErrorCode = keyof typeof validationErrorCodes;
