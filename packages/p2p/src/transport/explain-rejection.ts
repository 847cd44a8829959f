import { P2PError, printable } from "../base/index.js";
import { checkCompatibility, describeChannels, type NodeInfo, validateNodeInfo } from "../wire/index.js";

/**
 * Why a peer closed the connection right after NodeInfo. Nothing on the wire says so, but a peer follows the same rules
 * as we do: by its own NodeInfo and ours it can be told whether it had to refuse us.
 *
 * @param ours - as we sent it.
 * @param theirs - as it arrived.
 * @returns `REJECTED_BLOCK_VERSION`, `REJECTED_NETWORK` or `REJECTED_CHANNELS` when that is certain, otherwise
 *   `REJECTED_AFTER_NODE_INFO` (with a detail if our NodeInfo breaks a rule).
 *
 * @example
 * ```ts
 * if (reason.code === "CONNECTION_CLOSED") console.log(explainRejection(ours, connection.nodeInfo).message);
 * ```
 */
export function explainRejection(ours: NodeInfo, theirs: NodeInfo): P2PError {
  // First what it checks first: `validate` comes before `compatible`, `p2p/transport.go:458-498@v0.38.25`.
  const broken = validateNodeInfo(ours)?.detail;
  if (broken !== undefined) {
    return new P2PError("REJECTED_AFTER_NODE_INFO", { detail: `our NodeInfo is invalid: ${broken}` });
  }
  switch (checkCompatibility(theirs, ours)?.code) {
    case "INCOMPATIBLE_BLOCK_VERSION": {
      const detail = `ours is ${ours.protocolVersion.block}, theirs is ${theirs.protocolVersion.block}`;
      return new P2PError("REJECTED_BLOCK_VERSION", { detail });
    }
    case "INCOMPATIBLE_NETWORK": {
      const detail = `ours is "${printable(ours.network)}", theirs is "${printable(theirs.network)}"`;
      return new P2PError("REJECTED_NETWORK", { detail });
    }
    case "NO_COMMON_CHANNELS": {
      const detail = `ours are ${describeChannels(ours.channels)}; theirs are ${describeChannels(theirs.channels)}`;
      return new P2PError("REJECTED_CHANNELS", { detail });
    }
    default:
      return new P2PError("REJECTED_AFTER_NODE_INFO");
  }
}
