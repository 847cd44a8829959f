/**
 * Nodes of ours that stay in the networks of real ones: a program of its own, so that its memory can be measured.
 *
 * Its argument is a `SoakPlan`; it writes one `SoakReport` a line and ends when it is told to (SIGTERM).
 */
import { protocolVersions } from "@cometwire/messages";
import { createNode, NodeKey, type P2PNode } from "@cometwire/p2p";
import { passiveReactors } from "../../../packages/cometwire/src/passive/passive-reactors.js";
import type { SoakNode, SoakPlan, SoakReport } from "./soak.js";

const { nodes: plans, sampleEveryMs } = JSON.parse(process.argv[2] ?? "") as SoakPlan;
const report = (each: SoakReport): void => void process.stdout.write(`${JSON.stringify(each)}\n`);

async function startNode({ version, network, peer }: SoakNode): Promise<P2PNode> {
  const node = createNode({
    network,
    nodeKey: NodeKey.generate(),
    listen: "tcp://127.0.0.1:0",
    protocolVersion: { ...protocolVersions(version), app: 0n },
    persistentPeers: [peer],
    addressBookStrict: false,
    reactors: passiveReactors({ release: version, followRounds: true }),
  });
  node.onEvent((event) => {
    if (event.type === "peer-connected") report({ event: "connected", version, id: node.id });
    if (event.type !== "peer-disconnected") return;
    report({ event: "disconnected", version, reason: event.reason?.message ?? "gracefully" });
  });
  return node.start();
}

/** What is in use once garbage has gone. `external` has the memory of buffers in it. */
function usedBytes(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const nodes = new Map<SoakNode, P2PNode>();
for (const plan of plans) nodes.set(plan, await startNode(plan));

const sampling = setInterval(() => {
  report({ event: "memory", bytes: usedBytes() });
}, sampleEveryMs);

process.once("SIGTERM", () => {
  clearInterval(sampling);
  for (const [{ version }, node] of nodes) {
    report({ event: "traffic", version, channels: node.switch.traffic() });
  }
  void Promise.all(Array.from(nodes.values(), (node) => node.stop()));
});
