import {
  type Clock,
  decodePex,
  encodePexAddresses,
  type EstablishedConnection,
  joinHostPort,
  limits,
  MConnection,
  type NodeInfo,
  type NodeKey,
  type Transport,
} from "@cometwire/p2p";
import { PEX_CHANNEL } from "../probe/announcement.js";

/** A peer of our own that listens on this machine. */
export interface DemoPeer {
  /** `id@ip:port` */
  readonly address: string;
  /** Closes it and its connections. */
  close(): Promise<void>;
}

/** Addresses that belong to nobody (RFC 5737). */
const EXAMPLE_ADDRESSES = [
  { id: "00000000000000000000000000000000000000a1", ip: "192.0.2.10", port: 26_656 },
  { id: "00000000000000000000000000000000000000b2", ip: "198.51.100.20", port: 26_656 },
  { id: "00000000000000000000000000000000000000c3", ip: "203.0.113.30", port: 26_656 },
];

/** What the demonstration's peer says about itself. */
export function demoNodeInfo(nodeKey: NodeKey): NodeInfo {
  return {
    protocolVersion: { p2p: 8n, block: 11n, app: 1n },
    id: nodeKey.id,
    listenAddr: "tcp://127.0.0.1:26656",
    network: "cometwire-demo",
    version: "0.38.25",
    channels: Uint8Array.of(PEX_CHANNEL),
    moniker: "demo peer",
    other: { txIndex: "on", rpcAddress: "" },
  };
}

/** Starts to listen on a free port of 127.0.0.1 and answers PexRequests with a few example addresses. */
export async function startDemoPeer(id: string, transport: Transport, clock: Clock): Promise<DemoPeer> {
  const connections = new Set<MConnection>();
  const accept = ({ secretConnection }: EstablishedConnection): void => {
    const connection: MConnection = new MConnection(secretConnection, {
      channels: [
        { id: PEX_CHANNEL, priority: 1, sendQueueCapacity: 10, recvMessageCapacity: limits.pexMessageBytes },
      ],
      receive: (_channel, message) => {
        if (decodePex(message).type !== "request") return;
        connection.trySend(PEX_CHANNEL, encodePexAddresses(EXAMPLE_ADDRESSES));
      },
      onClosed: () => connections.delete(connection),
      clock,
    });
    connections.add(connection);
    connection.start();
  };
  const { ip, port } = await transport.listen("tcp://127.0.0.1:0", { onConnection: accept });
  return {
    address: `${id}@${joinHostPort(ip, port)}`,
    close: async () => {
      await transport.close();
      await Promise.all([...connections].map((connection) => connection.stop()));
    },
  };
}
