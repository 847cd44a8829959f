/** A network that finds itself, in virtual time. */
import { createNode, limits, type NodeOptions, type P2PNode } from "@cometwire/p2p";
import {
  SeededRandom,
  simulatedCrypto,
  SimulatedNetwork,
  simulatedNodeKey,
  VirtualClock,
} from "@cometwire/p2p/testing";
import { network as chain } from "../settings.js";
import { usage } from "./library.js";
import { serve } from "./serve.js";

const latencyMs = 50;
const seedIp = "44.0.0.1";
/** How often it is looked whether everybody has found somebody. */
const stepMs = 100;
const limitMs = 600_000;

/** What one run gave; the first two are virtual seconds from the start. */
export interface Discovery {
  /** Until every node has a peer. */
  readonly anySeconds: number;
  /** Until every node has all outbound peers that it wants: ten. */
  readonly allSeconds: number;
  /** How much of the network the least informed node knows then, in percent. */
  readonly leastKnown: number;
  readonly cpuSeconds: number;
}

/** Starts `count` nodes at once that know of nothing but one seed of ours; everything but who is where is the default. */
async function discover({ count, seed }: { count: number; seed: number }): Promise<Discovery> {
  const clock = new VirtualClock();
  const random = new SeededRandom(seed);
  const network = new SimulatedNetwork({ clock, random, latencyMs });
  const create = (ip: string, options: Pick<NodeOptions, "seedMode" | "seeds">): P2PNode =>
    createNode({
      network: chain,
      nodeKey: simulatedNodeKey(random),
      listen: `${ip}:26656`,
      sockets: network.host(ip),
      ...simulatedCrypto({ clock, random }),
      clock,
      random,
      ...options,
    });
  const before = usage();
  const seedNode = create(seedIp, { seedMode: true });
  const seeds = [`${seedNode.id}@${seedIp}:26656`];
  const nodes = Array.from({ length: count }, (_, i) => create(`${45 + (i >> 8)}.${i & 255}.0.1`, { seeds }));
  await Promise.all([seedNode, ...nodes].map((node) => node.start()));
  const secondsUntil = async (isDone: (node: P2PNode) => boolean): Promise<number> => {
    while (!nodes.every(isDone)) {
      if (clock.now() > limitMs) throw new Error(`not done after ${limitMs / 1_000} virtual seconds`);
      await clock.advance(stepMs);
    }
    return clock.now() / 1_000;
  };
  const anySeconds = await secondsUntil((node) => node.peers.length > 0);
  const allSeconds = await secondsUntil((node) => node.switch.counts().outbound >= limits.outboundPeers);
  const known = Math.min(...nodes.map((node) => node.addressBook.size));
  return {
    anySeconds,
    allSeconds,
    leastKnown: (100 * known) / (count - 1),
    cpuSeconds: usage().cpuSeconds - before.cpuSeconds,
  };
}

const api = { discover };

/** The functions of this worker. */
export type DiscoveryApi = typeof api;

serve(api);
