import type { P2PError } from "@cometwire/p2p";

/** A failure as programs read it. */
export interface FailureJson {
  readonly ok: false;
  readonly code: string;
  readonly message: string;
  readonly likelyCause: string;
  readonly remedy: string;
}

/** An error for programs. */
export function failureJson(error: P2PError): FailureJson {
  const { code, message, likelyCause, remedy } = error;
  return { ok: false, code, message, likelyCause, remedy };
}

/** An error for people, in one line: what happened, and what to do. */
export function failureLine(error: P2PError): string {
  return `error: ${error.message} (${error.code}). What to do: ${error.remedy}.\n`;
}
