import {
  DecodeError,
  decodeDefaultNodeInfo,
  encodeDefaultNodeInfo,
  encodeDelimited,
} from "@cometwire/messages";
import { limits, P2PError } from "../base/index.js";
import type { NodeInfo } from "./node-info.js";

/**
 * A NodeInfo as it goes through the secret connection: a varint length, then `DefaultNodeInfo`.
 *
 * The size is not checked: a peer takes at most 10,240 bytes behind the length.
 */
export function encodeNodeInfo(info: NodeInfo): Uint8Array {
  return encodeDelimited(
    encodeDefaultNodeInfo({
      protocolVersion: { ...info.protocolVersion },
      defaultNodeId: info.id,
      listenAddr: info.listenAddr,
      network: info.network,
      version: info.version,
      channels: info.channels,
      moniker: info.moniker,
      other: { ...info.other },
    }),
  );
}

/**
 * A NodeInfo from the bytes behind its length. Fields that are missing are empty or zero: see `validateNodeInfo`.
 *
 * @param body - at most 10,240 bytes, as in Go (`p2p/node_info.go:16@v0.38.25`).
 * @throws P2PError `NODE_INFO_TOO_LARGE` or `NODE_INFO_MALFORMED`.
 */
export function decodeNodeInfo(body: Uint8Array): NodeInfo {
  if (body.length > limits.nodeInfoBytes) {
    throw new P2PError("NODE_INFO_TOO_LARGE", {
      detail: `${body.length} bytes, at most ${limits.nodeInfoBytes}`,
    });
  }
  try {
    const { defaultNodeId: id, ...rest } = decodeDefaultNodeInfo(body);
    return { id, ...rest };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new P2PError("NODE_INFO_MALFORMED", { detail: error.message, cause: error });
  }
}
