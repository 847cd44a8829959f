import { limits, P2PError } from "../base/index.js";
import { completeChannels, formatChannelId, type MConnectionChannel } from "../mconnection/index.js";
import type { ChannelDescriptor } from "./channel-descriptor.js";
import type { Reactor } from "./reactor.js";

/** A channel and the reactor that owns it. */
export interface OwnedChannel {
  readonly channel: ChannelDescriptor<unknown>;
  readonly reactor: Reactor<unknown>;
}

/** Which reactor owns which channel. */
export class ChannelRegistry {
  /** In the order of registration. */
  readonly reactors: readonly Reactor<unknown>[];
  /** What a connection needs to know of them, in the order of registration. */
  readonly channels: readonly MConnectionChannel[];
  readonly #byId: (OwnedChannel | undefined)[] = [];
  readonly #byName = new Map<string, Reactor<unknown>>();

  /** @throws P2PError `OPTION_INVALID` on a name or channel used twice, or more channels than a NodeInfo can announce. */
  constructor(reactors: readonly Reactor<unknown>[]) {
    this.reactors = [...reactors];
    for (const reactor of this.reactors) this.#register(reactor);
    const channels = this.reactors.flatMap((reactor) => reactor.channels);
    if (channels.length > limits.nodeInfoChannels)
      invalid(`${channels.length} channels, a NodeInfo announces ${limits.nodeInfoChannels} at most`);
    this.channels = completeChannels(channels);
  }

  /** The channel's descriptor and reactor. */
  owned(channelId: number): OwnedChannel | undefined {
    return this.#byId[channelId];
  }

  /** The reactor of this name. */
  named(name: string): Reactor<unknown> | undefined {
    return this.#byName.get(name);
  }

  #register(reactor: Reactor<unknown>): void {
    if (this.#byName.has(reactor.name)) invalid(`two reactors are called "${reactor.name}"`);
    this.#byName.set(reactor.name, reactor);
    for (const channel of reactor.channels) {
      const other = this.#byId[channel.id];
      if (other !== undefined) {
        invalid(`${reactor.name} and ${other.reactor.name} both have channel ${formatChannelId(channel.id)}`);
      }
      this.#byId[channel.id] = { channel, reactor };
    }
  }
}

function invalid(detail: string): never {
  throw new P2PError("OPTION_INVALID", { detail: `reactors: ${detail}` });
}
