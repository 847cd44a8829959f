import { Fifo } from "../base/index.js";
import type { CompleteChannel } from "./channel.js";

/** Decay of {@link SendChannel.recentlySent}. Source: `p2p/conn/connection.go:915-919@v0.38.25`. */
const DECAY = 0.8;

/** The sending side of one channel: messages that wait, and the one that is being cut into packets. */
export class SendChannel {
  readonly id: number;
  readonly priority: number;
  readonly queueCapacity: number;
  /** Bytes sent lately, decaying; with the priority it decides whose turn it is. */
  recentlySent = 0;
  /** The message being sent, and how much of it is. */
  message: Uint8Array | undefined;
  offset = 0;
  /** Made when it is needed first: on most channels of most peers nothing ever waits, and ten take 0.7 KiB. */
  #queue: Fifo<Uint8Array> | undefined;

  constructor(descriptor: CompleteChannel) {
    this.id = descriptor.id;
    this.priority = descriptor.priority;
    this.queueCapacity = descriptor.sendQueueCapacity;
  }

  /** Messages waiting, without the one being sent. */
  get queueSize(): number {
    return this.#queue?.length ?? 0;
  }

  /** Whether there is nothing to send. */
  get isEmpty(): boolean {
    return this.message === undefined && this.queueSize === 0;
  }

  /** Whether another message fits. */
  get hasRoom(): boolean {
    return this.queueSize < this.queueCapacity;
  }

  /** Adds a message; the caller has checked {@link SendChannel.hasRoom}. */
  enqueue(message: Uint8Array): void {
    this.#queue ??= new Fifo();
    this.#queue.push(message);
  }

  /** Whether there is something to send; takes the next message from the queue when none is being sent. */
  isPending(): boolean {
    if (this.message !== undefined) return true;
    this.message = this.#queue?.shift();
    this.offset = 0;
    return this.message !== undefined;
  }

  /** Lets {@link SendChannel.recentlySent} decay by `periods` of two seconds. */
  decay(periods: number): void {
    this.recentlySent = Math.trunc(this.recentlySent * DECAY ** periods);
  }

  /** Drops everything. */
  clear(): void {
    this.#queue?.clear();
    this.message = undefined;
  }
}

/**
 * Whose turn it is: among the channels with something to send, the one that has sent least for its priority; the first
 * registered wins a tie. Source: `p2p/conn/connection.go:549-570@v0.38.25`.
 */
export function chooseChannel(channels: readonly SendChannel[]): SendChannel | undefined {
  let chosen: SendChannel | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const channel of channels) {
    if (!channel.isPending()) continue;
    const ratio = channel.recentlySent / channel.priority;
    if (ratio < least) {
      least = ratio;
      chosen = channel;
    }
  }
  return chosen;
}
