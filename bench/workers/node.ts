/** A whole node of ours that others connect to. */
import { createNode, defineReactor, NodeKey, type P2PNode } from "@cometwire/p2p";
import { fullNodeChannels, network } from "../settings.js";
import { settledMemory, usage } from "./library.js";
import { serve } from "./serve.js";

let node: P2PNode | undefined;

/** Takes part in nothing, on all channels of a full node but that of peer exchange, which the node has itself. */
const passive = defineReactor({
  name: "passive",
  channels: fullNodeChannels.filter(({ id }) => id !== 0x00),
});

function started(): P2PNode {
  if (node === undefined) throw new Error("there is no node yet");
  return node;
}

const api = {
  /** Starts it, as a seed or as a node that answers on all channels. Returns the port. */
  start: async ({ seedMode, maxInboundPeers }: { seedMode: boolean; maxInboundPeers: number }) => {
    node = createNode({
      network,
      nodeKey: NodeKey.generate(),
      listen: "127.0.0.1:0",
      seedMode,
      maxInboundPeers,
      reactors: seedMode ? [] : [passive],
      addressBookStrict: false,
      allowDuplicateIp: true,
    });
    await node.start();
    return node.endpoint?.port ?? 0;
  },
  /** What the process has used, and how many peers there are. */
  sample: () => ({ ...usage(), peers: started().peers.length }),
  memory: settledMemory,
  /** Returns the milliseconds that it took. */
  stop: async () => {
    const began = performance.now();
    await started().stop();
    return performance.now() - began;
  },
};

/** The functions of this worker. */
export type NodeApi = typeof api;

serve(api);
