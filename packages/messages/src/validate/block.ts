import { evidenceHash } from "../domain/evidence-hash.js";
import { commitHash, dataHash } from "../domain/hashes.js";
import type { Block } from "../gen/index.js";
import { checkHashOf, join, present } from "./checks.js";
import { checkCommit } from "./commit.js";
import { checkEvidenceList } from "./evidence.js";
import { checkHeader } from "./header.js";
import type { Rules } from "./rules.js";

/** `BlockFromProto` and `ValidateBasic` in `types/block.go:56-107,248-276@v0.38.25`. */
export function checkBlock({ header, data, evidence, lastCommit }: Block, rules: Rules, at: string): void {
  const headerAt = join(at, "header");
  checkHeader(header, headerAt);
  checkEvidenceList(evidence, rules, join(at, "evidence"));
  const commit = present(lastCommit, at, "lastCommit");
  checkCommit(commit, rules, join(at, "lastCommit"));
  checkHashOf("last commit", commitHash(commit), header.lastCommitHash, headerAt, "lastCommitHash");
  checkHashOf("data", dataHash(data), header.dataHash, headerAt, "dataHash");
  const hash = evidenceHash(evidence, { release: rules.version });
  checkHashOf("evidence", hash, header.evidenceHash, headerAt, "evidenceHash");
}
