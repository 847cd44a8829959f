import {
  type BlockID,
  type DuplicateVoteEvidence,
  encodePartSetHeader,
  type Evidence,
  type EvidenceList,
  type LightClientAttackEvidence,
} from "../gen/index.js";
import { checkAtLeast, checkAtMost, fail, join, present } from "./checks.js";
import { checkLightBlock } from "./light-block.js";
import type { Rules } from "./rules.js";
import { checkKey } from "./validators.js";
import { checkVote } from "./vote.js";

/* `types/evidence.go:126-186,355-442,530-543@v0.38.25`. */

/** An empty list is legal, on its channel and in a block. */
export function checkEvidenceList({ evidence }: EvidenceList, rules: Rules, at: string): void {
  for (const [i, each] of evidence.entries()) checkEvidence(each, rules, join(at, `evidence[${i}]`));
}

function checkEvidence({ sum }: Evidence, rules: Rules, at: string): void {
  if (sum === undefined) fail("VALIDATE_MISSING", at, "sum", "evidence of no kind that is known");
  if (sum.case === "duplicateVoteEvidence") checkDuplicateVote(sum.value, rules, at);
  else checkLightClientAttack(sum.value, rules, at);
}

/** Whether the votes are of one validator, height and round is not looked at here. */
function checkDuplicateVote({ voteA, voteB }: DuplicateVoteEvidence, rules: Rules, at: string): void {
  const a = present(voteA, at, "voteA");
  const b = present(voteB, at, "voteB");
  checkVote(a, rules, join(at, "voteA"));
  checkVote(b, rules, join(at, "voteB"));
  if (compareIds(a.blockId, b.blockId) >= 0) {
    fail("VALIDATE_ORDER", at, "voteB.blockId", "it does not come after that of the first vote");
  }
}

/** As Go orders them: by the hash and then by the encoded header of the parts (`types/block.go:1475-1483@v0.38.25`). */
function compareIds(a: BlockID, b: BlockID): number {
  return (
    compareBytes(a.hash, b.hash) ||
    compareBytes(encodePartSetHeader(a.partSetHeader), encodePartSetHeader(b.partSetHeader))
  );
}

function checkLightClientAttack(evidence: LightClientAttackEvidence, rules: Rules, at: string): void {
  const { conflictingBlock, commonHeight, byzantineValidators, totalVotingPower } = evidence;
  const block = present(conflictingBlock, at, "conflictingBlock");
  const header = checkLightBlock(block, rules, join(at, "conflictingBlock"));
  for (const [i, validator] of byzantineValidators.entries()) {
    checkKey(validator, join(at, `byzantineValidators[${i}]`));
  }
  checkAtLeast(1n, totalVotingPower, at, "totalVotingPower");
  checkAtLeast(1n, commonHeight, at, "commonHeight");
  checkAtMost(header.height, commonHeight, at, "commonHeight");
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
