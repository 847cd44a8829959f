import type { ChannelMessage, Evidence, Release, Validator, ValidatorSet } from "@cometwire/messages";
import { evidenceHash } from "../../../packages/messages/src/domain/evidence-hash.js";

const noBytes = new Uint8Array(0);

/**
 * The message as a node of `release` builds it: validators in evidence carry their key where that release writes it, and the
 * hash of evidence in a block is another then. All else is written alike.
 */
export function asBuiltBy(release: Release, message: ChannelMessage): ChannelMessage {
  if (message.type === "EvidenceList") {
    return { type: message.type, value: { evidence: withKeys(release, message.value.evidence) } };
  }
  if (message.type !== "BlockResponse" || message.value.block === undefined) return message;
  const { block } = message.value;
  if (!block.evidence.evidence.some(({ sum }) => sum?.case === "lightClientAttackEvidence")) return message;
  const evidence = { evidence: withKeys(release, block.evidence.evidence) };
  const header = { ...block.header, evidenceHash: evidenceHash(evidence, { release }) };
  return { type: message.type, value: { ...message.value, block: { ...block, header, evidence } } };
}

function withKeys(release: Release, evidence: readonly Evidence[]): Evidence[] {
  return evidence.map(({ sum }) => {
    if (sum?.case !== "lightClientAttackEvidence") return { sum };
    const { conflictingBlock, byzantineValidators } = sum.value;
    const set = conflictingBlock?.validatorSet;
    const value = {
      ...sum.value,
      byzantineValidators: byzantineValidators.map((each) => withKey(release, each)),
      conflictingBlock: conflictingBlock && {
        ...conflictingBlock,
        validatorSet: set && setAsBuiltBy(release, set),
      },
    };
    return { sum: { case: sum.case, value } };
  });
}

/** A set of validators, likewise. */
export function setAsBuiltBy(release: Release, set: ValidatorSet): ValidatorSet {
  return {
    ...set,
    validators: set.validators.map((each) => withKey(release, each)),
    proposer: set.proposer && withKey(release, set.proposer),
  };
}

/** Also a key that is none: what a vector is about may be just that. */
function withKey(release: Release, validator: Validator): Validator {
  if (release !== "v1.0") return validator;
  const key = validator.pubKey?.sum;
  return {
    ...validator,
    pubKey: undefined,
    pubKeyType: key?.case ?? "",
    pubKeyBytes: key?.value ?? noBytes,
  };
}
