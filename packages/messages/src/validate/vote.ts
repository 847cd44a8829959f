import { isNilBlockId } from "../domain/block-ids.js";
import { type SignedMsgType, SignedMsgType as SignedMsgTypes, type Vote } from "../gen/index.js";
import { checkBlockId, checkCompleteOrNil } from "./block-id.js";
import {
  addressBytes,
  checkAtLeast,
  checkEmpty,
  checkLength,
  checkLengthAtMost,
  checkSignature,
  fail,
  join,
} from "./checks.js";
import type { Rules } from "./rules.js";

/** A prevote or a precommit (`types/signed_msg_type.go@v0.38.25`). */
export function checkVoteType(type: SignedMsgType, at: string): void {
  if (type !== SignedMsgTypes.PREVOTE && type !== SignedMsgTypes.PRECOMMIT) {
    fail("VALIDATE_TYPE", at, "type", `${type} is no type of vote`);
  }
}

/**
 * `VoteFromProto` and `ValidateBasic` in `types/vote.go:78-100,282-357@v0.38.25`, the same in all releases: those without
 * vote extensions read none. An extension's length is limited by the channel alone.
 */
export function checkVote(vote: Vote, rules: Rules, at: string): void {
  checkBlockId(vote.blockId, join(at, "blockId"));
  checkVoteType(vote.type, at);
  checkAtLeast(1n, vote.height, at, "height");
  checkAtLeast(0, vote.round, at, "round");
  checkCompleteOrNil(vote.blockId, at, "blockId");
  checkLength(addressBytes, vote.validatorAddress, at, "validatorAddress");
  checkAtLeast(0, vote.validatorIndex, at, "validatorIndex");
  checkSignature(rules.maxSignatureBytes, vote.signature, at, "signature");
  checkExtension(vote, rules, at);
}

function checkExtension(vote: Vote, rules: Rules, at: string): void {
  const { extension, extensionSignature } = vote;
  if (vote.type !== SignedMsgTypes.PRECOMMIT || isNilBlockId(vote.blockId)) {
    const why = "but only a precommit for a block has an extension";
    checkEmpty(extension, why, at, "extension");
    checkEmpty(extensionSignature, why, at, "extensionSignature");
    return;
  }
  checkLengthAtMost(rules.maxSignatureBytes, extensionSignature, at, "extensionSignature");
  checkSignedExtension(extension, extensionSignature, at);
}

/** An extension has a signature; the opposite may be, for an extension of no bytes. */
export function checkSignedExtension(extension: Uint8Array, signature: Uint8Array, at: string): void {
  if (extension.length > 0 && signature.length === 0) {
    fail("VALIDATE_MISSING", at, "extensionSignature", "the extension has no signature");
  }
}
