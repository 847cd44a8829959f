/* How each reactor's messages are wrapped: the one place that knows which member of which oneof a message is. */
import {
  emptyBlocksyncMessage,
  encodeBlocksyncMessage,
  readBlocksyncMessage,
} from "../gen/tendermint/blocksync/types.js";
import {
  emptyConsensusMessage,
  encodeConsensusMessage,
  readConsensusMessage,
} from "../gen/tendermint/consensus/types.js";
import {
  emptyMempoolMessage,
  encodeMempoolMessage,
  readMempoolMessage,
} from "../gen/tendermint/mempool/types.js";
import { emptyPexMessage, encodePexMessage, readPexMessage } from "../gen/tendermint/p2p/pex.js";
import {
  emptyStatesyncMessage,
  encodeStatesyncMessage,
  readStatesyncMessage,
} from "../gen/tendermint/statesync/types.js";
import { emptyEvidenceList, encodeEvidenceList, readEvidenceList } from "../gen/tendermint/types/evidence.js";
import type { Reader } from "../runtime/reader.js";
import type { ChannelMessage, MessageType } from "./message-types.js";
import type { StandardReactor } from "./standard-channels.js";

/** Reads and writes what one reactor puts on its channels. */
export interface Wrapper {
  /** `undefined` when the message has no member that the release knows. */
  readonly read: (r: Reader, end: number) => ChannelMessage | undefined;
  readonly encode: (message: ChannelMessage) => Uint8Array;
}

interface Choice {
  readonly case: string;
  readonly value: unknown;
}

/** A wrapper with a oneof. `types`: the message that each of its members holds. */
function oneof<Sum extends Choice>(
  empty: () => { sum: Sum | undefined },
  read: (r: Reader, end: number, message: { sum: Sum | undefined }) => void,
  encode: (message: { sum: Sum | undefined }) => Uint8Array,
  types: Readonly<Record<Sum["case"], MessageType>>,
): Wrapper {
  // Looking up in maps takes a third of the time that properties with many names take.
  const typeOf = new Map(Object.entries<MessageType>(types));
  const caseOf = new Map([...typeOf].map(([name, type]) => [type, name]));
  return {
    read: (r, end) => {
      const message = empty();
      read(r, end, message);
      const { sum } = message;
      if (sum === undefined) return undefined;
      return { type: typeOf.get(sum.case), value: sum.value } as ChannelMessage;
    },
    encode: ({ type, value }) => encode({ sum: { case: caseOf.get(type), value } as unknown as Sum }),
  };
}

export const wrappers: Readonly<Record<StandardReactor, Wrapper>> = {
  consensus: /* @__PURE__ */ oneof(emptyConsensusMessage, readConsensusMessage, encodeConsensusMessage, {
    newRoundStep: "NewRoundStep",
    newValidBlock: "NewValidBlock",
    proposal: "Proposal",
    proposalPol: "ProposalPOL",
    blockPart: "BlockPart",
    vote: "Vote",
    hasVote: "HasVote",
    voteSetMaj23: "VoteSetMaj23",
    voteSetBits: "VoteSetBits",
    hasProposalBlockPart: "HasProposalBlockPart",
  }),
  mempool: /* @__PURE__ */ oneof(emptyMempoolMessage, readMempoolMessage, encodeMempoolMessage, {
    txs: "Txs",
  }),
  // Without a wrapper, so that no bytes at all are a message, too.
  evidence: {
    read: (r, end) => {
      const value = emptyEvidenceList();
      readEvidenceList(r, end, value);
      return { type: "EvidenceList", value };
    },
    encode: (message) =>
      encodeEvidenceList((message as { value: Parameters<typeof encodeEvidenceList>[0] }).value),
  },
  blocksync: /* @__PURE__ */ oneof(emptyBlocksyncMessage, readBlocksyncMessage, encodeBlocksyncMessage, {
    blockRequest: "BlockRequest",
    noBlockResponse: "NoBlockResponse",
    blockResponse: "BlockResponse",
    statusRequest: "StatusRequest",
    statusResponse: "StatusResponse",
  }),
  statesync: /* @__PURE__ */ oneof(emptyStatesyncMessage, readStatesyncMessage, encodeStatesyncMessage, {
    snapshotsRequest: "SnapshotsRequest",
    snapshotsResponse: "SnapshotsResponse",
    chunkRequest: "ChunkRequest",
    chunkResponse: "ChunkResponse",
  }),
  pex: /* @__PURE__ */ oneof(emptyPexMessage, readPexMessage, encodePexMessage, {
    pexRequest: "PexRequest",
    pexAddrs: "PexAddrs",
  }),
};
