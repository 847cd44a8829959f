export { createNode } from "./create-node.js";
export type { EventStreamOptions } from "./event-stream.js";
export type { NodeEvent, NodeHappening } from "./node-event.js";
export type { AddressInput, DiscoveryOptions, NodeOptions } from "./node-options.js";
export { P2PNode } from "./p2p-node.js";
export { softwareVersion } from "./software.js";
