/**
 * CometBFT's peer-to-peer layer: from socket to a node with reactors.
 *
 * {@link createNode} puts a node together; {@link Reactor}s take part in the network, `docs/REACTORS.md` teaches to write one.
 * Below, each part can be used by itself: {@link Switch}, {@link PexReactor} and {@link AddressBook}, {@link TcpTransport} for
 * connections and their handshake, {@link MConnection} for the channels on them. Whatever the network, a peer or a file does
 * leads to a {@link P2PError}.
 *
 * @example Finds peers of a chain through a seed, and counts the steps of consensus that they tell of.
 * ```ts
 * import { createNode, defineReactor, NodeKey } from "@cometwire/p2p";
 *
 * let steps = 0;
 * const counter = defineReactor({
 *   name: "counter",
 *   channels: [{ id: 0x20, priority: 6 }],
 *   receive: () => void steps++,
 * });
 * const node = createNode({
 *   network: "my-chain",
 *   nodeKey: await NodeKey.loadOrCreate("node_key.json"),
 *   seeds: ["4f3e8c2d9b1a7065f4e3d2c1b0a9988776655443@seed.example.com:26656"],
 *   reactors: [counter],
 * });
 * await node.start();
 * for await (const event of node.events()) console.log(event.type, node.peers.length, steps);
 * ```
 *
 * @example Asks one node for the addresses of others, without being one.
 * ```ts
 * import { decodePex, encodePexRequest, limits, MConnection, NodeKey, TcpTransport } from "@cometwire/p2p";
 *
 * const channels = [{ id: 0x00, recvMessageCapacity: limits.pexMessageBytes }];
 * const nodeKey = NodeKey.generate();
 * const transport = new TcpTransport({
 *   nodeKey,
 *   nodeInfo: () => ({
 *     protocolVersion: { p2p: 8n, block: 11n, app: 0n },
 *     id: nodeKey.id,
 *     listenAddr: "tcp://0.0.0.0:26656",
 *     network: "my-chain", // the peer's: `cometwire probe` tells it
 *     version: "asker/1.0",
 *     channels: Uint8Array.from(channels, ({ id }) => id),
 *     moniker: "asker",
 *     other: { txIndex: "off", rpcAddress: "" },
 *   }),
 * });
 * const { secretConnection } = await transport.dial({ host: "seed.example.com", port: 26656 });
 * const connection = new MConnection(secretConnection, {
 *   channels,
 *   receive: (_channel, message) => console.log(decodePex(message)),
 *   onClosed: (reason) => console.log(reason.code, reason.remedy),
 * });
 * connection.start();
 * await connection.send(0x00, encodePexRequest());
 * ```
 *
 * @packageDocumentation
 */
export * from "./base/index.js";
export * from "./crypto/index.js";
export * from "./mconnection/index.js";
export * from "./node/index.js";
export * from "./pex/index.js";
export * from "./secret-connection/index.js";
export * from "./switch/index.js";
export * from "./transport/index.js";
export * from "./wire/index.js";
