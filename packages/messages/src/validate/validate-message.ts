import type { ChannelMessage, MessageType, MessageTypes } from "../channels/message-types.js";
import { checkBlockResponse, checkHeight, checkStatusResponse } from "./blocksync.js";
import { present } from "./checks.js";
import {
  checkBlockPart,
  checkHasProposalBlockPart,
  checkHasVote,
  checkNewRoundStep,
  checkNewValidBlock,
  checkProposalPol,
  checkVoteSetBits,
  checkVoteSetMaj23,
} from "./consensus.js";
import { checkEvidenceList } from "./evidence.js";
import { checkPexAddrs } from "./pex.js";
import { checkProposal } from "./proposal.js";
import { type Rules, rulesOf, type ValidateMessageOptions } from "./rules.js";
import { checkChunkRequest, checkChunkResponse, checkSnapshotsResponse } from "./statesync.js";
import { checkVote } from "./vote.js";

/** Nothing in a message of this type can be wrong. */
const free = (): void => undefined;

const checks: { readonly [Type in MessageType]: (value: MessageTypes[Type], rules: Rules) => void } = {
  NewRoundStep: checkNewRoundStep,
  NewValidBlock: checkNewValidBlock,
  Proposal: ({ proposal }, rules) => checkProposal(proposal, rules, "proposal"),
  ProposalPOL: checkProposalPol,
  BlockPart: checkBlockPart,
  // v1.0 panics without a vote.
  Vote: ({ vote }, rules) => checkVote(present(vote, "", "vote"), rules, "vote"),
  HasVote: checkHasVote,
  VoteSetMaj23: checkVoteSetMaj23,
  VoteSetBits: checkVoteSetBits,
  HasProposalBlockPart: checkHasProposalBlockPart,
  // Without transactions it is ignored, not refused.
  Txs: free,
  EvidenceList: (list, rules) => checkEvidenceList(list, rules, ""),
  BlockRequest: checkHeight,
  NoBlockResponse: checkHeight,
  BlockResponse: checkBlockResponse,
  StatusRequest: free,
  StatusResponse: checkStatusResponse,
  SnapshotsRequest: free,
  SnapshotsResponse: checkSnapshotsResponse,
  ChunkRequest: checkChunkRequest,
  ChunkResponse: checkChunkResponse,
  PexRequest: free,
  PexAddrs: checkPexAddrs,
};

/**
 * Holds a message against the rules that Go has for its content alone, without any knowledge of the chain: what its
 * converters and `ValidateBasic` refuse is refused, and what they take is taken. Where they panic, it is refused as well.
 *
 * Hashes are computed where Go does: a block's against its header. Signatures are not verified, nor is anything that
 * needs the chain's state.
 *
 * @throws ValidationError with a code, the field's path and the limit, if there is one
 *
 * @example
 * ```ts
 * const message = decodeMessage({ version: "v0.38", channel: 0x22, bytes });
 * validateMessage(message, { version: "v0.38" });
 * ```
 */
export function validateMessage(message: ChannelMessage, options: ValidateMessageOptions): void {
  const check = checks[message.type] as (value: unknown, rules: Rules) => void;
  check(message.value, rulesOf(options));
}
