import type { NodeOptions } from "./node-options.js";
import { P2PNode } from "./p2p-node.js";

/**
 * Puts a node together; {@link P2PNode.start} starts it.
 *
 * @throws P2PError `ADDRESS_MALFORMED` for a seed or persistent peer; `OPTION_INVALID` when peers would refuse what the
 * options have us say.
 * @example Listens to the mempool of a chain.
 * ```ts
 * const node = createNode({
 *   network: "cosmoshub-4",
 *   nodeKey: await NodeKey.loadOrCreate("config/node_key.json"),
 *   listen: "tcp://0.0.0.0:26656",
 *   seeds: ["20e1000e88125698264454a884812746c2eb4807@seeds.lavenderfive.com:14956"],
 *   reactors: [mempoolWatcher],
 * });
 * await node.start();
 * ```
 */
export function createNode(options: NodeOptions): P2PNode {
  return new P2PNode(options);
}
