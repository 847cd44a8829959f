import type { BlockID } from "../gen/index.js";

/** Whether a block id names no block, as in a vote for none (`types/block.go:1497-1501@v0.38.25`). */
export function isNilBlockId({ hash, partSetHeader }: BlockID): boolean {
  return hash.length === 0 && partSetHeader.total === 0 && partSetHeader.hash.length === 0;
}
