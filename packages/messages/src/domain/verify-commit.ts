import { type BlockID, BlockIDFlag, type Commit, encodeBlockID, type Validator } from "../gen/index.js";
import { maxTotalVotingPower } from "../message-limits.js";
import { isEqualBytes } from "../runtime/bytes.js";
import { goFlag } from "./go-forms.js";
import { validatorPublicKey } from "./public-keys.js";
import { commitSignBytes } from "./sign-bytes.js";
import { isSignedBy, type SignatureVerifier } from "./signatures.js";
import { VerificationError } from "./verification-error.js";

/** What a commit is checked against. */
export interface VerifyCommitOptions {
  /** The network's id, which is part of what is signed. */
  readonly chainId: string;
  /** The validators of the commit's height, in the order of their set. */
  readonly validators: readonly Validator[];
  /** The block that must have been decided. */
  readonly blockId: BlockID;
  /** The height at which it must have been decided. */
  readonly height: bigint;
  /**
   * `all` signatures, those for no block too, as a full node does; or only as many as it takes for `two-thirds`, as a light
   * client does. Default `all`.
   */
  readonly signatures?: "all" | "two-thirds" | undefined;
  /** Default: {@link nobleVerifier}. */
  readonly verifier?: SignatureVerifier | undefined;
}

/**
 * Checks that a block was decided: that more than two thirds of the voting power signed for it.
 *
 * Source: `types/validation.go:26-85,270-366@v0.38.25` (`VerifyCommit`, `VerifyCommitLight`). v0.34 and v1.0 do
 * not compare the validators' addresses.
 *
 * @throws VerificationError `VERIFY_COMMIT`, `VERIFY_VALIDATORS`, `VERIFY_SIGNATURE` with the places of those that are
 * wrong, `VERIFY_POWER`, `VERIFY_KEY` or `VERIFY_KEY_TYPE`
 *
 * @example
 * ```ts
 * await verifyCommit(next.lastCommit, { chainId, validators, blockId, height: block.header.height });
 * ```
 */
export async function verifyCommit(commit: Commit, options: VerifyCommitOptions): Promise<void> {
  const { chainId, validators, signatures = "all", verifier } = options;
  checkSubject(commit, options);
  const needed = (totalPower(validators) * 2n) / 3n;
  const onlyForBlock = signatures === "two-thirds";
  const wrong: number[] = [];
  let power = 0n;
  for (const [index, signature] of commit.signatures.entries()) {
    const validator = validators[index] as Validator;
    const flag = goFlag(signature.blockIdFlag);
    if (flag === BlockIDFlag.ABSENT || (onlyForBlock && flag !== BlockIDFlag.COMMIT)) continue;
    if (flag !== BlockIDFlag.COMMIT && flag !== BlockIDFlag.NIL) refuse(`the flag at ${index} is ${flag}`);
    if (!isEqualBytes(validator.address, signature.validatorAddress)) {
      refuse(`the signature at ${index} is of another validator than the set has there`);
    }
    const message = commitSignBytes(chainId, commit, signature);
    if (!(await isSignedBy(validatorPublicKey(validator), message, signature.signature, verifier))) {
      wrong.push(index);
    } else if (flag === BlockIDFlag.COMMIT) power += validator.votingPower;
    if (onlyForBlock && wrong.length === 0 && power > needed) return;
  }
  if (wrong.length > 0) {
    const text = `wrong signatures at ${wrong.join(", ")} of the commit for height ${commit.height}`;
    throw new VerificationError("VERIFY_SIGNATURE", text, { signatures: wrong });
  }
  if (power <= needed) {
    const text = `signed by a voting power of ${power}, more than ${needed} are needed`;
    throw new VerificationError("VERIFY_POWER", text);
  }
}

/** Whether it is a commit for this block, of a set of this size. */
function checkSubject(commit: Commit, { validators, blockId, height }: VerifyCommitOptions): void {
  if (commit.signatures.length !== validators.length) {
    refuse(`${commit.signatures.length} signatures for ${validators.length} validators`);
  }
  if (commit.height !== height) refuse(`it is for height ${commit.height}, not ${height}`);
  if (!isEqualBytes(encodeBlockID(commit.blockId), encodeBlockID(blockId))) refuse("it is for another block");
}

function totalPower(validators: readonly Validator[]): bigint {
  let total = 0n;
  for (const { votingPower } of validators) {
    if (votingPower < 0n) refuseSet(`a voting power of ${votingPower}`);
    total += votingPower;
  }
  if (validators.length === 0 || total > maxTotalVotingPower) {
    refuseSet(`${validators.length} validators with a voting power of ${total}`);
  }
  return total;
}

function refuse(why: string): never {
  throw new VerificationError("VERIFY_COMMIT", `the commit does not fit: ${why}`);
}

function refuseSet(why: string): never {
  throw new VerificationError("VERIFY_VALIDATORS", `the validator set is wrong: ${why}`);
}
