/**
 * CometBFT's peer-to-peer layer: from socket to peer.
 *
 * {@link NodeKey} is who we are, {@link NodeInfo} what we say about ourselves. A {@link TcpTransport} dials and accepts
 * connections and takes them through the handshake; an {@link MConnection} then carries the messages of their channels.
 * Whatever the network, a peer or a file does leads to a {@link P2PError}.
 *
 * @example Asks a node for the addresses of others.
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
