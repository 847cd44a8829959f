import type {
  BlockPart,
  HasProposalBlockPart,
  HasVote,
  NewRoundStep,
  NewValidBlock,
  ProposalPOL,
  VoteSetBits,
  VoteSetMaj23,
} from "../gen/index.js";
import { messageLimits } from "../message-limits.js";
import { checkBitArray } from "./bit-array.js";
import { checkBlockId, checkPartSetHeader } from "./block-id.js";
import { checkAtLeast, checkAtMost, fail } from "./checks.js";
import { checkPart } from "./part.js";
import type { Rules } from "./rules.js";
import { checkVoteType } from "./vote.js";

/* `consensus/reactor.go:1545-1834` and `consensus/msgs.go:110-240`, both @v0.38.25. */

/** From NewHeight to Commit (`consensus/types/round_state.go:16-30@v0.38.25`). */
const lastStep = 8;

function checkHeightAndRound({ height, round }: { height: bigint; round: number }): void {
  checkAtLeast(0n, height, "", "height");
  checkAtLeast(0, round, "", "round");
}

/** Seconds since the round's start may be negative. */
export function checkNewRoundStep(message: NewRoundStep, rules: Rules): void {
  const { height, step, lastCommitRound } = message;
  checkHeightAndRound(message);
  if (step < 1 || step > lastStep) fail("VALIDATE_TYPE", "", "step", `${step} is no step`, lastStep);
  checkAtLeast(-1, lastCommitRound, "", "lastCommitRound");
  const first = rules.initialHeight;
  if (first === undefined) return;
  checkAtLeast(first, height, "", "height");
  if (height > first) checkAtLeast(0, lastCommitRound, "", "lastCommitRound");
  else checkAtMost(-1, lastCommitRound, "", "lastCommitRound");
}

export function checkNewValidBlock(message: NewValidBlock, rules: Rules): void {
  const { blockPartSetHeader, blockParts } = message;
  checkHeightAndRound(message);
  checkPartSetHeader(blockPartSetHeader, "blockPartSetHeader");
  if (blockParts === undefined) fail("VALIDATE_MISSING", "", "blockParts", "there are no bits");
  checkBitArray(blockParts, rules, "", "blockParts");
  checkAtLeast(1n, blockParts.bits, "", "blockParts.bits");
  if (blockParts.bits !== BigInt(blockPartSetHeader.total)) {
    const text = `${blockParts.bits}, but the block has ${blockPartSetHeader.total} parts`;
    fail("VALIDATE_MISMATCH", "", "blockParts.bits", text, blockPartSetHeader.total);
  }
  checkAtMost(messageLimits.blockParts, blockParts.bits, "", "blockParts.bits");
}

export function checkProposalPol({ height, proposalPolRound, proposalPol }: ProposalPOL, rules: Rules): void {
  checkAtLeast(0n, height, "", "height");
  checkAtLeast(0, proposalPolRound, "", "proposalPolRound");
  checkBitArray(proposalPol, rules, "", "proposalPol");
  checkAtLeast(1n, proposalPol.bits, "", "proposalPol.bits");
  checkAtMost(messageLimits.votes, proposalPol.bits, "", "proposalPol.bits");
}

export function checkBlockPart(message: BlockPart, rules: Rules): void {
  checkHeightAndRound(message);
  checkPart(message.part, rules, "part");
}

/** The index may be beyond the validator set. */
export function checkHasVote(message: HasVote): void {
  checkHeightAndRound(message);
  checkVoteType(message.type, "");
  checkAtLeast(0, message.index, "", "index");
}

/** The id need not be complete. */
export function checkVoteSetMaj23(message: VoteSetMaj23): void {
  checkBlockId(message.blockId, "blockId");
  checkHeightAndRound(message);
  checkVoteType(message.type, "");
}

/** The round may be negative, and there may be no bits. */
export function checkVoteSetBits({ height, type, blockId, votes }: VoteSetBits, rules: Rules): void {
  checkBlockId(blockId, "blockId");
  checkAtLeast(0n, height, "", "height");
  checkVoteType(type, "");
  checkBitArray(votes, rules, "", "votes");
  checkAtMost(messageLimits.votes, votes.bits, "", "votes.bits");
}

/** `internal/consensus/reactor.go:1982-1993@v1.0.1`. */
export function checkHasProposalBlockPart({ height, round, index }: HasProposalBlockPart): void {
  checkAtLeast(1n, height, "", "height");
  checkAtLeast(0, round, "", "round");
  checkAtLeast(0, index, "", "index");
}
