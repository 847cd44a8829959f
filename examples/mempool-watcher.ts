/** Prints every transaction that peers gossip: tsx examples/mempool-watcher.ts NETWORK ID@HOST:PORT… */
import { createHash } from "node:crypto";
import { decodeMempoolMessage, encodeMempoolMessage, standardChannels } from "@cometwire/messages";
import { createNode, defineReactor, NodeKey } from "@cometwire/p2p";

const NEW_ROUND_STEP = 0x0a; // the first byte of that message

// Peers gossip transactions only to those whose height they know: tell each one that we are where it is.
const rounds = defineReactor({
  name: "rounds",
  channels: standardChannels("v0.38").filter(({ reactor }) => reactor === "consensus"),
  receive(peer, channelId, message) {
    if (channelId === 0x20 && message[0] === NEW_ROUND_STEP) peer.trySend(channelId, message);
  },
});

const watcher = defineReactor({
  name: "mempool-watcher",
  channels: [
    { id: 0x30, priority: 5, codec: { decode: decodeMempoolMessage, encode: encodeMempoolMessage } },
  ],
  receive(peer, _channelId, { sum }) {
    for (const tx of sum?.value.txs ?? []) {
      console.log(createHash("sha256").update(tx).digest("hex"), `${tx.length} bytes from ${peer.id}`);
    }
  },
});

const [network = "", ...persistentPeers] = process.argv.slice(2);
const node = createNode({
  network,
  nodeKey: NodeKey.generate(),
  persistentPeers,
  reactors: [rounds, watcher],
});
await node.start();
process.once("SIGINT", () => void node.stop()).once("SIGTERM", () => void node.stop());
