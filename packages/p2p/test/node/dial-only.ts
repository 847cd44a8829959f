/** A node that does not listen and has nobody to talk to: prints a line for each dial, until it gets SIGTERM. */
import { createNode, NodeKey } from "@cometwire/p2p";

const node = createNode({
  network: "test-chain",
  nodeKey: NodeKey.generate(),
  persistentPeers: [`${NodeKey.generate().id}@127.0.0.1:1`],
  reconnect: { baseMs: 10 },
});
node.onEvent(({ type }) => {
  if (type === "dialing") process.stdout.write("dialing\n");
});
await node.start();
process.once("SIGTERM", () => void node.stop());
