/** Hands a transaction to a node as a peer does: tsx examples/send-transaction.ts NETWORK ID@HOST:PORT TRANSACTION */
import { encodeMessage, txHash } from "@cometwire/messages";
import { createNode, defineReactor, NodeKey } from "@cometwire/p2p";

const [network = "", address = "", text = ""] = process.argv.slice(2);
const tx = new TextEncoder().encode(text);
const message = encodeMessage({ type: "Txs", value: { txs: [tx] } });

const mempool = defineReactor({
  name: "mempool",
  channels: [{ id: 0x30, priority: 5 }],
  async addPeer(peer) {
    await peer.send(0x30, message);
    console.log(`${Buffer.from(txHash(tx)).toString("hex").toUpperCase()} sent to ${peer.nodeInfo.moniker}`);
    void node.stop(); // sends what is queued before it hangs up
  },
});

const node = createNode({
  network,
  nodeKey: NodeKey.generate(),
  persistentPeers: [address],
  reactors: [mempool],
});
node.onEvent((event) => "error" in event && console.error(event.error.message));
await node.start();
process.once("SIGINT", () => void node.stop()).once("SIGTERM", () => void node.stop());
