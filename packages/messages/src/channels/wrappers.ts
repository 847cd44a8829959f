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
import {
  type EvidenceList,
  emptyEvidenceList,
  encodeEvidenceList,
  readEvidenceList,
} from "../gen/tendermint/types/evidence.js";
import type { Reader } from "../runtime/reader.js";
import { type ChannelMessage, type MessageType, messagePlaces } from "./message-types.js";
import type { StandardReactor } from "./standard-channels.js";

/** Reads a whole message; `undefined` when it has no member that the release knows. */
export type ReadMessage = (r: Reader, end: number) => ChannelMessage | undefined;

/** Writes the content of a message with its wrapper. */
export type EncodeContent = (value: ChannelMessage["value"]) => Uint8Array;

/** Reads and writes what one reactor puts on its channels. */
interface Wrapper {
  readonly read: ReadMessage;
  readonly encoders: ReadonlyMap<MessageType, EncodeContent>;
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
  const typeOf = new Map(Object.entries<MessageType>(types));
  const encoders = new Map<MessageType, EncodeContent>();
  for (const [name, type] of typeOf) {
    encoders.set(type, (value) => encode({ sum: { case: name, value } as unknown as Sum }));
  }
  return {
    read: (r, end) => {
      const message = empty();
      read(r, end, message);
      const { sum } = message;
      if (sum === undefined) return undefined;
      return { type: typeOf.get(sum.case), value: sum.value } as ChannelMessage;
    },
    encoders,
  };
}

const wrappers: Readonly<Record<StandardReactor, Wrapper>> = {
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
    encoders: new Map([["EvidenceList", (value) => encodeEvidenceList(value as EvidenceList)]]),
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

/** By the channel's id. */
export const readers: ReadonlyMap<number, ReadMessage> = /* @__PURE__ */ new Map(
  Object.values(messagePlaces).map(({ channel, reactor }) => [channel, wrappers[reactor].read]),
);

/** By the message's type. */
export const encoders: ReadonlyMap<MessageType, EncodeContent> = /* @__PURE__ */ new Map(
  Object.values(wrappers).flatMap(({ encoders }) => [...encoders]),
);
