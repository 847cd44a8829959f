import { messageLimits } from "../message-limits.js";
import type { Release } from "../runtime/options.js";

/** What {@link validateMessage} needs. */
export interface ValidateMessageOptions {
  /** The line of releases whose rules apply: the one that the message was decoded for. */
  readonly version: Release;
  /**
   * The chain's first height. A `NewRoundStep` must then be for it or a later one, and have a last commit's round exactly
   * when it is later. Default: not checked.
   */
  readonly initialHeight?: bigint | undefined;
  /**
   * `block.max_bytes` of the chain's parameters, -1 for the largest allowed. A `Proposal` must then not have more parts than
   * such a block. Default: not checked.
   */
  readonly maxBlockBytes?: number | undefined;
  /** `max_snapshot_chunks` of `[statesync]`. Default 100,000, but none in v0.34 and v1.0, which do not check it. */
  readonly maxSnapshotChunks?: number | undefined;
}

/** The options, with what differs between releases. */
export interface Rules extends ValidateMessageOptions {
  /**
   * Bytes of a signature, at most: the longest that any type of key of the release makes.
   * `types/signable.go:8-16` @v0.38.25, @v0.39.4, @v0.40.0 and @v1.0.1.
   */
  readonly maxSignatureBytes: number;
  /** Whether a bit array's words must fit its bits (ASA-2025-003): from v0.37.16 and v0.38.19 on, not in v1.0. */
  readonly bitArraysFit: boolean;
  /** Whether a part's index must be its proof's (ASA-2025-002): everywhere but in v0.34. */
  readonly partIndexIsProofs: boolean;
  /** Whether a proposal's height must not be 0, and its POL be of an earlier round: v1.0. */
  readonly strictProposals: boolean;
}

const signatureBytes: Readonly<Record<Release, number>> = {
  "v0.34": 64,
  "v0.37": 64,
  "v0.38": 64,
  // BLS12-381.
  "v0.39": 96,
  // ML-DSA-65.
  "v0.40": 3309,
  "v1.0": 96,
};

export function rulesOf(options: ValidateMessageOptions): Rules {
  const { version } = options;
  const checksLater = version !== "v0.34" && version !== "v1.0";
  return {
    ...options,
    maxSnapshotChunks: options.maxSnapshotChunks ?? (checksLater ? messageLimits.snapshotChunks : undefined),
    maxSignatureBytes: signatureBytes[version],
    bitArraysFit: checksLater,
    partIndexIsProofs: version !== "v0.34",
    strictProposals: version === "v1.0",
  };
}
