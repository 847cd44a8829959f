import { encodeDelimited } from "../delimited.js";
import {
  type BlockID,
  BlockIDFlag,
  type CanonicalBlockID,
  type Commit,
  type CommitSig,
  encodeCanonicalProposal,
  encodeCanonicalVote,
  encodeCanonicalVoteExtension,
  type Proposal,
  SignedMsgType,
  type Vote,
} from "../gen/index.js";
import { noBytes } from "../runtime/bytes.js";
import { isNilBlockId } from "./block-ids.js";
import { goFlag } from "./go-forms.js";

/**
 * What a validator signs when it votes: the canonical vote with its length before it. `chainId` is the network's.
 *
 * Source: `types/vote.go:145-160`, `types/canonical.go@v0.38.25`, the same in all releases.
 *
 * @throws EncodeError when a number or a time is out of range, which no decoded vote is
 *
 * @example
 * ```ts
 * const signed = voteSignBytes("cosmoshub-4", vote);
 * ```
 */
export function voteSignBytes(
  chainId: string,
  vote: Pick<Vote, "type" | "height" | "round" | "blockId" | "timestamp">,
): Uint8Array {
  const { type, height, round, blockId, timestamp } = vote;
  return encodeDelimited(
    encodeCanonicalVote({
      type,
      height,
      round: BigInt(round),
      blockId: canonicalBlockId(blockId),
      timestamp,
      chainId,
    }),
  );
}

/**
 * What a validator signs when it adds an extension to its precommit. Not before v0.38.
 *
 * Source: `types/vote.go:162-177`, `types/canonical.go@v0.38.25`.
 */
export function voteExtensionSignBytes(
  chainId: string,
  vote: Pick<Vote, "extension" | "height" | "round">,
): Uint8Array {
  const { extension, height, round } = vote;
  return encodeDelimited(encodeCanonicalVoteExtension({ extension, height, round: BigInt(round), chainId }));
}

/**
 * What a proposer signs.
 *
 * Source: `types/proposal.go:110-125`, `types/canonical.go@v0.38.25`, the same in all releases.
 */
export function proposalSignBytes(chainId: string, proposal: Proposal): Uint8Array {
  const { height, round, polRound, blockId, timestamp } = proposal;
  return encodeDelimited(
    encodeCanonicalProposal({
      // Whatever the proposal says of itself (`types/canonical.go:44@v0.38.25`).
      type: SignedMsgType.PROPOSAL,
      height,
      round: BigInt(round),
      polRound: BigInt(polRound),
      blockId: canonicalBlockId(blockId),
      timestamp,
      chainId,
    }),
  );
}

/**
 * What the validator behind one signature of a commit signed: its precommit.
 *
 * Source: `types/block.go:840-883@v0.38.25` (`GetVote`, `VoteSignBytes`), the same in all releases.
 */
export function commitSignBytes(
  chainId: string,
  commit: Pick<Commit, "height" | "round" | "blockId">,
  signature: Pick<CommitSig, "blockIdFlag" | "timestamp">,
): Uint8Array {
  const { height, round, blockId } = commit;
  const isForBlock = goFlag(signature.blockIdFlag) === BlockIDFlag.COMMIT;
  return voteSignBytes(chainId, {
    type: SignedMsgType.PRECOMMIT,
    height,
    round,
    blockId: isForBlock ? blockId : { hash: noBytes, partSetHeader: { total: 0, hash: noBytes } },
    timestamp: signature.timestamp,
  });
}

/** Of no block there is nothing to sign. */
function canonicalBlockId(blockId: BlockID): CanonicalBlockID | undefined {
  return isNilBlockId(blockId) ? undefined : blockId;
}
