import { limits } from "../base/index.js";
import type { ChannelDescriptor } from "../switch/index.js";
import {
  decodePex,
  encodePexAddresses,
  encodePexRequest,
  type PexAddress,
  type PexChannelMessage,
} from "../wire/index.js";

/** A message of the PEX channel of a kind that we know. */
export type PexMessage = Exclude<PexChannelMessage, { readonly type: "unknown" }>;

/**
 * The PEX channel, 0x00. What is well-formed and neither a request nor an answer is counted and dropped; Go drops the peer.
 * Source: `p2p/pex/pex_reactor.go:179-189@v0.38.25`.
 */
export const pexChannel: ChannelDescriptor<PexMessage> = {
  id: 0x00,
  priority: 1,
  sendQueueCapacity: 10,
  recvMessageCapacity: limits.pexMessageBytes,
  codec: {
    decode(bytes) {
      const message = decodePex(bytes);
      return message.type === "unknown" ? undefined : message;
    },
    encode: (message) =>
      message.type === "request" ? encodePexRequest() : encodePexAddresses(message.addresses),
  },
};

/** The message that asks for addresses. */
export const pexRequest: PexMessage = { type: "request" };

/** The message that answers with addresses. */
export function pexAnswer(addresses: readonly PexAddress[]): PexMessage {
  return { type: "addresses", addresses };
}
