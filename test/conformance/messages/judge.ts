import {
  type ChannelMessage,
  type CometwireError,
  decodeMessage,
  type Release,
  validateMessage,
} from "@cometwire/messages";
import { guardMessage } from "../../../packages/messages/src/guards/guard-message.js";
import { attempt, type Check } from "../check.js";
import type { Vector } from "../vector.js";

/** Where a message is refused: by its raw bytes, by the decoder, for holding nothing, or for its content. */
type Phase = "filter" | "decode" | "unwrap" | "validate";

/** What became of a message. */
export interface Verdict {
  /** Absent when the message is accepted. */
  readonly refused?: { readonly phase: Phase; readonly error: CometwireError };
  /** What was decoded. */
  readonly message?: ChannelMessage;
}

/** What the filter of the vectors' nodes was run with, whatever their release's default is. */
const guards = { maxTxBytes: 1_048_576, maxBatchBytes: 0 };

/** Takes a channel's message as a node of `version` does. */
export function judge(version: Release, channel: number, bytes: Uint8Array): Verdict {
  const guarded = attempt(() => guardMessage(version, channel, bytes, guards));
  const { value: message, error } = attempt(() => decodeMessage({ version, channel, bytes, ...guards }));
  if (guarded.error !== undefined) {
    if (guarded.error.code !== error?.code) throw new TypeError(`decodeMessage gave ${String(error?.code)}`);
    return { refused: { phase: "filter", error: guarded.error } };
  }
  if (message === undefined) {
    return { refused: { phase: error.code === "DECODE_NO_MEMBER" ? "unwrap" : "decode", error } };
  }
  const invalid = attempt(() => validateMessage(message, { version })).error;
  return invalid === undefined ? { message } : { refused: { phase: "validate", error: invalid }, message };
}

/** Compares the verdict, and where both refuse also the phase. */
export function checkVerdict(check: Check, vector: Vector, { refused }: Verdict): void {
  const goError = vector.fields["go_error"];
  check.verdict("verdict", goError, refused?.error);
  if (refused === undefined || goError === null) return;
  // "validate (BlockFromProto)" names the converter.
  const [phase] = (vector.optionalText("go_phase") ?? "").split(" ");
  check.equal("phase", phase, refused.phase);
}
