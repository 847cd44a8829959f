import { type GuardOptions, guardMessage } from "../guards/guard-message.js";
import { messageLimits, messageListLimits } from "../message-limits.js";
import { DecodeError } from "../runtime/codec-errors.js";
import type { DecodeOptions, Release } from "../runtime/options.js";
import { Reader } from "../runtime/reader.js";
import type { ChannelMessage } from "./message-types.js";
import { type EncodeContent, encoders, readers } from "./wrappers.js";

/** What {@link decodeMessage} needs. */
export interface DecodeMessageOptions
  extends Omit<DecodeOptions, "release" | "maxFieldElements">,
    GuardOptions {
  /** The line of releases that the sender belongs to. */
  readonly version: Release;
  /** The id of the channel on which the message came. */
  readonly channel: number;
  /** The whole message, as the connection delivers it: without a length prefix. */
  readonly bytes: Uint8Array;
  /**
   * The most elements of single lists, by the field's full name. Default: {@link messageListLimits}, which no honest message
   * meets; a message of fewer than 20,000 bytes is then read without counting.
   */
  readonly maxFieldElements?: DecodeOptions["maxFieldElements"];
}

/**
 * Reads a message of a standard channel: accepts what Go accepts, and nothing else.
 *
 * What Go refuses by the raw bytes, and lists that no honest node sends, is refused before anything is allocated.
 *
 * What it reads is not validated yet: see {@link validateMessage}. A message may belong on another channel of its reactor,
 * which Go ignores: compare with {@link messagePlaces}.
 *
 * @throws DecodeError and nothing else, whatever the bytes are. `DECODE_UNKNOWN_CHANNEL` when the channel is none of
 * CometBFT's; `DECODE_NO_MEMBER` when the release knows no message in it, for example a `HasProposalBlockPart` for v0.38.
 *
 * @example
 * ```ts
 * const message = decodeMessage({ version: "v0.38", channel: 0x22, bytes });
 * if (message.type === "Vote") console.log(message.value.vote?.height);
 * ```
 */
export function decodeMessage(options: DecodeMessageOptions): ChannelMessage {
  const { version, channel, bytes } = options;
  const read = readers.get(channel);
  if (read === undefined) {
    throw new DecodeError("DECODE_UNKNOWN_CHANNEL", `channel ${channel} is not one of CometBFT's`, 0);
  }
  guardMessage(version, channel, bytes, options);
  const { maxElements, borrow, maxDepth, maxFieldElements = defaultListLimits(bytes) } = options;
  const how = { release: version, maxElements, maxFieldElements, borrow, maxDepth } as DecodeOptions;
  const message = read(new Reader(bytes, how), bytes.length);
  if (message === undefined) {
    throw new DecodeError(
      "DECODE_NO_MEMBER",
      `no message on channel ${channel} that ${version} knows`,
      bytes.length,
    );
  }
  return message;
}

/** None for small messages, so that nothing is looked up for each element of their lists. */
function defaultListLimits({ length }: Uint8Array): DecodeOptions["maxFieldElements"] {
  return length < messageLimits.uncountedMessageBytes ? undefined : messageListLimits;
}

/**
 * Writes a message of a standard channel as Go does, byte for byte, ready for `peer.send`: the inverse of
 * {@link decodeMessage}.
 *
 * @throws EncodeError when a number does not fit its field.
 *
 * @example
 * ```ts
 * peer.send(0x30, encodeMessage({ type: "Txs", value: { txs: [tx] } }));
 * ```
 */
export function encodeMessage(message: ChannelMessage): Uint8Array {
  const encode = encoders.get(message.type) as EncodeContent;
  return encode(message.value);
}
