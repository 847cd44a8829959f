import type { Release } from "../runtime/options.js";

/** The protocol versions that a node says it speaks, without its application's. */
export interface ReleaseProtocolVersions {
  /** Of the peer-to-peer protocol. Peers do not compare it. */
  readonly p2p: bigint;
  /** Of blocks. Peers with another one are refused. */
  readonly block: bigint;
}

/**
 * What nodes of `release` announce as `protocol_version` (`version/version.go@v0.38.25`).
 *
 * Although nobody compares the p2p version, its 9 tells v1.0 apart: such a node and an older one shake hands and then do
 * not understand each other's messages.
 *
 * @example
 * ```ts
 * protocolVersions("v0.38"); // { p2p: 8n, block: 11n }
 * ```
 */
export function protocolVersions(release: Release): ReleaseProtocolVersions {
  return { p2p: release === "v1.0" ? 9n : 8n, block: 11n };
}
