import type { BlockResponse, StatusResponse } from "../gen/index.js";
import { checkBlock } from "./block.js";
import { checkAtLeast, checkAtMost, present } from "./checks.js";
import { checkExtendedCommit } from "./commit.js";
import type { Rules } from "./rules.js";

/* `blocksync/msgs.go:22-56`, `blocksync/reactor.go:256-272`, both @v0.38.25. */

export function checkHeight({ height }: { readonly height: bigint }): void {
  checkAtLeast(0n, height, "", "height");
}

export function checkStatusResponse({ height, base }: StatusResponse): void {
  checkAtLeast(0n, base, "", "base");
  checkAtLeast(0n, height, "", "height");
  checkAtMost(height, base, "", "base");
}

/** The heights of the two may differ here. */
export function checkBlockResponse({ block, extCommit }: BlockResponse, rules: Rules): void {
  checkBlock(present(block, "", "block"), rules, "block");
  if (extCommit !== undefined) checkExtendedCommit(extCommit, rules, "extCommit");
}
