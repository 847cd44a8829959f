import { sha256 } from "@noble/hashes/sha2.js";
import { messageLimits } from "../message-limits.js";
import { isEqualBytes } from "../runtime/bytes.js";
import type { Proof } from "../gen/index.js";
import { VerificationError } from "./verification-error.js";

/** Bytes of a SHA-256 hash, which is what all hashes of a chain are. */
export const hashBytes = 32;

const leafPrefix = /* @__PURE__ */ Uint8Array.of(0);
const innerPrefix = /* @__PURE__ */ Uint8Array.of(1);

/**
 * The root of the Merkle tree (RFC 6962) whose leaves are `items` in their order: 32 bytes. Without items, the hash of
 * nothing.
 *
 * Source: `crypto/merkle/tree.go@v0.38.25`, the same in all releases.
 *
 * @example
 * ```ts
 * const root = merkleRoot([txHash(first), txHash(second)]);
 * ```
 */
export function merkleRoot(items: readonly Uint8Array[]): Uint8Array {
  return items.length === 0 ? sha256(new Uint8Array(0)) : rootOf(items, 0, items.length);
}

/**
 * The root of the tree over `items`, as {@link merkleRoot}, with the proof that each of them is in it.
 *
 * Source: `crypto/merkle/proof.go@v0.38.25`, the same in all releases.
 *
 * @example
 * ```ts
 * const { root, proofs } = merkleProofs(items);
 * verifyProof(proofs[2], root, items[2]);
 * ```
 */
export function merkleProofs(items: readonly Uint8Array[]): {
  readonly root: Uint8Array;
  readonly proofs: readonly Proof[];
} {
  const total = BigInt(items.length);
  const proofs = items.map(
    (_, index): Proof => ({
      total,
      index: BigInt(index),
      leafHash: new Uint8Array(0),
      aunts: [],
    }),
  );
  const root = items.length === 0 ? merkleRoot(items) : prove(items, proofs, 0, items.length);
  return { root, proofs };
}

/**
 * Checks that `proof` leads from `leaf` to `root`. Which leaf and of how many it proves is for the caller to compare.
 *
 * It hashes at most once for each level of the tree: a proof with a hash too few, too many or of a wrong length is refused
 * before.
 *
 * Source: `crypto/merkle/proof.go@v0.38.25` (`Verify` and `ValidateBasic`), the same in all releases.
 *
 * @throws VerificationError `VERIFY_PROOF`
 */
export function verifyProof(proof: Proof, root: Uint8Array, leaf: Uint8Array): void {
  const sides = wayToLeaf(proof.index, proof.total);
  if (sides === undefined) refuse(`there is no leaf ${proof.index} of ${proof.total}`);
  if (proof.aunts.length !== sides.length || sides.length > messageLimits.proofAunts) {
    refuse(`it has ${proof.aunts.length} hashes for a way of ${sides.length}`);
  }
  if (proof.aunts.some(({ length }) => length !== hashBytes)) refuse("one of its hashes has not 32 bytes");
  let hash = hashLeaf(leaf);
  if (!isEqualBytes(proof.leafHash, hash)) refuse("it is for another leaf");
  for (const aunt of proof.aunts)
    hash = sides.pop() === "left" ? hashInner(hash, aunt) : hashInner(aunt, hash);
  if (!isEqualBytes(hash, root)) refuse("it leads to another root");
}

function refuse(why: string): never {
  throw new VerificationError("VERIFY_PROOF", `the Merkle proof is wrong: ${why}`);
}

/** On which side the way from the root to a leaf goes on at each level, the root's first. */
function wayToLeaf(index: bigint, total: bigint): ("left" | "right")[] | undefined {
  if (index < 0n || index >= total) return undefined;
  const sides: ("left" | "right")[] = [];
  let at = index;
  let leaves = total;
  while (leaves > 1n) {
    const left = 1n << BigInt((leaves - 1n).toString(2).length - 1);
    if (at < left) {
      sides.push("left");
      leaves = left;
    } else {
      sides.push("right");
      at -= left;
      leaves -= left;
    }
  }
  return sides;
}

/** How many of `leaves`, two or more, go to the left: the largest power of two that is smaller. */
function leftLeaves(leaves: number): number {
  return 2 ** Math.ceil(Math.log2(leaves) - 1);
}

function rootOf(items: readonly Uint8Array[], from: number, to: number): Uint8Array {
  if (to - from === 1) return hashLeaf(items[from] as Uint8Array);
  const middle = from + leftLeaves(to - from);
  return hashInner(rootOf(items, from, middle), rootOf(items, middle, to));
}

/** As {@link rootOf}; adds to the proofs of the items what lies beside their way. */
function prove(items: readonly Uint8Array[], proofs: readonly Proof[], from: number, to: number): Uint8Array {
  if (to - from === 1) {
    const hash = hashLeaf(items[from] as Uint8Array);
    (proofs[from] as Proof).leafHash = hash;
    return hash;
  }
  const middle = from + leftLeaves(to - from);
  const left = prove(items, proofs, from, middle);
  const right = prove(items, proofs, middle, to);
  for (let i = from; i < to; i++) (proofs[i] as Proof).aunts.push(i < middle ? right : left);
  return hashInner(left, right);
}

function hashLeaf(leaf: Uint8Array): Uint8Array {
  return sha256.create().update(leafPrefix).update(leaf).digest();
}

function hashInner(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256.create().update(innerPrefix).update(left).update(right).digest();
}
