/**
 * The channels of the standard reactors by id. The same at v0.34, v0.37, v0.38, v0.40 and v1.0
 * (`p2p/pex/pex_reactor.go:20@v0.38.25`, `consensus/reactor.go:25-28`, `mempool/mempool.go:14`, `evidence/reactor.go:16`,
 * `blocksync/reactor.go:20`, `statesync/reactor.go:19-21`).
 */
const names: ReadonlyMap<number, string> = new Map([
  [0x00, "PEX"],
  [0x20, "State"],
  [0x21, "Data"],
  [0x22, "Vote"],
  [0x23, "VoteSetBits"],
  [0x30, "Mempool"],
  [0x38, "Evidence"],
  [0x40, "BlockSync"],
  [0x60, "Snapshot"],
  [0x61, "Chunk"],
]);

/**
 * The name of a channel of the standard reactors, or undefined for another id.
 *
 * @example
 * ```ts
 * channelName(0x30); // "Mempool"
 * ```
 */
export function channelName(id: number): string | undefined {
  return names.get(id);
}

/** A channel for people to read: `0x30 (Mempool)`, or `0xf1` when it has no known name. */
export function describeChannel(id: number): string {
  const hex = `0x${id.toString(16).padStart(2, "0")}`;
  const name = channelName(id);
  return name === undefined ? hex : `${hex} (${name})`;
}

/** Several channels for people to read, separated by commas; `none` when there are none. */
export function describeChannels(ids: Iterable<number>): string {
  return Array.from(ids, describeChannel).join(", ") || "none";
}
