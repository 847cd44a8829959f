import type { ChunkRequest, ChunkResponse, SnapshotsResponse } from "../gen/index.js";
import { checkAtLeast, checkAtMost, fail } from "./checks.js";
import type { Rules } from "./rules.js";

/* `statesync/messages.go:24-61@v0.38.25`. */

export function checkSnapshotsResponse({ height, hash, chunks }: SnapshotsResponse, rules: Rules): void {
  checkAtLeast(1n, height, "", "height");
  if (hash.length === 0) fail("VALIDATE_MISSING", "", "hash", "the snapshot has no hash");
  checkAtLeast(1, chunks, "", "chunks");
  if (rules.maxSnapshotChunks !== undefined) checkAtMost(rules.maxSnapshotChunks, chunks, "", "chunks");
}

export function checkChunkRequest({ height }: ChunkRequest): void {
  checkAtLeast(1n, height, "", "height");
}

/** A chunk of no bytes passes when it is there. Go does not write one, so that its servers cannot send it. */
export function checkChunkResponse({ height, chunk, missing }: ChunkResponse): void {
  checkAtLeast(1n, height, "", "height");
  if (missing && chunk !== undefined && chunk.length > 0) {
    fail("VALIDATE_UNEXPECTED", "", "chunk", `${chunk.length} bytes, but the chunk is said to be missing`);
  }
  if (!missing && chunk === undefined) fail("VALIDATE_MISSING", "", "chunk", "there is no chunk");
}
