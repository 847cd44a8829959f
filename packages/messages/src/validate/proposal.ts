import { type Proposal, SignedMsgType } from "../gen/index.js";
import { messageLimits } from "../message-limits.js";
import { checkBlockId, checkComplete } from "./block-id.js";
import { checkAtLeast, checkAtMost, checkSignature, fail, join } from "./checks.js";
import type { Rules } from "./rules.js";

/**
 * `ProposalFromProto`, `ValidateBasic` and `ValidateBlockSize` in `types/proposal.go:49-96,156-178@v0.38.25`; v1.0's rules
 * in `types/proposal.go@v1.0.1`. (v1.0 also asks for a canonical time, which every decoded time is.)
 */
export function checkProposal(proposal: Proposal, rules: Rules, at: string): void {
  const { type, height, round, polRound, blockId, signature } = proposal;
  checkBlockId(blockId, join(at, "blockId"));
  if (type !== SignedMsgType.PROPOSAL) fail("VALIDATE_TYPE", at, "type", `${type} is not a proposal's type`);
  checkAtLeast(rules.strictProposals ? 1n : 0n, height, at, "height");
  checkAtLeast(0, round, at, "round");
  checkAtLeast(-1, polRound, at, "polRound");
  if (rules.strictProposals) checkAtMost(round - 1, polRound, at, "polRound");
  checkComplete(blockId, at, "blockId");
  checkSignature(rules.maxSignatureBytes, signature, at, "signature");
  if (rules.maxBlockBytes !== undefined) {
    checkAtMost(partsOf(rules.maxBlockBytes), blockId.partSetHeader.total, at, "blockId.partSetHeader.total");
  }
}

/** Parts of a block of at most so many bytes, -1 for the largest block that there is. */
function partsOf(maxBlockBytes: number): number {
  const bytes = maxBlockBytes === -1 ? messageLimits.blockBytes : maxBlockBytes;
  return Math.ceil(bytes / messageLimits.blockPartBytes);
}
