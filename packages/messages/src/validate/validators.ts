import { addressFromPublicKey, validatorPublicKey } from "../domain/public-keys.js";
import { CometwireError } from "../error.js";
import type { Validator, ValidatorSet } from "../gen/index.js";
import { maxTotalVotingPower } from "../message-limits.js";
import { isEqualBytes } from "../runtime/bytes.js";
import { checkAtLeast, fail, join, present } from "./checks.js";

/** `ValidatorFromProto` in `types/validator.go:159-175@v0.38.25`: there is a key, and it may be one. Returns its address. */
export function checkKey(validator: Validator, at: string): Uint8Array {
  try {
    return addressFromPublicKey(validatorPublicKey(validator));
  } catch (error) {
    if (!(error instanceof CometwireError)) throw error;
    fail("VALIDATE_KEY", at, "pubKey", error.message);
  }
}

/** `types/validator.go:37-55@v0.38.25`. */
function checkValidator(validator: Validator, at: string): void {
  const address = checkKey(validator, at);
  checkAtLeast(0n, validator.votingPower, at, "votingPower");
  if (!isEqualBytes(validator.address, address)) {
    fail("VALIDATE_ADDRESS", at, "address", "it is not that of the validator's key");
  }
}

/**
 * `ValidatorSetFromProto` and `ValidateBasic` in `types/validator_set.go:91-113,964-999@v0.38.25`. The total that the sender
 * gives counts for nothing.
 */
export function checkValidatorSet({ validators, proposer }: ValidatorSet, at: string): void {
  if (validators.length === 0) fail("VALIDATE_MISSING", at, "validators", "there are none");
  let total = 0n;
  for (const [i, validator] of validators.entries()) {
    checkValidator(validator, join(at, `validators[${i}]`));
    total += validator.votingPower;
  }
  if (total > maxTotalVotingPower) {
    const text = `${total} voting power in all, at most ${maxTotalVotingPower} is allowed`;
    fail("VALIDATE_TOO_LARGE", at, "validators", text, maxTotalVotingPower);
  }
  const next = present(proposer, at, "proposer");
  checkValidator(next, join(at, "proposer"));
  if (!validators.some(({ address }) => isEqualBytes(address, next.address))) {
    fail("VALIDATE_PROPOSER", at, "proposer", "it is none of the validators");
  }
}
