import { headerHash, validatorSetHash } from "../domain/hashes.js";
import type { Commit, Header, LightBlock } from "../gen/index.js";
import { noBytes } from "../runtime/bytes.js";
import { checkCommit } from "./commit.js";
import { checkHashOf, fail, join, present } from "./checks.js";
import { checkHeader } from "./header.js";
import type { Rules } from "./rules.js";
import { checkValidatorSet } from "./validators.js";

/**
 * `LightBlockFromProto` and `ValidateBasic` in `types/light.go:21-44,88-112,134-162@v0.38.25`. Returns the header. Without a
 * signed header v0.34, v0.37 and v1.0 panic; it is refused like anything else that is missing.
 */
export function checkLightBlock(
  { signedHeader, validatorSet }: LightBlock,
  rules: Rules,
  at: string,
): Header {
  const headerAt = join(at, "signedHeader");
  const signed = present(signedHeader, at, "signedHeader");
  const header = present(signed.header, headerAt, "header");
  const commit = present(signed.commit, headerAt, "commit");
  checkHeader(header, join(headerAt, "header"));
  checkCommit(commit, rules, join(headerAt, "commit"));
  checkIsOf(commit, header, headerAt);
  const validators = present(validatorSet, at, "validatorSet");
  checkValidatorSet(validators, join(at, "validatorSet"));
  checkHashOf(
    "validator set",
    validatorSetHash(validators),
    header.validatorsHash,
    headerAt,
    "header.validatorsHash",
  );
  return header;
}

/** That the commit is for the header's block. */
function checkIsOf(commit: Commit, header: Header, at: string): void {
  if (commit.height !== header.height) {
    fail("VALIDATE_MISMATCH", at, "commit.height", `${commit.height}, but the header's is ${header.height}`);
  }
  checkHashOf("header", headerHash(header) ?? noBytes, commit.blockId.hash, at, "commit.blockId.hash");
}
