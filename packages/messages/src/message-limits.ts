/**
 * Every limit on the content of messages in one place. `docs/LIMITS.md` says where each comes from; a test holds the two
 * together. "wire" marks Go's own limits, which both ends must agree on; the others are our policy, and no message of an
 * honest node meets them.
 */
export const messageLimits = {
  // Lists, before they are read
  /** Bytes of a message below which lists are not counted one by one: it has no room for many. */
  uncountedMessageBytes: 20_000,
  /** Transactions in a message of the mempool. Go: as many as fit; without the app's mempool it sends one. */
  mempoolTxs: 100_000,
  /** Pieces of evidence in a list. Go: as many as fit; a peer is sent one at a time. */
  evidenceInList: 10_000,
  /** Signatures in a commit or an extended commit. Go: 10,000 in a block that was asked for, else as many as fit. */
  commitSignatures: 10_000,
  /** Validators in a set or a list. Go: as many as fit; a set with more could not vote. */
  validators: 10_000,
  /** Words of 64 bits in a bit array: those of 10,000 votes. Go: as many as fit, although it then refuses the bits. */
  bitArrayWords: 157,

  // Content, when it is validated
  /** wire: hashes beside a leaf in a Merkle proof. `crypto/merkle/proof.go:12-16@v0.38.25` */
  proofAunts: 100,
  /** wire: votes that a bit array may stand for. `types/vote_set.go:18@v0.38.25` */
  votes: 10_000,
  /** wire: parts of the largest block. `types/params.go:22@v0.38.25` */
  blockParts: 1_601,
  /** wire: bytes of every part of a block but the last. `types/params.go:19@v0.38.25` */
  blockPartBytes: 65_536,
  /** wire: bytes of the largest block, which is also what a chain's `block.max_bytes` of -1 means. `types/params.go:16@v0.38.25` */
  blockBytes: 104_857_600,
  /** wire: bytes of a vote's extension in an extended commit. `types/vote.go:19@v0.38.25` */
  voteExtensionBytes: 1_048_576,
  /** wire: bytes of a chain's id. `types/genesis.go:20@v0.38.25` */
  chainIdBytes: 50,
  /** wire: chunks of a snapshot, unless a node's configuration says otherwise. `config/config.go:893@v0.38.25` */
  snapshotChunks: 100_000,
} as const;

/** The most voting power of a validator set, of Go, so that sums and thirds of it fit an int64. `types/validator_set.go:27@v0.38.25` */
export const maxTotalVotingPower = (2n ** 63n - 1n) / 8n;

/** What {@link decodeMessage} allows single lists, by the field's full name, unless it is told otherwise. */
export const messageListLimits: Readonly<Record<string, number>> = {
  "tendermint.mempool.Txs.txs": messageLimits.mempoolTxs,
  "tendermint.types.EvidenceList.evidence": messageLimits.evidenceInList,
  "tendermint.types.Commit.signatures": messageLimits.commitSignatures,
  "tendermint.types.ExtendedCommit.extended_signatures": messageLimits.commitSignatures,
  "tendermint.types.ValidatorSet.validators": messageLimits.validators,
  "tendermint.types.LightClientAttackEvidence.byzantine_validators": messageLimits.validators,
  "tendermint.crypto.Proof.aunts": messageLimits.proofAunts,
  "tendermint.libs.bits.BitArray.elems": messageLimits.bitArrayWords,
};
