import { CometwireError } from "../error.js";
import type { VerificationErrorCode } from "./verification-codes.js";

/** Something that could be read and is not what it claims to be: a proof, a part, a signature, a commit. */
export class VerificationError extends CometwireError {
  override readonly name = "VerificationError";
  declare readonly code: VerificationErrorCode;
  /** `VERIFY_SIGNATURE` of a commit: the places in it of the signatures that are wrong, ascending. Empty otherwise. */
  readonly signatures: readonly number[];

  constructor(
    code: VerificationErrorCode,
    message: string,
    options: { readonly signatures?: readonly number[]; readonly cause?: unknown } = {},
  ) {
    const { signatures = [], cause } = options;
    super(code, message, cause === undefined ? undefined : { cause });
    this.signatures = signatures;
  }
}
