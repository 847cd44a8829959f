/** A node whose reactor is there to be measured: it sends what it is told to send, and counts what it receives. */
import { createNode, defineReactor, NodeKey, type P2PNode, type Peer } from "@cometwire/p2p";
import { type BenchChannel, network } from "../settings.js";
import { flood } from "./flood.js";
import { cipher, usage } from "./library.js";
import { bytesValue, filler, microsSinceStamp, stamp } from "./load-messages.js";
import { fail, serve } from "./serve.js";

/** What the node is like. */
export interface LoadNodeOptions {
  readonly channels: readonly BenchChannel[];
  /** The channel of the messages whose delay is measured, if any. */
  readonly probeChannel?: number;
  readonly maxInboundPeers: number;
}

/** What is sent to each peer, or in a broadcast. */
export interface Load {
  readonly channel: number;
  /** Payload bytes of a message. */
  readonly size: number;
}

let node: P2PNode | undefined;
let messages = 0;
let delays: number[] = [];

function started(): P2PNode {
  if (node === undefined) throw new Error("there is no node yet");
  return node;
}

function counter({ channels, probeChannel }: LoadNodeOptions) {
  return defineReactor({
    name: "load",
    channels,
    receive(_peer, channelId, message) {
      messages++;
      if (channelId === probeChannel) delays.push(microsSinceStamp(message));
    },
    removePeer: (_peer, reason) => fail(reason),
  });
}

function probe(peer: Peer, { channel, size }: Load): void {
  const message = bytesValue(filler(size));
  stamp(message);
  peer.trySend(channel, message);
}

async function broadcastForEver({ channel, size }: Load): Promise<never> {
  const message = bytesValue(filler(size));
  for (;;) await started().switch.broadcast(channel, message);
}

const api = {
  /** Starts it and returns its address: id@host:port. */
  start: async (options: LoadNodeOptions) => {
    node = createNode({
      network,
      nodeKey: NodeKey.generate(),
      listen: "127.0.0.1:0",
      pex: false,
      maxInboundPeers: options.maxInboundPeers,
      allowDuplicateIp: true,
      reactors: [counter(options)],
      cipher,
    });
    await node.start();
    return `${node.id}@127.0.0.1:${node.endpoint?.port ?? 0}`;
  },
  dial: async (address: string) => {
    await started().dial(address);
  },
  peers: () => started().peers.length,
  /** Sends to each peer as fast as its queue takes it, until the process ends. */
  flood: ({ channel, size }: Load) => {
    for (const peer of started().peers) flood(peer, channel, bytesValue(filler(size))).catch(fail);
  },
  /** Sends a message to each peer every `everyMs` milliseconds that says when it was sent. */
  probe: ({ everyMs, ...load }: Load & { everyMs: number }) => {
    for (const peer of started().peers) setInterval(() => probe(peer, load), everyMs);
  },
  /** Sends to all peers over and over, each time when all their queues have taken the message before. */
  broadcast: (load: Load) => {
    broadcastForEver(load).catch(fail);
  },
  sample: () => ({ ...usage(), messages }),
  /** How long each message took that arrived since the last call: microseconds. */
  delays: () => {
    const taken = delays;
    delays = [];
    return taken;
  },
};

/** The functions of this worker. */
export type LoadNodeApi = typeof api;

serve(api);
