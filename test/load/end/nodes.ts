/** The nodes of the two processes: one that listens, and one for each connection that dials. */
import { setTimeout as sleep } from "node:timers/promises";
import { createNode, NodeKey, type NodeOptions, P2PError, type P2PNode } from "@cometwire/p2p";
import { randomFor } from "../plan.js";
import { connection as connectionSettings, network } from "../settings.js";
import type { LoadEnd, LoadPlan } from "./load-end.js";

/** What happened beside the sessions. */
export interface Incidents {
  /** Dials and inbound connections that failed, by error code. A node that has not forgotten us yet refuses. */
  readonly refused: Record<string, number>;
  /** What should not have happened. */
  readonly faults: string[];
}

const common = {
  network,
  pex: false,
  allowDuplicateIp: true,
  connection: connectionSettings,
} as const satisfies Partial<NodeOptions>;

/** Starts the node that listens. */
export async function startListener(
  end: LoadEnd,
  { connections }: LoadPlan,
  incidents: Incidents,
): Promise<P2PNode> {
  const node = createNode({
    ...common,
    nodeKey: NodeKey.generate(),
    listen: "127.0.0.1:0",
    maxInboundPeers: 2 * connections, // who comes back may not have been missed yet
    reactors: [end.reactor((peer) => Number(peer.nodeInfo.moniker))],
  });
  watch(node, incidents);
  return node.start();
}

/** Starts the nodes that dial `address`, and keeps each of them connected. */
export async function startDialers(
  end: LoadEnd,
  { seed, connections }: LoadPlan,
  incidents: Incidents,
  address: string,
): Promise<P2PNode[]> {
  const nodes: P2PNode[] = [];
  for (let connection = 0; connection < connections; connection++) {
    const node = createNode({
      ...common,
      nodeKey: NodeKey.generate(),
      moniker: String(connection),
      reactors: [end.reactor(() => connection)],
    });
    watch(node, incidents);
    const random = randomFor(seed, "redial", connection);
    node.onEvent((event) => {
      if (event.type === "peer-disconnected") void keepDialing(node, address, 20 + random.integer(300));
    });
    await keepDialing(await node.start(), address, 0);
    nodes.push(node);
  }
  return nodes;
}

/** Dials, after a pause, until there is a connection or the node has stopped. */
async function keepDialing(node: P2PNode, address: string, pauseMs: number): Promise<void> {
  await sleep(pauseMs);
  try {
    await node.dial(address);
  } catch (error) {
    // It was connected, and disconnected at once: that has led to the next dial already.
    if (error instanceof P2PError && ["STOPPED", "DUPLICATE_ID"].includes(error.code)) return;
    await keepDialing(node, address, 100);
  }
}

function watch(node: P2PNode, { refused, faults }: Incidents): void {
  node.onEvent((event) => {
    switch (event.type) {
      case "dial-failed":
      case "inbound-refused":
      case "peer-refused":
        refused[event.error.code] = (refused[event.error.code] ?? 0) + 1;
        break;
      case "listener-failed":
      case "reactor-failed":
      case "warning":
        faults.push(`${event.type}: ${event.error.message}`);
        break;
      default:
    }
  });
}
