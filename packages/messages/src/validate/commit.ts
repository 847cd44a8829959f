import { isNilBlockId } from "../domain/block-ids.js";
import { goFlag } from "../domain/go-forms.js";
import {
  BlockIDFlag,
  type BlockID,
  type Commit,
  type CommitSig,
  type ExtendedCommit,
  type ExtendedCommitSig,
} from "../gen/index.js";
import { messageLimits } from "../message-limits.js";
import { goZeroTimeSeconds } from "../runtime/timestamp.js";
import { checkBlockId } from "./block-id.js";
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
import { checkSignedExtension } from "./vote.js";

/** `CommitFromProto` and `ValidateBasic` in `types/block.go:910-933,1022-1046@v0.38.25`. */
export function checkCommit(commit: Commit, rules: Rules, at: string): void {
  checkBlockId(commit.blockId, join(at, "blockId"));
  for (const [i, signature] of commit.signatures.entries()) {
    checkCommitSig(signature, rules, join(at, `signatures[${i}]`));
  }
  checkHead(commit, commit.signatures.length, "signatures", at);
}

/** `ExtendedCommitFromProto` and `ValidateBasic` in `types/block.go:1216-1285@v0.38.25`. */
export function checkExtendedCommit(commit: ExtendedCommit, rules: Rules, at: string): void {
  checkBlockId(commit.blockId, join(at, "blockId"));
  for (const [i, signature] of commit.extendedSignatures.entries()) {
    checkExtendedCommitSig(signature, rules, join(at, `extendedSignatures[${i}]`));
  }
  checkHead(commit, commit.extendedSignatures.length, "extendedSignatures", at);
}

/** Only the commit before the first block is for no block and without signatures. */
function checkHead(
  { height, round, blockId }: { height: bigint; round: number; blockId: BlockID },
  signatures: number,
  field: string,
  at: string,
): void {
  checkAtLeast(0n, height, at, "height");
  checkAtLeast(0, round, at, "round");
  if (height === 0n) return;
  if (isNilBlockId(blockId)) fail("VALIDATE_BLOCK_ID", at, "blockId", "a commit is not for nil");
  if (signatures === 0) fail("VALIDATE_MISSING", at, field, "there are no signatures");
}

/** `types/block.go:654-699@v0.38.25`. */
function checkCommitSig(signature: CommitSig, rules: Rules, at: string): void {
  const flag = goFlag(signature.blockIdFlag);
  if (flag !== BlockIDFlag.ABSENT) {
    if (flag !== BlockIDFlag.COMMIT && flag !== BlockIDFlag.NIL) {
      fail("VALIDATE_TYPE", at, "blockIdFlag", `${flag} is no flag`);
    }
    checkLength(addressBytes, signature.validatorAddress, at, "validatorAddress");
    checkSignature(rules.maxSignatureBytes, signature.signature, at, "signature");
    return;
  }
  const why = "but the vote is absent";
  checkEmpty(signature.validatorAddress, why, at, "validatorAddress");
  const { seconds, nanos } = signature.timestamp;
  if (seconds !== goZeroTimeSeconds || nanos !== 0) {
    fail("VALIDATE_UNEXPECTED", at, "timestamp", "there is a time, but the vote is absent");
  }
  checkEmpty(signature.signature, why, at, "signature");
}

/** `types/block.go:748-767@v0.38.25`. */
function checkExtendedCommitSig(signature: ExtendedCommitSig, rules: Rules, at: string): void {
  checkCommitSig(signature, rules, at);
  const { extension, extensionSignature } = signature;
  if (goFlag(signature.blockIdFlag) === BlockIDFlag.COMMIT) {
    checkLengthAtMost(messageLimits.voteExtensionBytes, extension, at, "extension");
    checkLengthAtMost(rules.maxSignatureBytes, extensionSignature, at, "extensionSignature");
  } else checkSignedExtension(extension, extensionSignature, at);
}
