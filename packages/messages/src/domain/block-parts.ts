import { type Block, type BlockID, decodeBlock, type Part, type PartSetHeader } from "../gen/index.js";
import { messageLimits } from "../message-limits.js";
import { isEqualBytes, noBytes } from "../runtime/bytes.js";
import type { Release } from "../runtime/options.js";
import { evidenceHash } from "./evidence-hash.js";
import { commitHash, dataHash, headerHash } from "./hashes.js";
import { merkleProofs, verifyProof } from "./merkle.js";
import { VerificationError } from "./verification-error.js";

const { blockPartBytes, blockParts: maxBlockParts } = messageLimits;

/**
 * Cuts the bytes of a block (`encodeBlock`) into the parts in which it is gossiped, each with its proof.
 *
 * Source: `types/part_set.go:184-216@v0.38.25`, the same in all releases.
 *
 * @example
 * ```ts
 * const { header, parts } = splitBlock(encodeBlock(block)); // header is blockId.partSetHeader
 * ```
 */
export function splitBlock(bytes: Uint8Array): {
  readonly header: PartSetHeader;
  readonly parts: readonly Part[];
} {
  const cut: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += blockPartBytes) cut.push(bytes.slice(at, at + blockPartBytes));
  const { root, proofs } = merkleProofs(cut);
  const parts = proofs.map((proof, index): Part => ({ index, bytes: cut[index] ?? noBytes, proof }));
  return { header: { total: parts.length, hash: root }, parts };
}

/** What a {@link BlockAssembler} goes by. */
export interface BlockAssemblerOptions {
  /** The line of releases of the chain. Default `v0.38`. */
  readonly release?: Release | undefined;
  /** The most parts that a block may have. Default 1,601: those of the largest block that any chain can have, 100 MiB. */
  readonly maxParts?: number | undefined;
}

/**
 * Puts a block together from its parts, in whatever order they come. Nothing is kept of a part that does not belong to it.
 *
 * Source: `types/part_set.go:160-331@v0.38.25`, the same in all releases.
 *
 * @example
 * ```ts
 * const assembler = new BlockAssembler(proposal.blockId);
 * if (assembler.add(part) && assembler.isComplete) console.log(assembler.block().header.height);
 * ```
 */
export class BlockAssembler {
  readonly #blockId: BlockID;
  readonly #release: Release;
  /** By index. */
  readonly #parts = new Map<number, Uint8Array>();

  /**
   * @param blockId - which block, for example a proposal's.
   * @throws VerificationError `VERIFY_PART_LIMIT` when it has too many parts, `VERIFY_PART` when it has none
   */
  constructor(blockId: BlockID, options: BlockAssemblerOptions = {}) {
    const { release = "v0.38", maxParts = maxBlockParts } = options;
    const { total } = blockId.partSetHeader;
    // Written so that NaN is refused, too.
    if (!(total <= maxParts)) {
      throw new VerificationError("VERIFY_PART_LIMIT", `a block in ${total} parts, ${maxParts} are allowed`);
    }
    if (total === 0) refusePart("a block without parts");
    this.#blockId = blockId;
    this.#release = release;
  }

  /** How many parts are still to come. */
  get missing(): number {
    return this.#total - this.#parts.size;
  }

  /** Whether all parts are there. */
  get isComplete(): boolean {
    return this.missing === 0;
  }

  /**
   * Takes a part. Returns false when it was there already.
   *
   * @throws VerificationError `VERIFY_PART` or `VERIFY_PROOF` when it is not a part of this block
   */
  add({ index, bytes, proof }: Part): boolean {
    const total = this.#total;
    if (index >= total) refusePart(`part ${index} of ${total}`);
    if (proof.total !== BigInt(total) || proof.index !== BigInt(index)) {
      refusePart(`the proof of part ${index} of ${total} is for part ${proof.index} of ${proof.total}`);
    }
    const isLast = index === total - 1;
    if (isLast ? bytes.length > blockPartBytes : bytes.length !== blockPartBytes) {
      refusePart(`part ${index} of ${total} has ${bytes.length} bytes`);
    }
    if (this.#parts.has(index)) return false;
    verifyProof(proof, this.#blockId.partSetHeader.hash, bytes);
    // A copy: a part that was decoded with `borrow` changes with the buffer that it came in.
    this.#parts.set(index, bytes.slice());
    return true;
  }

  /**
   * The bytes of the block.
   *
   * @throws VerificationError `VERIFY_BLOCK` while parts are missing
   */
  bytes(): Uint8Array {
    if (!this.isComplete) refuseBlock(`${this.missing} of its parts are missing`);
    const last = this.#parts.get(this.#total - 1) ?? noBytes;
    const bytes = new Uint8Array((this.#total - 1) * blockPartBytes + last.length);
    for (const [index, part] of this.#parts) bytes.set(part, index * blockPartBytes);
    return bytes;
  }

  /**
   * The block: read, and found to be the one that was asked for, with what its header says.
   *
   * @throws VerificationError `VERIFY_BLOCK` while parts are missing, or when it is another block
   * @throws DecodeError when the parts are no block
   */
  block(): Block {
    const block = decodeBlock(this.bytes(), { release: this.#release });
    verifyBlock(block, { hash: this.#blockId.hash, release: this.#release });
    return block;
  }

  get #total(): number {
    return this.#blockId.partSetHeader.total;
  }
}

/**
 * Checks that a block is the one with `hash` (when given), and holds what its header says: the transactions, the evidence and
 * the last commit.
 *
 * Source: `types/block.go:56-107@v0.38.25`, the same in all releases.
 *
 * @throws VerificationError `VERIFY_BLOCK`
 */
export function verifyBlock(
  { header, data, evidence, lastCommit }: Block,
  options: { readonly hash?: Uint8Array | undefined; readonly release?: Release | undefined } = {},
): void {
  const { hash, release } = options;
  if (hash !== undefined && !isEqualBytes(headerHash(header) ?? noBytes, hash))
    refuseBlock("it has another hash");
  if (!isEqualBytes(dataHash(data), header.dataHash)) refuseBlock("its transactions are not its header's");
  if (!isEqualBytes(evidenceHash(evidence, { release }), header.evidenceHash)) {
    refuseBlock("its evidence is not its header's");
  }
  if (!isEqualBytes(commitHash(lastCommit ?? { signatures: [] }), header.lastCommitHash)) {
    refuseBlock("its last commit is not its header's");
  }
}

function refusePart(why: string): never {
  throw new VerificationError("VERIFY_PART", `the part does not fit its block: ${why}`);
}

function refuseBlock(why: string): never {
  throw new VerificationError("VERIFY_BLOCK", `the block is not what it should be: ${why}`);
}
