/**
 * Who has to act on an error: this process or its caller (`ours`), the remote peer (`theirs`), or what lies between the
 * two (`network`).
 */
export type Fault = "ours" | "theirs" | "network";

/** One entry of an error code registry: what an operator needs to know about a code, without reading source. */
export interface ErrorDescription {
  /** What happened, one sentence. */
  readonly what: string;
  /** The likely cause. */
  readonly cause: string;
  /** What to do about it. */
  readonly remedy: string;
  /** Whose fault it is. */
  readonly fault: Fault;
}

/**
 * The base of every error that Cometwire throws on purpose.
 *
 * `code` is stable and is what programs should test; `message` is for people and may change. Each package keeps a
 * registry that says for each of its codes what happened, why, and what to do (here: {@link decodeErrorCodes},
 * {@link validationErrorCodes} and {@link encodeErrorCodes}).
 *
 * @example
 * ```ts
 * try {
 *   decodePacket(bytes);
 * } catch (error) {
 *   if (error instanceof CometwireError && error.code === "DECODE_TRUNCATED") { … }
 * }
 * ```
 */
export class CometwireError extends Error {
  /** The class's name: `CometwireError`, `DecodeError`, … For people; programs test `code`. */
  override readonly name: string = "CometwireError";
  /** Stable name of what went wrong, for example `DECODE_TRUNCATED`. */
  readonly code: string;

  constructor(code: string, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
