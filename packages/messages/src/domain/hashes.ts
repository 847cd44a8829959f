import { sha256 } from "@noble/hashes/sha2.js";
import {
  type BlockData,
  type Commit,
  encodeBlockID,
  encodeCommitSig,
  encodeConsensusVersion,
  encodeSimpleValidator,
  type Header,
  type Validator,
} from "../gen/index.js";
import { goStringToBytes } from "../runtime/string.js";
import { merkleRoot } from "./merkle.js";
import { validatorPublicKey } from "./public-keys.js";
import { withGoFlag } from "./go-forms.js";
import { timestampBytes, wrapBytes, wrapInt64 } from "./wrapped-values.js";

/**
 * The hash of a header, which is the hash of its block: 32 bytes. `undefined` when `validatorsHash` is empty: Go then has
 * no hash either.
 *
 * Source: `types/block.go:440-480@v0.38.25`, the same in all releases.
 *
 * @throws EncodeError when a number or a time is out of range, which no decoded header is
 *
 * @example
 * ```ts
 * const hash = headerHash(block.header); // equals blockId.hash of the commit in the next block
 * ```
 */
export function headerHash(header: Header): Uint8Array | undefined {
  if (header.validatorsHash.length === 0) return undefined;
  return merkleRoot([
    encodeConsensusVersion(header.version),
    wrapBytes(goStringToBytes(header.chainId)),
    wrapInt64(header.height),
    timestampBytes(header.time),
    encodeBlockID(header.lastBlockId),
    wrapBytes(header.lastCommitHash),
    wrapBytes(header.dataHash),
    wrapBytes(header.validatorsHash),
    wrapBytes(header.nextValidatorsHash),
    wrapBytes(header.consensusHash),
    wrapBytes(header.appHash),
    wrapBytes(header.lastResultsHash),
    wrapBytes(header.evidenceHash),
    wrapBytes(header.proposerAddress),
  ]);
}

/**
 * The hash of a commit, as `lastCommitHash` of the next header has it: over the signatures alone, 32 bytes.
 *
 * Source: `types/block.go:935-954@v0.38.25`, the same in all releases.
 */
export function commitHash({ signatures }: Pick<Commit, "signatures">): Uint8Array {
  return merkleRoot(signatures.map((signature) => encodeCommitSig(withGoFlag(signature))));
}

/**
 * The hash by which a transaction is known, to RPC and to explorers: SHA-256, 32 bytes.
 *
 * Source: `types/tx.go:28-31@v0.38.25`, the same in all releases.
 */
export function txHash(tx: Uint8Array): Uint8Array {
  return sha256(tx);
}

/**
 * The hash of a block's transactions, as `dataHash` of its header has it: a tree over the transactions' hashes, 32 bytes.
 *
 * Source: `types/tx.go:45-50@v0.38.25`, the same in all releases.
 */
export function dataHash({ txs }: Pick<BlockData, "txs">): Uint8Array {
  return merkleRoot(txs.map(txHash));
}

/**
 * The hash of a validator set, as `validatorsHash` of a header has it: over the keys and powers in the set's order, 32
 * bytes. Both forms of a validator's key give the same hash, see {@link validatorPublicKey}.
 *
 * Source: `types/validator_set.go:372-382`, `types/validator.go:114-135@v0.38.25`, the same in all releases.
 *
 * @throws VerificationError `VERIFY_KEY` when a validator has no key
 */
export function validatorSetHash({ validators }: { readonly validators: readonly Validator[] }): Uint8Array {
  return merkleRoot(
    validators.map((validator) =>
      encodeSimpleValidator({ pubKey: validatorPublicKey(validator), votingPower: validator.votingPower }),
    ),
  );
}
