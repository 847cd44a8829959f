import {
  type ChannelMessage,
  CometwireError,
  decodeMessage,
  type DecodeMessageOptions,
  type Release,
} from "@cometwire/messages";

/** What has become of a message's bytes. */
export interface ReadMessage {
  /** Absent when they could not be read. */
  readonly message?: ChannelMessage | undefined;
  /** Why they could not be read, or what Go's rules have against the message. */
  readonly error?: CometwireError | undefined;
}

/**
 * Reads a message as nodes of the sender's release do, and checks it by their rules. Nothing is thrown, whatever the bytes.
 *
 * Messages that the sender's release does not know are read as v1.0's, which knows them all: v1.0 sends
 * `HasProposalBlockPart` to everybody, and a network of several releases may pass on what one of them learned.
 */
export function readMessage(channel: number, bytes: Uint8Array, release: Release): ReadMessage {
  const options = { channel, bytes, borrow: true } as const;
  try {
    const message = decodeAs(release, options);
    return { message };
  } catch (error) {
    if (error instanceof CometwireError) return { error };
    throw error;
  }
}

function decodeAs(version: Release, options: Omit<DecodeMessageOptions, "version">): ChannelMessage {
  try {
    return decodeMessage({ ...options, version });
  } catch (error) {
    const isUnknown = error instanceof CometwireError && error.code === "DECODE_NO_MEMBER";
    if (!isUnknown || version === "v1.0") throw error;
    return decodeMessage({ ...options, version: "v1.0" });
  }
}
