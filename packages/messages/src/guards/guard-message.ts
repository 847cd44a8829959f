import { defaultMaxTxBytes } from "../channels/standard-channels.js";
import type { Release } from "../runtime/options.js";
import { guardBlockResponse } from "./blocksync-guard.js";
import { guardTxs } from "./mempool-guard.js";

/** What a message is held against before anything of it is decoded. */
export interface GuardOptions {
  /**
   * `max_tx_bytes` of `[mempool]`: the largest transaction on channel 0x30, 0 for no limit. Default: that of the release,
   * 4,194,304 in v0.40 and 1,048,576 in the others. Only for releases whose nodes check it: v0.38, v0.39 and v0.40.
   */
  readonly maxTxBytes?: number | undefined;
  /** `max_batch_bytes` of `[mempool]`: bytes of all transactions of a message, when more than `maxTxBytes`. Default 0. */
  readonly maxBatchBytes?: number | undefined;
  /**
   * Whether this peer was asked for a block and has not answered yet. `false`: a BlockResponse of it is refused. Default: not
   * checked, because only the caller knows.
   */
  readonly blockRequested?: boolean | undefined;
}

/** Whose nodes look at raw bytes first: v0.38 from v0.38.24 on, v0.39 from v0.39.4 on. */
const guarding: ReadonlySet<Release> = /* @__PURE__ */ new Set<Release>(["v0.38", "v0.39", "v0.40"]);

/**
 * Refuses what Go refuses by the raw bytes of a message (`FilterMsgBytes`), before anything is allocated.
 *
 * @throws DecodeError
 */
export function guardMessage(
  version: Release,
  channel: number,
  bytes: Uint8Array,
  options: GuardOptions,
): void {
  // Without bytes there is nothing to look at: the decoder then finds no message.
  if (bytes.length === 0) return;
  if (channel === 0x30 && guarding.has(version)) {
    const { maxTxBytes = defaultMaxTxBytes(version), maxBatchBytes = 0 } = options;
    guardTxs(bytes, { maxTxBytes, maxBatchBytes });
  } else if (channel === 0x40) {
    const { blockRequested } = options;
    if (blockRequested === false || guarding.has(version)) guardBlockResponse(bytes, blockRequested);
  }
}
