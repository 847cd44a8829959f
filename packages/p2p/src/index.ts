/**
 * CometBFT's peer-to-peer layer: from socket to peer.
 *
 * {@link NodeKey} is who we are, {@link NodeInfo} what we say about ourselves. A {@link TcpTransport} dials and accepts
 * connections and takes them through the handshake; an {@link MConnection} then carries the messages of their channels.
 * Whatever the network, a peer or a file does leads to a {@link P2PError}.
 *
 * @example Asks a node for the addresses of others.
 * ```ts
 * const nodeKey = NodeKey.generate();
 * const transport = new TcpTransport({ nodeKey, nodeInfo: () => ({ ...ourNodeInfo, id: nodeKey.id }) });
 * const { secretConnection } = await transport.dial({ host: "seed.example.com", port: 26656 });
 * const connection = new MConnection(secretConnection, {
 *   channels: [{ id: 0x00, priority: 1, recvMessageCapacity: limits.pexMessageBytes }],
 *   receive: (_channel, message) => console.log(decodePex(message)),
 *   onClosed: (reason) => console.log(reason.code, reason.remedy),
 *   clock: systemClock,
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
export * from "./secret-connection/index.js";
export * from "./transport/index.js";
export * from "./wire/index.js";
