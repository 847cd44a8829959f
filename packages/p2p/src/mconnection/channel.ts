import { limits, P2PError } from "../base/index.js";

/** One channel of an MConnection. Source: `p2p/conn/connection.go:747-797@v0.38.25`. */
export interface MConnectionChannel {
  /** 0 to 255, unique on the connection. Peers know from the `channels` of our NodeInfo that we have it. */
  readonly id: number;
  /** At least 1; a channel gets bandwidth in proportion to it. Default 1. */
  readonly priority?: number | undefined;
  /** Messages that wait for sending at most. Default, and when 0 as in some of Go's descriptors: 1. */
  readonly sendQueueCapacity?: number | undefined;
  /** Bytes of the largest message that is accepted. Default 22,020,096. */
  readonly recvMessageCapacity?: number | undefined;
}

/** A descriptor with its defaults filled in. */
export type CompleteChannel = { readonly [K in keyof MConnectionChannel]-?: number };

/**
 * Checks descriptors and fills in defaults.
 *
 * @throws P2PError `OPTION_INVALID` on an id out of range or used twice, or a number that is not a positive integer.
 */
export function completeChannels(descriptors: readonly MConnectionChannel[]): CompleteChannel[] {
  const seen = new Set<number>();
  return descriptors.map((descriptor) => {
    const {
      id,
      priority = 1,
      sendQueueCapacity = 1,
      recvMessageCapacity = limits.recvMessageBytes,
    } = descriptor;
    if (!Number.isInteger(id) || id < 0 || id > 255) invalid(id, "an id is an integer from 0 to 255");
    if (seen.has(id)) invalid(id, "the id is used twice");
    seen.add(id);
    const complete = { priority, sendQueueCapacity: sendQueueCapacity || 1, recvMessageCapacity };
    for (const [name, value] of Object.entries(complete)) {
      if (!Number.isInteger(value) || value < 1) invalid(id, `${name} must be a positive integer`);
    }
    return { id, ...complete };
  });
}

/**
 * What there is for each channel, by the channel's id. No longer than it must be: an array that grows with the ids ends
 * up half a KiB longer, and a peer has two.
 */
export function tableByChannel<T>(
  channels: readonly { readonly id: number }[],
  entries: readonly T[],
): (T | undefined)[] {
  const table = new Array<T | undefined>(Math.max(-1, ...channels.map(({ id }) => id)) + 1);
  for (const [i, { id }] of channels.entries()) table[id] = entries[i];
  return table;
}

/** A channel id as people write it: `0x20`. */
export function formatChannelId(id: number): string {
  return `0x${id.toString(16).padStart(2, "0")}`;
}

function invalid(id: number, detail: string): never {
  const name = Number.isInteger(id) ? formatChannelId(id) : String(id);
  throw new P2PError("OPTION_INVALID", { detail: `channel ${name}: ${detail}` });
}
