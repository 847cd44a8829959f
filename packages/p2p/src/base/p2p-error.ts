import { CometwireError } from "@cometwire/messages";
import { type ErrorCode, errorCodes } from "./error-codes.js";

/** What is known beside the code when a {@link P2PError} is made. */
export interface P2PErrorDetails {
  /** This case in words, without the registry's general text: `"got 33 bytes, want 32"`. Never unescaped remote text. */
  readonly detail?: string | undefined;
  /** The error underneath, if any. */
  readonly cause?: unknown;
}

/**
 * The only error that the library throws for what the network, a peer or a file did.
 *
 * {@link P2PError.code} is stable; `docs/ERRORS.md` lists each with its likely cause and what to do.
 *
 * @example
 * ```ts
 * try {
 *   await transport.dial(address);
 * } catch (error) {
 *   if (error instanceof P2PError && error.code === "DIAL_REFUSED") console.log(error.remedy);
 * }
 * ```
 */
export class P2PError extends CometwireError {
  override readonly name = "P2PError";
  declare readonly code: ErrorCode;
  /** This case in words, when there is more to say than the code does. */
  readonly detail: string | undefined;

  constructor(code: ErrorCode, details: P2PErrorDetails = {}) {
    const { what } = errorCodes[code];
    super(code, details.detail === undefined ? what : `${what}: ${details.detail}`, { cause: details.cause });
    this.detail = details.detail;
  }

  /** The most likely cause, in words. */
  get likelyCause(): string {
    return errorCodes[this.code].cause;
  }

  /** What to do about it, in words. */
  get remedy(): string {
    return errorCodes[this.code].remedy;
  }

  /** What `JSON.stringify` shows. */
  toJSON(): { code: ErrorCode; message: string; likelyCause: string; remedy: string } {
    const { code, message, likelyCause, remedy } = this;
    return { code, message, likelyCause, remedy };
  }
}

/** `error` itself when it is a {@link P2PError}, otherwise one of `code` with `error` as its cause. */
export function asP2PError(error: unknown, code: ErrorCode): P2PError {
  if (error instanceof P2PError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new P2PError(code, { detail: printable(detail), cause: error });
}

/**
 * Remote text made safe for a log or a terminal: everything but printable ASCII is escaped, and it is cut at `limit`
 * characters.
 */
export function printable(text: string, limit = 200): string {
  const escaped = text.replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return escaped.length > limit ? `${escaped.slice(0, limit)}…` : escaped;
}
