/** Nodes up to which everybody shall be connected with everybody. */
export const LARGEST_MESH = 20;
/** Fewest and most nodes of a local network, the seed counted. */
export const NODE_LIMITS = { least: 3, most: 100 } as const;

/** When a local network is complete. */
export type Goal =
  /** Every node has every other one as a peer. The seed counts as found, not as a peer: it hangs up on everybody. */
  | "mesh"
  /** Every node knows every other one's address, and there is a path of connections between any two. */
  | "connected";

/** One node of the plan. */
export interface PlannedNode {
  /** `seed`, `node-1`, `node-2` … */
  readonly name: string;
  /** Where it listens, on a port that the system chooses. */
  readonly ip: string;
  readonly isSeed: boolean;
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
  /** Between the starts of two nodes. */
  readonly staggerMs: number;
}

/** What {@link planLocalnet} goes by. */
export interface LocalnetChoices {
  /** The seed counted, within {@link NODE_LIMITS}. */
  readonly nodes: number;
  readonly network: string;
  /** Whether this system has all of 127.0.0.0/8, and not 127.0.0.1 alone. */
  readonly ownAddresses: boolean;
  /** Whether somebody watches, and the nodes shall come one after the other. */
  readonly watched: boolean;
}

/** The time over which the nodes of a watched network come, and the longest pause between two. */
const ARRIVALS_MS = 3_000;
const LONGEST_PAUSE_MS = 300;
/** Peers that a node of a larger network dials: CometBFT's default. */
const USUAL_OUTBOUND_PEERS = 16;

/** Names the nodes, gives each its address, and says when the network is complete. */
export function planLocalnet({ nodes, network, ownAddresses, watched }: LocalnetChoices): LocalnetPlan {
  const goal: Goal = nodes <= LARGEST_MESH ? "mesh" : "connected";
  return {
    network,
    goal,
    nodes: Array.from({ length: nodes }, (_, index) => ({
      name: index === 0 ? "seed" : `node-${index}`,
      ip: loopbackAddress(ownAddresses ? index : undefined),
      isSeed: index === 0,
    })),
    maxOutboundPeers: goal === "mesh" ? nodes : USUAL_OUTBOUND_PEERS,
    maxInboundPeers: nodes,
    sharedIp: !ownAddresses,
    staggerMs: watched ? Math.min(LONGEST_PAUSE_MS, ARRIVALS_MS / nodes) : 0,
  };
}

/** 127.0.0.2 for the first node, and so on; 127.0.0.1 for all of them where there is nothing else. */
export function loopbackAddress(index: number | undefined): string {
  return index === undefined ? "127.0.0.1" : `127.0.0.${index + 2}`;
}
