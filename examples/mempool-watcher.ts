/** Prints every transaction that peers gossip: tsx examples/mempool-watcher.ts NETWORK ID@HOST:PORT… */
import { createHash } from "node:crypto";
import { decodeMempoolMessage, encodeMempoolMessage, standardChannels } from "@cometwire/messages";
import { createNode, defineReactor, NodeKey } from "@cometwire/p2p";

const watcher = defineReactor({
  name: "mempool-watcher",
  channels: [{ id: 0x30, codec: { decode: decodeMempoolMessage, encode: encodeMempoolMessage } }],
  receive(peer, _channelId, { sum }) {
    for (const tx of sum?.value.txs ?? []) {
      console.log(createHash("sha256").update(tx).digest("hex"), `${tx.length} bytes from ${peer.id}`);
    }
  },
});

// Peers gossip transactions only to those whose height they know: tell each one that we are where it is.
const rounds = defineReactor({
  name: "rounds",
  channels: standardChannels("v0.38").filter(({ reactor }) => reactor === "consensus"),
  receive(peer, channelId, message) {
    if (channelId === 0x20 && message[0] === 0x0a) peer.trySend(channelId, message); // a NewRoundStep
  },
});

const [network = "", ...persistentPeers] = process.argv.slice(2);
const nodeKey = NodeKey.generate();
const node = createNode({ network, nodeKey, persistentPeers, reactors: [watcher, rounds] });
node.onEvent((event) => "error" in event && console.error(event.error.message));
await node.start();
process.once("SIGINT", () => void node.stop()).once("SIGTERM", () => void node.stop());
