import type { Header } from "../gen/index.js";
import { messageLimits } from "../message-limits.js";
import { stringSize } from "../runtime/string.js";
import { checkBlockId } from "./block-id.js";
import { addressBytes, checkAtLeast, checkHash, checkLength, fail, join } from "./checks.js";

/** The version of the block's structure that all releases have (`version/version.go:12-16@v0.38.25`). */
const blockProtocol = 11n;

/** `types/block.go:383-437@v0.38.25`. The app's hash may have any length; times are compared elsewhere. */
export function checkHeader(header: Header, at: string): void {
  checkBlockId(header.lastBlockId, join(at, "lastBlockId"));
  const { block } = header.version;
  if (block !== blockProtocol) {
    fail("VALIDATE_PROTOCOL", at, "version.block", `${block} instead of ${blockProtocol}`, blockProtocol);
  }
  const most = messageLimits.chainIdBytes;
  const length = stringSize(header.chainId);
  if (length > most) {
    fail("VALIDATE_LENGTH", at, "chainId", `${length} bytes, at most ${most} are allowed`, most);
  }
  checkAtLeast(1n, header.height, at, "height");
  checkHash(header.lastCommitHash, at, "lastCommitHash");
  checkHash(header.dataHash, at, "dataHash");
  checkHash(header.evidenceHash, at, "evidenceHash");
  checkLength(addressBytes, header.proposerAddress, at, "proposerAddress");
  checkHash(header.validatorsHash, at, "validatorsHash");
  checkHash(header.nextValidatorsHash, at, "nextValidatorsHash");
  checkHash(header.consensusHash, at, "consensusHash");
  checkHash(header.lastResultsHash, at, "lastResultsHash");
}
