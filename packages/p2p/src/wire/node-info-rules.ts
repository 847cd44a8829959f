import { asP2PError, limits, P2PError, printable } from "../base/index.js";
import { describeChannel, describeChannels } from "./channel-names.js";
import { type NodeInfo, nodeInfoAddress } from "./node-info.js";

/**
 * The first rule that a NodeInfo breaks, as an error `NODE_INFO_INVALID` whose detail begins with the field's name
 * (`moniker: …`), or undefined when it breaks none. Ours and a peer's go through the same rules.
 *
 * The verdict is that of Go's `Validate` (`p2p/node_info.go:122-174@v0.38.25`), in its order, except that a host name
 * in `listen_addr` is not looked up: its form has to be right. Network and versions are not checked here.
 */
export function validateNodeInfo(info: NodeInfo): P2PError | undefined {
  const broken =
    addressRule(info) ??
    textRule("version", info.version) ??
    channelsRule(info.channels) ??
    (info.moniker === "" ? "moniker: must not be empty" : textRule("moniker", info.moniker)) ??
    txIndexRule(info.other.txIndex) ??
    textRule("other.rpc_address", info.other.rpcAddress);
  return broken === undefined ? undefined : new P2PError("NODE_INFO_INVALID", { detail: broken });
}

/**
 * Why two nodes cannot be peers, or undefined when they can (`p2p/node_info.go:179-215@v0.38.25`): they must agree on
 * the block protocol version and the network and have a channel in common, unless we have none at all.
 *
 * @returns an error `INCOMPATIBLE_BLOCK_VERSION`, `INCOMPATIBLE_NETWORK` or `NO_COMMON_CHANNELS`, the first that applies.
 */
export function checkCompatibility(ours: NodeInfo, theirs: NodeInfo): P2PError | undefined {
  const { block } = ours.protocolVersion;
  if (theirs.protocolVersion.block !== block) {
    const detail = `ours is ${block}, theirs is ${theirs.protocolVersion.block}`;
    return new P2PError("INCOMPATIBLE_BLOCK_VERSION", { detail });
  }
  if (theirs.network !== ours.network) {
    const detail = `ours is "${printable(ours.network)}", theirs is "${printable(theirs.network)}"`;
    return new P2PError("INCOMPATIBLE_NETWORK", { detail });
  }
  if (ours.channels.length > 0 && !ours.channels.some((channel) => theirs.channels.includes(channel))) {
    const detail = `ours are ${describeChannels(ours.channels)}; theirs are ${describeChannels(theirs.channels)}`;
    return new P2PError("NO_COMMON_CHANNELS", { detail });
  }
  return undefined;
}

function addressRule(info: NodeInfo): string | undefined {
  try {
    nodeInfoAddress(info);
    return undefined;
  } catch (error) {
    return `listen_addr or id: ${asP2PError(error, "ADDRESS_MALFORMED").detail}`;
  }
}

function channelsRule(channels: Uint8Array): string | undefined {
  if (channels.length > limits.nodeInfoChannels) {
    return `channels: ${channels.length} of them, at most ${limits.nodeInfoChannels} are allowed`;
  }
  const duplicate = channels.find((channel, index) => channels.indexOf(channel) < index);
  return duplicate === undefined ? undefined : `channels: ${describeChannel(duplicate)} is there twice`;
}

function txIndexRule(txIndex: string): string | undefined {
  if (["", "on", "off"].includes(txIndex)) return undefined;
  return `other.tx_index: must be "on", "off" or empty, not "${printable(txIndex)}"`;
}

/** Nothing, or printable ASCII (32 to 126) that is more than spaces. */
function textRule(field: string, text: string): string | undefined {
  if (/[^\x20-\x7e]/.test(text)) return `${field}: must be printable ASCII, not "${printable(text)}"`;
  return /^ +$/.test(text) ? `${field}: must not be only spaces` : undefined;
}
