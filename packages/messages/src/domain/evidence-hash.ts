import {
  encodeDuplicateVoteEvidence,
  encodeLightClientAttackEvidence,
  type Evidence,
  type EvidenceList,
} from "../gen/index.js";
import { noBytes } from "../runtime/bytes.js";
import type { Release } from "../runtime/options.js";
import { lightClientAttackAsGo } from "./go-forms.js";
import { merkleRoot } from "./merkle.js";

/**
 * The hash of a block's evidence, as `evidenceHash` of its header has it: 32 bytes.
 *
 * `release`: the chain's, default `v0.38`. v1.0 writes the validators in evidence of an attack on a light client in another
 * form, and so has another hash for such evidence.
 *
 * Source: `types/evidence.go:453-464@v0.38.25`, and `Bytes` of both kinds of evidence.
 *
 * @throws VerificationError `VERIFY_KEY` when a validator in it has no key
 *
 * @example
 * ```ts
 * const hash = evidenceHash(block.evidence, { release: "v1.0" });
 * ```
 */
export function evidenceHash(
  { evidence }: Pick<EvidenceList, "evidence">,
  options: { readonly release?: Release | undefined } = {},
): Uint8Array {
  return merkleRoot(evidence.map((each) => evidenceBytes(each, options.release ?? "v0.38")));
}

/** The evidence itself, without the oneof around it. */
function evidenceBytes({ sum }: Evidence, release: Release): Uint8Array {
  if (sum === undefined) return noBytes;
  if (sum.case === "duplicateVoteEvidence") return encodeDuplicateVoteEvidence(sum.value);
  return encodeLightClientAttackEvidence(lightClientAttackAsGo(sum.value, release));
}
