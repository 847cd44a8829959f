import type { ChannelMessage, CometwireError, Release } from "@cometwire/messages";

/** The peer from which a message came. */
export interface TapPeer {
  /** Its node id, 40 hexadecimal digits. */
  readonly id: string;
  /** Where it is, `host:port`. */
  readonly address: string;
  /** The line of releases that it speaks. */
  readonly release: Release;
}

/** How a message relates to equal ones that came from other peers. */
export interface TapSighting {
  /** Whether it is the first of its kind. */
  readonly isFirst: boolean;
  /** How many came with this content so far, this one included. */
  readonly copies: number;
  /** The peer that sent it first. */
  readonly firstPeer: string;
  /** Milliseconds since the first came; 0 for the first. */
  readonly delayMs: number;
}

/** A message as the tap got it, with all that it knows of it. */
export interface TapMessage {
  /** When its last byte had come, in milliseconds since 1970, to the microsecond. */
  readonly at: number;
  /** Who sent it. */
  readonly peer: TapPeer;
  /** The network's chain id. */
  readonly network: string;
  /** The channel's id. */
  readonly channel: number;
  /** The message's bytes. They belong to whoever gets the message. */
  readonly bytes: Uint8Array;
  /** The message, read; absent when it could not be read. */
  readonly message?: ChannelMessage | undefined;
  /** Why it could not be read, or what Go's rules have against it. */
  readonly error?: CometwireError | undefined;
  /** For messages that everybody passes on (transactions, votes, parts, proposals, evidence): who was first, by how much. */
  readonly sighting?: TapSighting | undefined;
}
