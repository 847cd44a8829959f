import { type Proposal, type PublicKey, SignedMsgType, type Vote } from "../gen/index.js";
import { isEqualBytes } from "../runtime/bytes.js";
import { isNilBlockId } from "./block-ids.js";
import { addressFromPublicKey } from "./public-keys.js";
import { proposalSignBytes, voteExtensionSignBytes, voteSignBytes } from "./sign-bytes.js";
import { isSignedBy, type SignatureVerifier } from "./signatures.js";
import { VerificationError } from "./verification-error.js";

/** Whose signature to check, and how. */
export interface VerifySignatureOptions {
  /** The network's id, which is part of what is signed. */
  readonly chainId: string;
  /** The key of the validator that is said to have signed. */
  readonly publicKey: PublicKey;
  /** Default: {@link nobleVerifier}. */
  readonly verifier?: SignatureVerifier | undefined;
}

/**
 * Checks that a vote is of the validator with `publicKey`.
 *
 * Source: `types/vote.go:216-232@v0.38.25` (`Verify`), the same in all releases.
 *
 * @throws VerificationError `VERIFY_ADDRESS`, `VERIFY_SIGNATURE`, `VERIFY_KEY` or `VERIFY_KEY_TYPE`
 *
 * @example
 * ```ts
 * await verifyVote(vote, { chainId: "cosmoshub-4", publicKey: validatorPublicKey(validator) });
 * ```
 */
export async function verifyVote(vote: Vote, options: VerifySignatureOptions): Promise<void> {
  const { chainId, publicKey, verifier } = options;
  if (!isEqualBytes(addressFromPublicKey(publicKey), vote.validatorAddress)) {
    throw new VerificationError("VERIFY_ADDRESS", "the vote's address is not that of the validator's key");
  }
  if (!(await isSignedBy(publicKey, voteSignBytes(chainId, vote), vote.signature, verifier))) wrong("vote");
}

/**
 * Checks that a vote's extension is of the validator with `publicKey`. Only precommits for a block have one:
 * others pass, as in Go.
 *
 * Source: `types/vote.go:234-272@v0.38.25` (`VerifyExtension`).
 *
 * @throws VerificationError `VERIFY_SIGNATURE`, `VERIFY_KEY` or `VERIFY_KEY_TYPE`
 */
export async function verifyVoteExtension(vote: Vote, options: VerifySignatureOptions): Promise<void> {
  const { chainId, publicKey, verifier } = options;
  if (vote.type !== SignedMsgType.PRECOMMIT || isNilBlockId(vote.blockId)) return;
  const message = voteExtensionSignBytes(chainId, vote);
  if (!(await isSignedBy(publicKey, message, vote.extensionSignature, verifier))) wrong("vote extension");
}

/**
 * Checks that a proposal is of the validator with `publicKey`. Whether it was that validator's turn is not looked at.
 *
 * Source: `consensus/state.go:1915-1921@v0.38.25`, the same in all releases.
 *
 * @throws VerificationError `VERIFY_SIGNATURE`, `VERIFY_KEY` or `VERIFY_KEY_TYPE`
 */
export async function verifyProposal(proposal: Proposal, options: VerifySignatureOptions): Promise<void> {
  const { chainId, publicKey, verifier } = options;
  if (!(await isSignedBy(publicKey, proposalSignBytes(chainId, proposal), proposal.signature, verifier))) {
    wrong("proposal");
  }
}

function wrong(what: string): never {
  throw new VerificationError("VERIFY_SIGNATURE", `the ${what} was not signed with the validator's key`);
}
