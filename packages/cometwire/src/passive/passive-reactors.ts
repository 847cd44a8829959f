import {
  type Release,
  type StandardChannelOptions,
  type StandardReactor,
  standardChannels,
} from "@cometwire/messages";
import { type ChannelDescriptor, defineReactor, type Reactor } from "@cometwire/p2p";
import { blocksyncReply } from "./blocksync-reply.js";
import { describeChannel } from "./describe-channel.js";
import { roundReply } from "./round-reply.js";

/** What passive reactors go by. */
export interface PassiveOptions {
  /** Whose channels to have. */
  readonly release: Release;
  /** `[mempool]` of the home: `type`, `max_tx_bytes` and `max_batch_bytes`. With `nop` there is no channel 0x30. */
  readonly mempool?: {
    readonly type?: "flood" | "app" | "nop" | undefined;
    readonly maxTxBytes?: number | undefined;
    readonly maxBatchBytes?: number | undefined;
  };
  /**
   * Whether to tell each peer that we are at the height and round where it is itself. Peers send proposals, block parts,
   * votes and transactions only to those whose height they know: with it all that arrives, without it next to nothing.
   * Default false.
   */
  readonly followRounds?: boolean | undefined;
}

/** The answer to a message, if there is one. */
type Reply = (message: Uint8Array) => Uint8Array | undefined;

/**
 * The reactors of a full node, peer exchange apart, without a chain behind them: peers see a node with all channels of
 * the release, which takes whatever they send, asks for nothing and gives no reason to be dropped.
 *
 * - Blocks that are asked for are not there (`NoBlockResponse`).
 * - `StatusRequest` and `SnapshotsRequest` get no answer: a node that knows nobody but us would take our height, 0, for
 *   that of the chain, and believe that it has caught up.
 * - What arrives is counted by the switch (`Switch.traffic`) and dropped; nothing is decoded.
 *
 * @throws RangeError when `maxTxBytes` or `maxBatchBytes` is out of range.
 * @example
 * ```ts
 * const node = createNode({ network, nodeKey, seeds, reactors: passiveReactors({ release: "v0.38" }) });
 * ```
 */
export function passiveReactors(options: PassiveOptions): Reactor<unknown>[] {
  const { release, mempool = {}, followRounds = false } = options;
  const channels = standardChannels(release, channelOptions(mempool));
  const replies: Partial<Record<StandardReactor, Reply>> = {
    blocksync: blocksyncReply,
    ...(followRounds ? { consensus: roundReply } : {}),
  };
  return [...new Set(channels.map(({ reactor }) => reactor))]
    .filter((name) => name !== "pex" && !(name === "mempool" && mempool.type === "nop"))
    .map((name) => {
      const own = channels.filter(({ reactor }) => reactor === name);
      return passiveReactor(
        name,
        own.map((channel) => ({ ...describeChannel(channel), borrow: true })),
        replies[name],
      );
    });
}

function channelOptions({ type, ...bytes }: NonNullable<PassiveOptions["mempool"]>): StandardChannelOptions {
  return { ...bytes, mempool: type === "app" ? "app" : "flood" };
}

function passiveReactor(
  name: string,
  channels: readonly ChannelDescriptor[],
  reply: Reply | undefined,
): Reactor<unknown> {
  return defineReactor({
    name,
    channels,
    receive(peer, channelId, message) {
      const answer = reply?.(message);
      // Without room for it the answer is left out, as in Go.
      if (answer !== undefined) peer.trySend(channelId, answer);
    },
  });
}
