import type { Channel } from "./channel.js";

/** The id and the bytes of a message given to `send` or `broadcast`. */
export function encodeFor(
  channel: number | Channel<unknown>,
  message: unknown,
): { readonly channelId: number; readonly bytes: Uint8Array } {
  if (typeof channel === "number") return { channelId: channel, bytes: message as Uint8Array };
  const bytes = channel.codec === undefined ? (message as Uint8Array) : channel.codec.encode(message);
  return { channelId: channel.id, bytes };
}
