import { hashBytes } from "../domain/merkle.js";
import type { Part, Proof } from "../gen/index.js";
import { messageLimits } from "../message-limits.js";
import { checkAtLeast, checkAtMost, checkLength, checkLengthAtMost, fail, join } from "./checks.js";
import type { Rules } from "./rules.js";

/** `PartFromProto` and `ValidateBasic` in `types/part_set.go:45-60,97-111@v0.38.25`. The proof is not followed here. */
export function checkPart({ index, bytes, proof }: Part, rules: Rules, at: string): void {
  checkProof(proof, join(at, "proof"));
  checkLengthAtMost(messageLimits.blockPartBytes, bytes, at, "bytes");
  // All parts but the last are full.
  if (BigInt(index) < proof.total - 1n) checkLength(messageLimits.blockPartBytes, bytes, at, "bytes");
  if (rules.partIndexIsProofs && BigInt(index) !== proof.index) {
    fail("VALIDATE_MISMATCH", at, "index", `${index}, but its proof is for ${proof.index}`);
  }
}

/** `crypto/merkle/proof.go:113-132@v0.38.25`. */
function checkProof({ total, index, leafHash, aunts }: Proof, at: string): void {
  checkAtLeast(0n, total, at, "total");
  checkAtLeast(0n, index, at, "index");
  checkLength(hashBytes, leafHash, at, "leafHash");
  checkAtMost(messageLimits.proofAunts, aunts.length, at, "aunts.length");
  for (const [i, aunt] of aunts.entries()) checkLength(hashBytes, aunt, at, `aunts[${i}]`);
}
