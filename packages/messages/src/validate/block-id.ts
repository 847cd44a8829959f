import { isNilBlockId } from "../domain/block-ids.js";
import { hashBytes } from "../domain/merkle.js";
import type { BlockID, PartSetHeader } from "../gen/index.js";
import { checkHash, fail, join } from "./checks.js";

/** The number of parts is not limited here (`types/part_set.go:138-144@v0.38.25`). */
export function checkPartSetHeader({ hash }: PartSetHeader, at: string): void {
  checkHash(hash, at, "hash");
}

/** Hashes are whole or empty (`types/block.go:1486-1496@v0.38.25`). */
export function checkBlockId(id: BlockID, at: string): void {
  checkHash(id.hash, at, "hash");
  checkPartSetHeader(id.partSetHeader, join(at, "partSetHeader"));
}

/** The id of a block (`types/block.go:1505-1509@v0.38.25`). */
function isComplete({ hash, partSetHeader }: BlockID): boolean {
  return hash.length === hashBytes && partSetHeader.total > 0 && partSetHeader.hash.length === hashBytes;
}

export function checkComplete(id: BlockID, at: string, field: string): void {
  if (!isComplete(id)) fail("VALIDATE_BLOCK_ID", at, field, "it is not complete");
}

export function checkCompleteOrNil(id: BlockID, at: string, field: string): void {
  if (!isNilBlockId(id) && !isComplete(id)) {
    fail("VALIDATE_BLOCK_ID", at, field, "it is neither complete nor empty");
  }
}
