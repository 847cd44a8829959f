import { gunzipSync } from "node:zlib";
import type { Kind, Suite } from "../suite.js";
import { Vector } from "../vector.js";

function files(file: string, ...kinds: string[]): Suite {
  const entries = kinds.map((kind): [string, Kind] => [kind, "later"]);
  return { file, kinds: Object.fromEntries(entries) };
}

/** Files whose part of the library does not exist yet: their cases are counted as not implemented. */
export const later: readonly Suite[] = [
  files("messages/blocksync.json", "valid", "cross-version", "version-variant"),
  files("messages/consensus.json", "valid", "version-only", "cross-version"),
  files("messages/evidence.json", "valid", "cross-version", "version-variant"),
  files("messages/mempool.json", "valid", "cross-version"),
  files("messages/statesync.json", "valid", "cross-version"),
  files("messages/types.json", "type", "merkle-root", "timestamp", "sign-bytes", "cross-version", "part-set"),
  files("messages-invalid/blocksync.json", "invalid", "raw", "cross-version"),
  files(
    "messages-invalid/consensus.json",
    "invalid",
    "validate-block-size",
    "raw",
    "validate-height",
    "version-only",
    "cross-version",
  ),
  files("messages-invalid/evidence.json", "invalid", "version-variant", "raw", "cross-version"),
  files("messages-invalid/mempool.json", "raw", "invalid", "cross-version"),
  files("messages-invalid/statesync.json", "raw", "invalid", "cross-version"),
  { file: /^corpus\/[^/]+\.jsonl\.gz$/, load: loadGossip, kinds: { gossip: "later" } },
];

/** Recorded gossip, one message a line. */
function loadGossip(content: Buffer): Vector[] {
  const lines = gunzipSync(content).toString("utf8").split("\n");
  return lines
    .filter((line) => line !== "")
    .map(
      (line, index) =>
        new Vector({ ...(JSON.parse(line) as object), kind: "gossip", name: `line ${index + 1}` }),
    );
}
