import { CometwireError } from "../error.js";
import type { DecodeErrorCode, EncodeErrorCode } from "../error-codes.js";

/**
 * Bytes that are not the expected message. The only error that the decoders and {@link DelimitedReader} throw,
 * whatever the bytes are.
 */
export class DecodeError extends CometwireError {
  override readonly name = "DecodeError";
  declare readonly code: DecodeErrorCode;
  /** Where reading stopped, in bytes from the start of the input. */
  readonly offset: number;

  constructor(code: DecodeErrorCode, message: string, offset: number) {
    super(code, `${message} (at byte ${offset})`);
    this.offset = offset;
  }
}

/** A value that does not fit its field. Only a mistake in the calling program leads here, never remote bytes. */
export class EncodeError extends CometwireError {
  override readonly name = "EncodeError";
  declare readonly code: EncodeErrorCode;
}
