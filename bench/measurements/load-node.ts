/** A node, or a switch of Go's, that sends through its API what it is told to send and counts what it receives. */
import { startReferencePeer } from "../../interop/harness/reference-peer.js";
import { NodeWorker } from "../node-worker.js";
import { channel, goChannels, goFlags, goVersion } from "../settings.js";
import type { Load, LoadNodeApi, LoadNodeOptions } from "../workers/load-node.js";
import { ask, type LoadEnd, sampleOf, type Side } from "./load-end.js";

/** What either side's can be told; see the functions of our worker. */
export interface LoadNode extends LoadEnd {
  /** id@host:port */
  readonly address: string;
  /** Resolves when there is a peer. */
  dial(address: string): Promise<void>;
  peers(): Promise<number>;
  flood(load: Load): Promise<void>;
  probe(load: Load & { readonly everyMs: number }): Promise<void>;
  broadcast(load: Load): Promise<void>;
  delays(): Promise<readonly number[]>;
}

/** Starts one that listens. */
export function startLoadNode(side: Side, options: Partial<LoadNodeOptions> = {}): Promise<LoadNode> {
  const complete = { channels: [channel], maxInboundPeers: 40, ...options };
  return side === "ours" ? ourLoadNode(complete) : goLoadNode(complete);
}

async function ourLoadNode(options: LoadNodeOptions): Promise<LoadNode> {
  const worker = new NodeWorker<LoadNodeApi>("load-node");
  return {
    address: await worker.call("start", options),
    dial: (address) => worker.call("dial", address),
    peers: () => worker.call("peers"),
    flood: (load) => worker.call("flood", load),
    probe: (load) => worker.call("probe", load),
    broadcast: (load) => worker.call("broadcast", load),
    sample: () => worker.call("sample"),
    delays: () => worker.call("delays"),
    [Symbol.asyncDispose]: () => worker.stop(),
  };
}

async function goLoadNode({ channels, probeChannel, maxInboundPeers }: LoadNodeOptions): Promise<LoadNode> {
  const peer = await startReferencePeer(
    {
      ...goFlags,
      mode: "load",
      listen: "127.0.0.1:0",
      channels: goChannels(channels),
      "probe-channel": probeChannel ?? -1,
      "max-inbound": maxInboundPeers,
      "log-level": "error",
    },
    goVersion,
  );
  const { id, addr } = await peer.next("listening");
  const send = (command: Readonly<Record<string, unknown>>): Promise<void> => {
    peer.send(command);
    return Promise.resolve();
  };
  return {
    address: `${String(id)}@${String(addr)}`,
    async dial(address) {
      peer.send({ cmd: "dial", dial: address });
      await peer.next("peer-added");
    },
    peers: async () => Number((await ask(peer, "peers"))["count"]),
    flood: (load) => send({ cmd: "flood", channel: load.channel, len: load.size }),
    probe: (load) => send({ cmd: "probe", channel: load.channel, len: load.size, ms: load.everyMs }),
    broadcast: (load) => send({ cmd: "broadcast", channel: load.channel, len: load.size }),
    sample: () => sampleOf(peer),
    delays: async () => (await ask(peer, "delays"))["micros"] as number[],
    [Symbol.asyncDispose]: () => peer.stop(),
  };
}
