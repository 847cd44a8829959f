import {
  type ChannelMessage,
  CometwireError,
  decodeMessage,
  type DecodeMessageOptions,
  type Release,
  validateMessage,
} from "@cometwire/messages";

/** What has become of a message's bytes. */
export interface ReadMessage {
  /** Absent when they could not be read. */
  readonly message?: ChannelMessage | undefined;
  /** Why they could not be read, or what Go's rules have against the message. */
  readonly error?: CometwireError | undefined;
}

/** How large transactions may be is each chain's own choice, which we do not know. */
const ANY_SIZE = { maxTxBytes: 0 } as const;

/**
 * Reads a message as nodes of the sender's release do, and checks it by their rules. Nothing is thrown, whatever the bytes.
 *
 * Messages that the sender's release does not know are read as v1.0's, which knows them all: v1.0 sends
 * `HasProposalBlockPart` to everybody.
 */
export function readMessage(channel: number, bytes: Uint8Array, release: Release): ReadMessage {
  let read: ReadMessage = {};
  try {
    const { message, version } = decodeAs(release, { ...ANY_SIZE, channel, bytes, borrow: true });
    read = { message };
    validateMessage(message, { version });
    return read;
  } catch (error) {
    if (error instanceof CometwireError) return { ...read, error };
    throw error;
  }
}

function decodeAs(
  version: Release,
  options: Omit<DecodeMessageOptions, "version">,
): { readonly message: ChannelMessage; readonly version: Release } {
  try {
    return { message: decodeMessage({ ...options, version }), version };
  } catch (error) {
    const isUnknown = error instanceof CometwireError && error.code === "DECODE_NO_MEMBER";
    if (!isUnknown || version === "v1.0") throw error;
    return decodeAs("v1.0", options);
  }
}
