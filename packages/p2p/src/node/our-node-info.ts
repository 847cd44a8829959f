import { type Endpoint, P2PError } from "../base/index.js";
import { joinHostPort, type NodeInfo, validateNodeInfo } from "../wire/index.js";
import type { NodeOptions } from "./node-options.js";
import { softwareVersion } from "./software.js";

/** What most nodes say that have not been told where they are reached: nobody keeps such an address. */
const NOWHERE = "tcp://0.0.0.0:26656";

/** Our NodeInfo, from the options and from where we listen now. */
export function ourNodeInfo(
  options: NodeOptions,
  channels: Uint8Array,
  endpoint: Endpoint | undefined,
): NodeInfo {
  return {
    protocolVersion: options.protocolVersion ?? { p2p: 8n, block: 11n, app: 0n },
    id: options.nodeKey.id,
    listenAddr: listenAddress(options, endpoint),
    network: options.network,
    version: options.version ?? softwareVersion,
    channels,
    moniker: options.moniker ?? "cometwire",
    other: options.other ?? { txIndex: "off", rpcAddress: "" },
  };
}

/** @throws P2PError `OPTION_INVALID` when peers would refuse what we say about ourselves. */
export function checkOurNodeInfo(nodeInfo: NodeInfo): void {
  // Nobody is on a network without a name: all peers would refuse us.
  if (nodeInfo.network === "") throw new P2PError("OPTION_INVALID", { detail: "network must not be empty" });
  const fault = validateNodeInfo(nodeInfo);
  if (fault === undefined) return;
  throw new P2PError("OPTION_INVALID", {
    detail: `peers would refuse our NodeInfo (${fault.detail ?? fault.message})`,
    cause: fault,
  });
}

function listenAddress({ externalAddress, listen }: NodeOptions, endpoint: Endpoint | undefined): string {
  if (externalAddress !== undefined && externalAddress !== "") return externalAddress;
  if (endpoint !== undefined) return `tcp://${joinHostPort(endpoint.ip, endpoint.port)}`;
  return listen === undefined || listen.startsWith(":") ? NOWHERE : listen;
}
