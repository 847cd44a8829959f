export {
  type AddressClass,
  addressClassNames,
  isInClass,
  isLocalIp,
  isRoutableIp,
  isValidIp,
  Reachability,
  reachability,
} from "./address-class.js";
export { channelName, describeChannel, describeChannels } from "./channel-names.js";
export { groupKey } from "./group-key.js";
export { isHostName } from "./host-name.js";
export { type HostPort, joinHostPort, splitHostPort } from "./host-port.js";
export { IpAddress } from "./ip-address.js";
export {
  type AddressSpec,
  addressFault,
  idAddressString,
  isRoutable,
  NamedAddress,
  NetAddress,
  parseAddress,
} from "./net-address.js";
export { isNodeId, normalizeNodeId } from "./node-id.js";
export {
  type NodeInfo,
  type NodeInfoJson,
  type NodeInfoOther,
  nodeInfoAddress,
  nodeInfoToJson,
  type ProtocolVersion,
} from "./node-info.js";
export { decodeNodeInfo, encodeNodeInfo } from "./node-info-codec.js";
export { checkCompatibility, validateNodeInfo } from "./node-info-rules.js";
export {
  decodePex,
  encodePexAddresses,
  encodePexRequest,
  netAddressesFromPex,
  type PexAddress,
  type PexChannelMessage,
  pexAddress,
} from "./pex-messages.js";
