import { varintSize } from "../runtime/writer.js";
import type { Release } from "../runtime/options.js";
import { protocolVersions } from "./protocol-versions.js";

/** The reactors of a full node that have channels. */
export type StandardReactor = "blocksync" | "consensus" | "mempool" | "evidence" | "statesync" | "pex";

/** One channel of a full node's reactors, as Go describes it to the connection. Plain data. */
export interface StandardChannel {
  /** The reactor that owns it. */
  readonly reactor: StandardReactor;
  /** Its id, the same in every release. */
  readonly id: number;
  /** Its share of the bandwidth. */
  readonly priority: number;
  /** Messages that wait for sending. 0 when Go's descriptor says nothing, which then means 1. */
  readonly sendQueueCapacity: number;
  /** Bytes set aside for receiving at first. 0 when Go's descriptor says nothing, which then means 4096. */
  readonly recvBufferCapacity: number;
  /** Bytes of the largest message that is accepted. */
  readonly recvMessageCapacity: number;
  /** The message it carries, by its full name in the schema of that release. */
  readonly message: string;
  /** Where Go declares it, relative to the repository's root. Several when reactors can be chosen by configuration. */
  readonly sources: readonly string[];
}

/** What a node's configuration has to say about its channels. */
export interface StandardChannelOptions {
  /**
   * `max_tx_bytes` of `[mempool]`, 1 to 2^31: the largest message on 0x30 holds one transaction of that size.
   * Default: that of the release, 4,194,304 in v0.40 and 1,048,576 in the others.
   */
  readonly maxTxBytes?: number | undefined;
  /** `type` of `[mempool]`. Default `flood`. With `app` (v0.39 and v0.40) a message holds many transactions. */
  readonly mempool?: "flood" | "app" | undefined;
  /** `max_batch_bytes` of `[mempool]`, for the type `app`: 1 to 2^31. Absent or 0: `maxTxBytes`. */
  readonly maxBatchBytes?: number | undefined;
}

const MIB = 1_048_576;

/** Everything but what depends on the release or the configuration, in the order in which Go's NodeInfo has them. */
const descriptions = [
  // A block of the largest size, 100 MiB, its field numbers and lengths. `blocksync/msgs.go@v0.38.25`
  row("blocksync", 0x40, 5, 1000, 204_800, 104_857_605, "Message"),
  row("consensus", 0x20, 6, 100, 0, MIB, "Message"),
  row("consensus", 0x21, 10, 100, 204_800, MIB, "Message"),
  row("consensus", 0x22, 7, 100, 10_000, MIB, "Message"),
  row("consensus", 0x23, 1, 2, 1_024, MIB, "Message"),
  // Replaced: it depends on max_tx_bytes.
  row("mempool", 0x30, 5, 0, 0, 0, "Message"),
  row("evidence", 0x38, 6, 0, 0, MIB, "EvidenceList"),
  row("statesync", 0x60, 5, 10, 0, 4_000_000, "Message"),
  row("statesync", 0x61, 3, 10, 0, 16_000_000, "Message"),
  row("pex", 0x00, 1, 10, 0, 64_000, "Message"),
] as const;

/**
 * The channels of a full node of `release`, in the order in which it announces them.
 *
 * Ids, priorities and capacities are the same in every release, save for the mempool's; names and places are not.
 *
 * @throws RangeError on `maxTxBytes` or `maxBatchBytes` out of range.
 *
 * @example
 * ```ts
 * const ids = standardChannels("v0.38").map(({ id }) => id); // what a NodeInfo announces
 * const largest = standardChannels("v0.38", { maxTxBytes: 2_097_152 }).find(({ id }) => id === 0x30);
 * ```
 */
export function standardChannels(
  release: Release,
  options: StandardChannelOptions = {},
): readonly StandardChannel[] {
  const { maxTxBytes = defaultMaxTxBytes(release), mempool = "flood", maxBatchBytes = 0 } = options;
  const largest = mempool === "app" && maxBatchBytes !== 0 ? maxBatchBytes : maxTxBytes;
  return descriptions.map(({ messageName, ...channel }) => ({
    ...channel,
    recvMessageCapacity:
      channel.reactor === "mempool" ? mempoolMessageBytes(largest) : channel.recvMessageCapacity,
    message: `${protoPackage(channel.reactor, release)}.${messageName}`,
    sources: sourcesOf(channel.reactor, release),
  }));
}

/** `max_tx_bytes` of `[mempool]` when a home does not set it (`config/config.go:807@v0.38.25`, `:1033@v0.40.0`). */
export function defaultMaxTxBytes(release: Release): number {
  return release === "v0.40" ? 4 * MIB : MIB;
}

/**
 * Bytes of the mempool's message with one transaction of `maxTxBytes`: the capacity of channel 0x30
 * (`mempool/reactor.go:72-89@v0.38.25`, `mempool/app_reactor.go:102-129@v0.40.0`).
 *
 * @throws RangeError when it is not an integer from 1 to 2^31.
 */
export function mempoolMessageBytes(maxTxBytes: number): number {
  if (!Number.isInteger(maxTxBytes) || maxTxBytes < 1 || maxTxBytes > 2 ** 31) {
    throw new RangeError("maxTxBytes must be an integer from 1 to 2147483648");
  }
  const field = (length: number) => 1 + varintSize(length) + length;
  return field(field(maxTxBytes));
}

function row(
  reactor: StandardReactor,
  id: number,
  priority: number,
  sendQueueCapacity: number,
  recvBufferCapacity: number,
  recvMessageCapacity: number,
  messageName: string,
) {
  return {
    reactor,
    id,
    priority,
    sendQueueCapacity,
    recvBufferCapacity,
    recvMessageCapacity,
    messageName,
  };
}

/** The schema's package. v1.0 has versioned ones. */
function protoPackage(reactor: StandardReactor, release: Release): string {
  const { p2p } = protocolVersions(release);
  let name: string = reactor;
  if (reactor === "pex") name = "p2p";
  if (reactor === "evidence") name = "types";
  if (reactor === "blocksync" && release === "v0.34") name = "blockchain";
  return p2p === 9n ? `cometbft.${name}.v1` : `tendermint.${name}`;
}

function sourcesOf(reactor: StandardReactor, release: Release): readonly string[] {
  if (reactor === "pex") return ["p2p/pex/pex_reactor.go"];
  if (reactor === "mempool") {
    if (release === "v0.34" || release === "v0.37") return ["mempool/v0/reactor.go", "mempool/v1/reactor.go"];
    if (release === "v0.39" || release === "v0.40") return ["mempool/reactor.go", "mempool/app_reactor.go"];
    return ["mempool/reactor.go"];
  }
  if (release === "v1.0" && reactor !== "statesync") return [`internal/${reactor}/reactor.go`];
  if (reactor === "blocksync" && release === "v0.34") return ["blockchain/v0/reactor.go"];
  return [`${reactor}/reactor.go`];
}
