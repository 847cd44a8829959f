import { protocolVersions, type Release, releases } from "@cometwire/messages";
import type { NodeInfo } from "@cometwire/p2p";

/** The p2p version of v1.0, which no other line has. */
const V1_P2P = protocolVersions("v1.0").p2p;

/**
 * The line of releases that a node speaks, from what it says of itself: its p2p version, which tells v1.0 apart, else its
 * software's version, which may be a line off (v0.40.0 says 0.39.0; the two write the same messages), else `fallback`.
 */
export function releaseOf(
  nodeInfo: Pick<NodeInfo, "protocolVersion" | "version">,
  fallback: Release,
): Release {
  if (nodeInfo.protocolVersion.p2p >= V1_P2P) return "v1.0";
  const line = /^v?(\d+\.\d+)(?:\.|$)/.exec(nodeInfo.version)?.[1];
  const named = releases.find((release) => release === `v${line ?? ""}`);
  // A software of another kind may number itself as it likes.
  return named === undefined || named === "v1.0" ? fallback : named;
}
