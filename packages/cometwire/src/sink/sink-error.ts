import { printable } from "@cometwire/p2p";
import { CommandError } from "../command-error.js";
import type { SinkTarget } from "./sink-target.js";

/** What can be wrong with a sink. */
export type SinkErrorCode =
  | "SINK_UNREACHABLE"
  | "SINK_AUTH"
  | "SINK_PERMISSION"
  | "SINK_NO_JETSTREAM"
  | "SINK_STREAM"
  | "SINK_CREDENTIALS"
  | "SINK_TOO_LARGE"
  | "SINK_FAILED";

const advice: Readonly<Record<SinkErrorCode, { readonly likelyCause: string; readonly remedy: string }>> = {
  SINK_UNREACHABLE: {
    likelyCause: "no NATS server listens there, or a firewall is in the way",
    remedy: "check the host and the port (4222 is usual) and that the server is running: nats-server -js",
  },
  SINK_AUTH: {
    likelyCause: "the user, password, token or credentials file is wrong or missing",
    remedy: "write them as nats://user:password@host, nats://token@host or ?creds=FILE",
  },
  SINK_PERMISSION: {
    likelyCause: "the user may not publish to these subjects, or not use JetStream's API",
    remedy:
      "let the user publish to PREFIX.>, $JS.API.INFO, $JS.API.STREAM.INFO.* and .CREATE.*, and subscribe to _INBOX.>",
  },
  SINK_NO_JETSTREAM: {
    likelyCause: "the server runs without JetStream, or the account must not use it",
    remedy: "start it with JetStream (nats-server -js), or enable it for the account",
  },
  SINK_STREAM: {
    likelyCause:
      "the stream or its subjects were made for something else, or the server has no room for 1 GiB more",
    remedy: "name another one with ?stream=NAME, other subjects with /PREFIX, or make the stream yourself",
  },
  SINK_CREDENTIALS: {
    likelyCause: "the file is not there, or is no file of NATS credentials",
    remedy: "name the .creds file that the operator of NATS has given out",
  },
  SINK_TOO_LARGE: {
    likelyCause: "the limit of the server (max_payload) or of the stream (max_msg_size) was lowered",
    remedy: "raise the limit",
  },
  SINK_FAILED: {
    likelyCause: "the server has trouble of its own, for example no space; see its log",
    remedy: "mend the server; messages are kept in memory and published again until then",
  },
};

/** An error about a sink; `what` goes behind its name. Foreign text in it must have been escaped. */
export function sinkError(code: SinkErrorCode, { name }: SinkTarget, what: string): CommandError {
  return new CommandError(code, { message: `the sink ${printable(name, 300)} ${what}`, ...advice[code] });
}

/** JetStream's numbers for "not enabled" (for the account, at all). */
const NOT_ENABLED: ReadonlySet<unknown> = new Set([10_039, 10_076]);

/** By the names of the NATS client's error classes: two copies of the client have classes of their own. */
const codesByName: Readonly<Record<string, SinkErrorCode>> = {
  AuthorizationError: "SINK_AUTH",
  UserAuthenticationExpiredError: "SINK_AUTH",
  PermissionViolationError: "SINK_PERMISSION",
  JetStreamNotEnabled: "SINK_NO_JETSTREAM",
  ConnectionError: "SINK_UNREACHABLE",
  ClosedConnectionError: "SINK_UNREACHABLE",
};

/** How a sink says it, where that is known. */
const words: Readonly<Partial<Record<SinkErrorCode, string>>> = {
  SINK_AUTH: "does not let us in",
  SINK_PERMISSION: "does not let us publish",
  SINK_NO_JETSTREAM: "has no JetStream",
  SINK_UNREACHABLE: "cannot be reached",
};

/**
 * Whatever the NATS client or the system threw, as an error of ours.
 *
 * @param otherwise - what it is about when it does not say so itself.
 */
export function asSinkError(
  error: unknown,
  target: SinkTarget,
  otherwise: SinkErrorCode = "SINK_FAILED",
): CommandError {
  if (error instanceof CommandError) return error;
  const code = codeOf(error) ?? otherwise;
  const reason = printable(error instanceof Error ? error.message : String(error), 300);
  return sinkError(code, target, `${words[code] ?? "did not take a message"}: ${reason}`);
}

/** What an error, or the one that led to it, is about. */
function codeOf(error: unknown): SinkErrorCode | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as { readonly code?: unknown };
  if (NOT_ENABLED.has(code)) return "SINK_NO_JETSTREAM";
  // The system's own errors have names for codes: ENOTFOUND.
  const systems = typeof code === "string" ? "SINK_UNREACHABLE" : undefined;
  return codesByName[error.name] ?? codeOf(error.cause) ?? systems;
}
