import {
  type BitArray,
  type BlockID,
  type Evidence,
  hasBit,
  type MessageType,
  type MessageTypes,
  SignedMsgType,
} from "@cometwire/messages";
import { joinHostPort, printable } from "@cometwire/p2p";
import { counted, formatBytes } from "../text/amounts.js";
import { txHash } from "./message-json.js";
import { hexOf } from "./plain-json.js";

/** What a message says, in a few words. */
type Explain<Type extends MessageType> = (value: MessageTypes[Type]) => string;

/** Pieces of a line are this far apart. */
const GAP = "  ";
/** Hex digits that tell blocks and validators apart for people. */
const SHORT = 8;
/** Bits that are drawn, and list entries that are shown. */
const DRAWN_BITS = 100;
const LISTED = 3;
/** As many validators as there can be. */
const LARGEST_SET_BITS = 10_000;

/** What each type of message says, in one line of printable characters, for people. */
export const explain: { readonly [Type in MessageType]: Explain<Type> } = {
  NewRoundStep: ({ height, round, step, lastCommitRound }) =>
    line(`${height}/${round}`, stepNames[step] ?? `step ${step}`, `last commit in round ${lastCommitRound}`),
  NewValidBlock: ({ height, round, blockPartSetHeader, blockParts, isCommit }) =>
    line(
      `${height}/${round}`,
      `parts ${blockParts === undefined ? "unknown" : drawn(blockParts)}`,
      `of ${short(blockPartSetHeader.hash)}`,
      isCommit ? "committed" : "",
    ),
  Proposal: ({ proposal: { height, round, polRound, blockId } }) =>
    line(
      `${height}/${round}`,
      blockText(blockId),
      counted(blockId.partSetHeader.total, "part"),
      polRound < 0 ? "" : `POL of round ${polRound}`,
    ),
  ProposalPOL: ({ height, proposalPolRound, proposalPol }) =>
    line(`${height}/${proposalPolRound}`, `prevotes ${drawn(proposalPol)}`),
  BlockPart: ({ height, round, part: { index, bytes, proof } }) =>
    line(`${height}/${round}`, `part ${index + 1}/${proof.total}`, formatBytes(bytes.length)),
  Vote: ({ vote }) =>
    vote === undefined
      ? "no vote"
      : line(
          `${vote.height}/${vote.round}`,
          voteName(vote.type),
          `#${vote.validatorIndex} ${short(vote.validatorAddress)}`,
          blockText(vote.blockId),
          vote.extension.length === 0 ? "" : `extension ${formatBytes(vote.extension.length)}`,
        ),
  HasVote: ({ height, round, type, index }) => line(`${height}/${round}`, voteName(type), `#${index}`),
  VoteSetMaj23: ({ height, round, type, blockId }) =>
    line(`${height}/${round}`, voteName(type), "2/3 for", blockText(blockId)),
  VoteSetBits: ({ height, round, type, blockId, votes }) =>
    line(`${height}/${round}`, voteName(type), blockText(blockId), drawn(votes)),
  HasProposalBlockPart: ({ height, round, index }) => line(`${height}/${round}`, `part ${index + 1}`),
  Txs: ({ txs }) =>
    line(
      txs.length === 1 ? "" : counted(txs.length, "transaction"),
      listed(txs, (tx) => `${txHash(tx).toUpperCase()} ${formatBytes(tx.length)}`),
    ),
  EvidenceList: ({ evidence }) => listed(evidence, evidenceText),
  BlockRequest: ({ height }) => `of ${height}`,
  NoBlockResponse: ({ height }) => `${height} is not there`,
  BlockResponse: ({ block }) =>
    block === undefined
      ? "no block"
      : line(`${block.header.height}`, counted(block.data.txs.length, "transaction")),
  StatusRequest: () => "",
  StatusResponse: ({ base, height }) => `blocks ${base} to ${height}`,
  SnapshotsRequest: () => "",
  SnapshotsResponse: ({ height, format, chunks, hash }) =>
    line(`of ${height}`, `format ${format}`, counted(chunks, "chunk"), short(hash)),
  ChunkRequest: ({ height, format, index }) => line(`of ${height}`, `format ${format}`, `chunk ${index}`),
  ChunkResponse: ({ height, format, index, chunk, missing }) =>
    line(
      `of ${height}`,
      `format ${format}`,
      `chunk ${index}`,
      missing ? "is not there" : formatBytes(chunk?.length ?? 0),
    ),
  PexRequest: () => "",
  PexAddrs: ({ addrs }) =>
    line(
      counted(addrs.length, "address", "addresses"),
      listed(
        addrs,
        ({ id, ip, port }) => `${printable(id.slice(0, SHORT))}@${printable(joinHostPort(ip, port), 60)}`,
      ),
    ),
};

/** `consensus/types/round_state.go:17-28@v0.38.25`. */
export const stepNames: readonly (string | undefined)[] = [
  undefined,
  "NewHeight",
  "NewRound",
  "Propose",
  "Prevote",
  "PrevoteWait",
  "Precommit",
  "PrecommitWait",
  "Commit",
];

/** Bits as Go prints them: `x` for one that is set, `_` for one that is not; of many only how many are set. */
function drawn(array: BitArray): string {
  const { bits, elems } = array;
  const known = elems.length * 64;
  const length = Math.min(LARGEST_SET_BITS, bits < known ? Math.max(0, Number(bits)) : known);
  const places = Array.from({ length }, (_, at) => hasBit(array, at));
  if (length > DRAWN_BITS) return `${places.filter(Boolean).length} of ${bits}`;
  return places.map((set) => (set ? "x" : "_")).join("");
}

/** The first digits of a hash or an address, in upper case as explorers show them. */
function short(bytes: Uint8Array): string {
  return bytes.length === 0 ? "nothing" : hexOf(bytes.subarray(0, SHORT / 2)).toUpperCase();
}

function blockText({ hash }: BlockID): string {
  return hash.length === 0 ? "nil" : `block ${short(hash)}`;
}

function voteName(type: SignedMsgType): string {
  if (type === SignedMsgType.PREVOTE) return "prevote";
  if (type === SignedMsgType.PRECOMMIT) return "precommit";
  return `type ${type}`;
}

function evidenceText({ sum }: Evidence): string {
  if (sum?.case === "duplicateVoteEvidence") {
    const { voteA } = sum.value;
    if (voteA === undefined) return "duplicate vote";
    const { height, round, type, validatorAddress } = voteA;
    return `two ${voteName(type)}s of ${short(validatorAddress)} at ${height}/${round}`;
  }
  if (sum?.case === "lightClientAttackEvidence") {
    return `light client attack from ${sum.value.commonHeight} on`;
  }
  return "nothing known";
}

function line(...pieces: readonly string[]): string {
  return pieces.filter((piece) => piece !== "").join(GAP);
}

function listed<T>(entries: readonly T[], textOf: (entry: T) => string): string {
  const more = entries.length > LISTED ? [`${entries.length - LISTED} more`] : [];
  return [...entries.slice(0, LISTED).map(textOf), ...more].join(", ");
}
