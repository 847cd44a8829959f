/** A node of ours in a process of its own. */
import { NodeWorker } from "../node-worker.js";
import type { NodeApi } from "../workers/node.js";
import type { Host } from "./at-rest.js";

/** A {@link Host} that can be asked for more. */
export interface OurHost extends Host, AsyncDisposable {
  readonly worker: NodeWorker<NodeApi>;
}

/** Starts a node that takes up to `maxInboundPeers`. */
export async function startOurHost(options: {
  seedMode: boolean;
  maxInboundPeers: number;
}): Promise<OurHost> {
  const worker = new NodeWorker<NodeApi>("node");
  return {
    worker,
    port: await worker.call("start", options),
    usage: () => worker.call("sample"),
    peers: async () => (await worker.call("sample")).peers,
    [Symbol.asyncDispose]: () => worker.stop(),
  };
}
