/* How each reactor's messages are wrapped: the one place that knows which member of which oneof a message is. */
import {
  decodeBlocksyncMessage,
  decodeConsensusMessage,
  decodeEvidenceList,
  decodeMempoolMessage,
  decodePexMessage,
  decodeStatesyncMessage,
  encodeBlocksyncMessage,
  encodeConsensusMessage,
  encodeEvidenceList,
  encodeMempoolMessage,
  encodePexMessage,
  encodeStatesyncMessage,
} from "../gen/index.js";
import type { DecodeOptions } from "../runtime/options.js";
import type { ChannelMessage, MessageType } from "./message-types.js";
import type { StandardReactor } from "./standard-channels.js";

/** Reads and writes what one reactor puts on its channels. */
export interface Wrapper {
  /** `undefined` when the message has no member that the release knows. */
  readonly decode: (bytes: Uint8Array, options: DecodeOptions) => ChannelMessage | undefined;
  readonly encode: (message: ChannelMessage) => Uint8Array;
}

interface Choice {
  readonly case: string;
  readonly value: unknown;
}

/** A wrapper with a oneof. `types`: the message that each of its members holds. */
function oneof<Sum extends Choice>(
  decode: (bytes: Uint8Array, options: DecodeOptions) => { sum: Sum | undefined },
  encode: (message: { sum: Sum | undefined }) => Uint8Array,
  types: Readonly<Record<Sum["case"], MessageType>>,
): Wrapper {
  const cases = new Map<MessageType, string>();
  for (const [name, type] of Object.entries<MessageType>(types)) cases.set(type, name);
  return {
    decode: (bytes, options) => {
      const { sum } = decode(bytes, options);
      if (sum === undefined) return undefined;
      return { type: types[sum.case as Sum["case"]], value: sum.value } as ChannelMessage;
    },
    encode: ({ type, value }) => encode({ sum: { case: cases.get(type), value } as unknown as Sum }),
  };
}

export const wrappers: Readonly<Record<StandardReactor, Wrapper>> = {
  consensus: /* @__PURE__ */ oneof(decodeConsensusMessage, encodeConsensusMessage, {
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
  mempool: /* @__PURE__ */ oneof(decodeMempoolMessage, encodeMempoolMessage, { txs: "Txs" }),
  // Without a wrapper, so that no bytes at all are a message, too.
  evidence: {
    decode: (bytes, options) => ({ type: "EvidenceList", value: decodeEvidenceList(bytes, options) }),
    encode: (message) =>
      encodeEvidenceList((message as { value: Parameters<typeof encodeEvidenceList>[0] }).value),
  },
  blocksync: /* @__PURE__ */ oneof(decodeBlocksyncMessage, encodeBlocksyncMessage, {
    blockRequest: "BlockRequest",
    noBlockResponse: "NoBlockResponse",
    blockResponse: "BlockResponse",
    statusRequest: "StatusRequest",
    statusResponse: "StatusResponse",
  }),
  statesync: /* @__PURE__ */ oneof(decodeStatesyncMessage, encodeStatesyncMessage, {
    snapshotsRequest: "SnapshotsRequest",
    snapshotsResponse: "SnapshotsResponse",
    chunkRequest: "ChunkRequest",
    chunkResponse: "ChunkResponse",
  }),
  pex: /* @__PURE__ */ oneof(decodePexMessage, encodePexMessage, {
    pexRequest: "PexRequest",
    pexAddrs: "PexAddrs",
  }),
};
