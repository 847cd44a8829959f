import type {
  BlockPart,
  BlockRequest,
  BlockResponse,
  ChunkRequest,
  ChunkResponse,
  EvidenceList,
  HasProposalBlockPart,
  HasVote,
  NewRoundStep,
  NewValidBlock,
  NoBlockResponse,
  PexAddrs,
  PexRequest,
  ProposalMessage,
  ProposalPOL,
  SnapshotsRequest,
  SnapshotsResponse,
  StatusRequest,
  StatusResponse,
  Txs,
  VoteMessage,
  VoteSetBits,
  VoteSetMaj23,
} from "../gen/index.js";
import type { StandardReactor } from "./standard-channels.js";

/** What each {@link MessageType} holds. */
export interface MessageTypes {
  /** Where the sender is in the consensus. */
  NewRoundStep: NewRoundStep;
  /** Which parts it has of a block that may be decided. */
  NewValidBlock: NewValidBlock;
  /** A proposal. */
  Proposal: ProposalMessage;
  /** Which prevotes justify an earlier proposal. */
  ProposalPOL: ProposalPOL;
  /** A part of a block. */
  BlockPart: BlockPart;
  /** A vote. */
  Vote: VoteMessage;
  /** A vote that the sender has. */
  HasVote: HasVote;
  /** Two thirds of the votes that the sender saw. */
  VoteSetMaj23: VoteSetMaj23;
  /** Which votes the sender has. */
  VoteSetBits: VoteSetBits;
  /** A part that the sender has. Only v1.0 knows it. */
  HasProposalBlockPart: HasProposalBlockPart;
  /** Transactions. */
  Txs: Txs;
  /** Evidence of misbehaviour. */
  EvidenceList: EvidenceList;
  /** Asks for a block. */
  BlockRequest: BlockRequest;
  /** There is no such block. */
  NoBlockResponse: NoBlockResponse;
  /** A block. */
  BlockResponse: BlockResponse;
  /** Asks which blocks there are. */
  StatusRequest: StatusRequest;
  /** Which blocks there are. */
  StatusResponse: StatusResponse;
  /** Asks which snapshots there are. */
  SnapshotsRequest: SnapshotsRequest;
  /** A snapshot. */
  SnapshotsResponse: SnapshotsResponse;
  /** Asks for a chunk of a snapshot. */
  ChunkRequest: ChunkRequest;
  /** The chunk. */
  ChunkResponse: ChunkResponse;
  /** Asks for addresses. */
  PexRequest: PexRequest;
  /** Addresses. */
  PexAddrs: PexAddrs;
}

/** The protocol's name of a message that travels on a channel, without its package: no two share one. */
export type MessageType = keyof MessageTypes;

/** A message of a channel: `type` says which, `value` is its content. Test `type`, and TypeScript knows `value`. */
export type ChannelMessage = {
  [Type in MessageType]: { readonly type: Type; readonly value: MessageTypes[Type] };
}[MessageType];

/** Where a message belongs. */
export interface MessageTypePlace {
  /** The reactor that sends and takes it. */
  readonly reactor: StandardReactor;
  /** The channel. Go logs and ignores one that comes on another channel of its reactor, without punishing it. */
  readonly channel: number;
}

/**
 * The reactor and the channel of every message: the same in all releases.
 *
 * Source: `consensus/reactor.go:143-178`, `blocksync/reactor.go:182-193`, `mempool/reactor.go:73-89`,
 * `evidence/reactor.go:54-63`, `statesync/reactor.go:64-83`, `p2p/pex/pex_reactor.go:185-195`, all @v0.38.25.
 *
 * @example
 * ```ts
 * messagePlaces.Vote; // { reactor: "consensus", channel: 0x22 }
 * ```
 */
export const messagePlaces: Readonly<Record<MessageType, MessageTypePlace>> = {
  NewRoundStep: { reactor: "consensus", channel: 0x20 },
  NewValidBlock: { reactor: "consensus", channel: 0x20 },
  HasVote: { reactor: "consensus", channel: 0x20 },
  VoteSetMaj23: { reactor: "consensus", channel: 0x20 },
  HasProposalBlockPart: { reactor: "consensus", channel: 0x20 },
  Proposal: { reactor: "consensus", channel: 0x21 },
  ProposalPOL: { reactor: "consensus", channel: 0x21 },
  BlockPart: { reactor: "consensus", channel: 0x21 },
  Vote: { reactor: "consensus", channel: 0x22 },
  VoteSetBits: { reactor: "consensus", channel: 0x23 },
  Txs: { reactor: "mempool", channel: 0x30 },
  EvidenceList: { reactor: "evidence", channel: 0x38 },
  BlockRequest: { reactor: "blocksync", channel: 0x40 },
  NoBlockResponse: { reactor: "blocksync", channel: 0x40 },
  BlockResponse: { reactor: "blocksync", channel: 0x40 },
  StatusRequest: { reactor: "blocksync", channel: 0x40 },
  StatusResponse: { reactor: "blocksync", channel: 0x40 },
  SnapshotsRequest: { reactor: "statesync", channel: 0x60 },
  SnapshotsResponse: { reactor: "statesync", channel: 0x60 },
  ChunkRequest: { reactor: "statesync", channel: 0x61 },
  ChunkResponse: { reactor: "statesync", channel: 0x61 },
  PexRequest: { reactor: "pex", channel: 0x00 },
  PexAddrs: { reactor: "pex", channel: 0x00 },
};
