import { limits } from "@cometwire/p2p";

/** Nodes up to which everybody shall be connected to everybody. */
export const LARGEST_MESH = 20;
/** Fewest and most nodes of a local network, the seed counted. */
export const NODE_LIMITS = { least: 3, most: 100 } as const;

/** One node of the plan. */
export interface PlannedNode {
  /** `seed`, `node-1`, `node-2` … */
  readonly name: string;
  /** Where it listens, on a port that the system chooses. */
  readonly ip: string;
  readonly isSeed: boolean;
}

/** When a local network is complete. The seed counts for nothing in it: it hangs up on everybody. */
export interface Goal {
  /** Peers that every node shall have, at least. */
  readonly peers: number;
  /** Whether that is everybody else. If not, connections have to lead from any node to any other as well. */
  readonly everybody: boolean;
}

/** A local network to start. */
export interface LocalnetPlan {
  /** Chain id. */
  readonly network: string;
  /** The seed first. */
  readonly nodes: readonly PlannedNode[];
  readonly goal: Goal;
  readonly maxOutboundPeers: number;
  readonly maxInboundPeers: number;
  /** Whether all nodes are on one IP address. */
  readonly sharedIp: boolean;
  /** Pause between the starts of two nodes. */
  readonly staggerMs: number;
}

/** What {@link planLocalnet} goes by. */
export interface LocalnetChoices {
  /** The seed counted, within {@link NODE_LIMITS}. */
  readonly nodes: number;
  readonly network: string;
  /** Whether this system has all of 127.0.0.0/8, and not 127.0.0.1 alone. */
  readonly ownAddresses: boolean;
}

/** The time over which the nodes come, and the longest pause between two: that they find each other is to be watched. */
const ARRIVALS_MS = 3_000;
const LONGEST_PAUSE_MS = 300;

/** Names the nodes, gives each its address, and says when the network is complete. */
export function planLocalnet({ nodes, network, ownAddresses }: LocalnetChoices): LocalnetPlan {
  const everybody = nodes <= LARGEST_MESH;
  const peers = everybody ? nodes - 2 : limits.outboundPeers;
  return {
    network,
    goal: { peers, everybody },
    nodes: Array.from({ length: nodes }, (_, index) => ({
      name: index === 0 ? "seed" : `node-${index}`,
      ip: loopbackAddress(ownAddresses ? index : undefined),
      isSeed: index === 0,
    })),
    maxOutboundPeers: peers,
    maxInboundPeers: nodes,
    sharedIp: !ownAddresses,
    staggerMs: Math.min(LONGEST_PAUSE_MS, ARRIVALS_MS / nodes),
  };
}

/** 127.0.0.2 for the first node, and so on; 127.0.0.1 for all of them where there is nothing else. */
export function loopbackAddress(index: number | undefined): string {
  return index === undefined ? "127.0.0.1" : `127.0.0.${index + 2}`;
}
