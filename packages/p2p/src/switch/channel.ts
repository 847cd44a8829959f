import type { MConnectionChannel } from "../mconnection/index.js";

/** How a channel's messages look to its reactor. */
export interface Codec<T> {
  /**
   * Reads a message. Undefined says that it is a kind this version does not know: it is counted and dropped, which lets
   * newer peers stay. What it throws ends the peer (`MESSAGE_MALFORMED`).
   */
  decode(bytes: Uint8Array): T | undefined;
  /** Writes a message. A broadcast is written once for all peers. */
  encode(message: T): Uint8Array;
}

/** A channel as those see it who send on it. */
export interface Channel<T> extends MConnectionChannel {
  /** Turns bytes into messages and back. Without it messages are bytes. */
  readonly codec?: Codec<T> | undefined;
}
