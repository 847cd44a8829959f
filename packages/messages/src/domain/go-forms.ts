/*
 * Go hashes what it has in memory, written again, not the bytes that it received. These are the places where the two can
 * differ: what Go drops or changes when it takes a message into memory.
 */
import type {
  Commit,
  CommitSig,
  LightBlock,
  LightClientAttackEvidence,
  Validator,
  ValidatorSet,
} from "../gen/index.js";
import { noBytes } from "../runtime/bytes.js";
import type { Release } from "../runtime/options.js";
import { publicKeyTypeName, validatorPublicKey } from "./public-keys.js";

/** Go keeps the flag of a signature in a byte (`types/block.go:587,735@v0.38.25`). */
export function goFlag(blockIdFlag: number): number {
  return blockIdFlag & 0xff;
}

/** A signature with its flag as Go keeps it. */
export function withGoFlag(signature: CommitSig): CommitSig {
  const blockIdFlag = goFlag(signature.blockIdFlag);
  return blockIdFlag === signature.blockIdFlag ? signature : { ...signature, blockIdFlag };
}

/** With the key where `release` writes it (`ToProto` in `types/validator.go@v0.38.25` and `@v1.0.1`). */
function withGoKey(validator: Validator, release: Release): Validator {
  const key = validatorPublicKey(validator);
  if (release !== "v1.0") return { ...validator, pubKey: key, pubKeyBytes: noBytes, pubKeyType: "" };
  const pubKeyBytes = key.sum?.value ?? noBytes;
  return { ...validator, pubKey: undefined, pubKeyBytes, pubKeyType: publicKeyTypeName(key) };
}

/** As `evidence` is hashed (`types/evidence.go:391-414@v0.38.25`). */
export function lightClientAttackAsGo(
  evidence: LightClientAttackEvidence,
  release: Release,
): LightClientAttackEvidence {
  const { conflictingBlock, byzantineValidators } = evidence;
  return {
    ...evidence,
    conflictingBlock: conflictingBlock && lightBlockAsGo(conflictingBlock, release),
    byzantineValidators: byzantineValidators.map((validator) => withGoKey(validator, release)),
  };
}

function lightBlockAsGo({ signedHeader, validatorSet }: LightBlock, release: Release): LightBlock {
  const commit = signedHeader?.commit;
  return {
    signedHeader: signedHeader && { ...signedHeader, commit: commit && withGoFlags(commit) },
    validatorSet: validatorSet && validatorSetAsGo(validatorSet, release),
  };
}

function withGoFlags(commit: Commit): Commit {
  return { ...commit, signatures: commit.signatures.map(withGoFlag) };
}

/** Go always writes a total of 0 (`types/validator_set.go:954-956@v0.38.25`). */
function validatorSetAsGo({ validators, proposer }: ValidatorSet, release: Release): ValidatorSet {
  return {
    validators: validators.map((validator) => withGoKey(validator, release)),
    proposer: proposer && withGoKey(proposer, release),
    totalVotingPower: 0n,
  };
}
