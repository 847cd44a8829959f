import { CometwireError } from "../error.js";
import type { ValidationErrorCode } from "./validation-codes.js";

/**
 * A message that could be read, with content that breaks a rule. The only error that {@link validateMessage} throws for
 * what a peer sent.
 */
export class ValidationError extends CometwireError {
  override readonly name = "ValidationError";
  declare readonly code: ValidationErrorCode;
  /** The field, from the message's value on, for example `block.header.chainId` or `evidence[0].voteA.signature`. */
  readonly path: string;
  /** The limit that was broken, where the rule has one: a number or a length in bytes. */
  readonly limit: number | bigint | undefined;

  constructor(code: ValidationErrorCode, path: string, message: string, limit?: number | bigint) {
    super(code, `${path}: ${message}`);
    this.path = path;
    this.limit = limit;
  }
}
