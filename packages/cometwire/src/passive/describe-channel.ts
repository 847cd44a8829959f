import type { StandardChannel } from "@cometwire/messages";
import type { ChannelDescriptor } from "@cometwire/p2p";

/**
 * What only answers a request may be so long where nothing is requested. Go sets memory aside for blocks of 100 MiB and
 * chunks of 16 MB, whoever sends them.
 */
const ANSWER_BYTES = 65_536;

/** A channel of a full node as those have it who take part without requesting anything. */
export function describeChannel(channel: StandardChannel): ChannelDescriptor {
  const { id, reactor, priority, sendQueueCapacity, recvMessageCapacity } = channel;
  const carriesAnswers = reactor === "blocksync" || reactor === "statesync";
  return {
    id,
    priority,
    sendQueueCapacity,
    recvMessageCapacity: carriesAnswers ? ANSWER_BYTES : recvMessageCapacity,
  };
}
