import { P2PError } from "@cometwire/p2p";
import { ControlError, NodeNotRunningError } from "../api/control-client.js";
import { CommandError } from "../command-error.js";

/** A failure as programs read it. */
export interface FailureJson {
  readonly ok: false;
  readonly code: string;
  readonly message: string;
  readonly likelyCause: string;
  readonly remedy: string;
}

/** What to do, where the API's own advice is about other calls of the API. */
const remedies: Readonly<Record<string, string>> = {
  NO_SUCH_PEER: "`cometwire peers` lists the peers",
  NO_SUCH_BAN: "`cometwire ban list` lists the bans; what is banned is lifted as it was banned",
};

/** An error that somebody expected, for programs; undefined for any other. */
export function failureOf(error: unknown): FailureJson | undefined {
  if (error instanceof P2PError || error instanceof CommandError) {
    const { code, message, likelyCause, remedy } = error;
    return { ok: false, code, message, likelyCause, remedy };
  }
  if (error instanceof ControlError) {
    const { code, message } = error;
    const remedy = remedies[code] ?? error.remedy;
    return { ok: false, code, message, likelyCause: "the running node says so", remedy };
  }
  if (error instanceof NodeNotRunningError) {
    const { message } = error;
    const likelyCause = "it has stopped, or runs with another home";
    return { ok: false, code: "NODE_NOT_RUNNING", message, likelyCause, remedy: "start it: cometwire start" };
  }
  return undefined;
}

/** An error for people, in one line: what happened, and what to do. */
export function failureLine(error: Pick<FailureJson, "code" | "message" | "remedy">): string {
  return `error: ${error.message} (${error.code}). What to do: ${error.remedy}.\n`;
}
