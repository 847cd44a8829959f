import type { Channel } from "./channel.js";
import type { Peer } from "./peer.js";

/**
 * One channel of a reactor. Messages are the peer's bytes, unless there is a `codec`.
 *
 * @example
 * ```ts
 * const mempool: ChannelDescriptor = { id: 0x30, priority: 5, recvMessageCapacity: 1_048_576 + 64 };
 * ```
 */
export interface ChannelDescriptor<T = Uint8Array> extends Channel<T> {
  /**
   * Looks at a message's bytes before they are decoded: a text refuses them, says why and ends the peer
   * (`MESSAGE_REFUSED`).
   */
  filter?(peer: Peer, bytes: Uint8Array): string | undefined;
  /**
   * Lends the reactor the bytes (or what the codec made of them) only until `receive` has returned, or the promise it
   * returned has settled: whoever keeps them longer must copy. In return the library may reuse its buffers. Default false:
   * a message belongs to the reactor.
   */
  readonly borrow?: boolean | undefined;
}
