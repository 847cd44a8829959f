import { createHash } from "node:crypto";
import { messageJson, type TapMessageJson } from "../tap/message-json.js";
import type { TapMessage } from "../tap/tap-message.js";

/** A message as the sink publishes it: what `cometwire tap --output ndjson` prints, and more. */
export interface SinkMessageJson extends TapMessageJson {
  /** The node id of the tap that got it: 40 hexadecimal digits. */
  readonly tap: string;
  /** SHA-256 of its bytes, in lower-case hex: the same for all taps and all peers. */
  readonly hash: string;
  /** All its bytes, in lower-case hex. */
  readonly bytes?: string;
  /** What was left out because the server takes no message so large: first `message`, then `bytes`, too. */
  readonly leftOut?: readonly ("message" | "bytes")[];
}

/** A message for the sink, in UTF-8; at most `limit` bytes where leaving out can achieve that. */
export function messagePayload(tapped: TapMessage, tap: string, limit: number): Uint8Array {
  const json = messageJson(tapped);
  const hash = createHash("sha256").update(tapped.bytes).digest("hex");
  const bytes = Buffer.from(tapped.bytes).toString("hex");
  const whole = utf8({ ...json, tap, hash, bytes });
  if (whole.length <= limit) return whole;
  const withoutFields = utf8({ ...json, message: undefined, tap, hash, bytes, leftOut: ["message"] });
  if (withoutFields.length <= limit) return withoutFields;
  const left = { message: undefined, txHashes: undefined, bytes: undefined };
  return utf8({ ...json, ...left, tap, hash, leftOut: ["message", "bytes"] });
}

/** What is undefined is not written. */
function utf8(
  json: { readonly [Name in keyof SinkMessageJson]: SinkMessageJson[Name] | undefined },
): Uint8Array {
  return Buffer.from(JSON.stringify(json));
}
