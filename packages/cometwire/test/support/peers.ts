import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import {
  type Clock,
  type MConnectionChannel,
  type ConnectionFilter,
  createHandshakeCrypto,
  defaultFrameCipher,
  decodePex,
  type EstablishedConnection,
  MConnection,
  type NodeInfo,
  NodeKey,
  performHandshake,
  systemClock,
  TcpStream,
  TcpTransport,
} from "@cometwire/p2p";
import { onTestFinished } from "vitest";
import { nodeInfo } from "./node-info.js";

/** A listening peer of ours; it is closed when the test has finished. */
export interface TestPeer {
  readonly id: string;
  /** `ip:port` */
  readonly hostPort: string;
  /** `id@ip:port` */
  readonly address: string;
  /** Connections that got through the handshake on the peer's side. */
  readonly accepted: EstablishedConnection[];
}

/** What a {@link TestPeer} does. */
export interface PeerBehaviour {
  readonly info?: Partial<NodeInfo>;
  readonly filters?: readonly ConnectionFilter[];
  /** What happens to a connection. Default: {@link answering} with nothing. */
  readonly serve?: (connection: EstablishedConnection) => void;
}

/** Starts a peer that listens on a free port of 127.0.0.1. */
export async function startPeer(behaviour: PeerBehaviour = {}): Promise<TestPeer> {
  const nodeKey = NodeKey.generate();
  const info = nodeInfo({ id: nodeKey.id, ...behaviour.info });
  const transport = new TcpTransport({
    nodeKey,
    nodeInfo: () => info,
    allowDuplicateIp: true,
    connectionFilters: behaviour.filters ?? [],
  });
  const accepted: EstablishedConnection[] = [];
  const serve = behaviour.serve ?? answering(new Uint8Array([0x12, 0x00]));
  const { port } = await transport.listen("tcp://127.0.0.1:0", {
    onConnection: (connection) => {
      accepted.push(connection);
      serve(connection);
    },
  });
  onTestFinished(async () => {
    await transport.close();
    for (const { secretConnection } of accepted) secretConnection.destroy();
  });
  const hostPort = `127.0.0.1:${port}`;
  return { id: nodeKey.id, hostPort, address: `${nodeKey.id}@${hostPort}`, accepted };
}

/** Serves a connection with an MConnection that has the peer's channels and answers PexRequests with these bytes. */
export function answering(
  answer: Uint8Array | undefined,
  then: "stay" | "close" = "stay",
  clock: Clock = systemClock,
) {
  return ({ secretConnection, nodeInfo: { channels } }: EstablishedConnection): void => {
    const connection: MConnection = new MConnection(secretConnection, {
      channels: [...new Set([0x00, ...channels])].map((id): MConnectionChannel => ({ id, priority: 1 })),
      receive: (channel, message) => {
        if (channel !== 0x00 || decodePex(message).type !== "request" || answer === undefined) return;
        connection.trySend(0x00, answer);
        if (then === "close") void connection.flushStop();
      },
      onClosed: () => undefined,
      clock,
    });
    connection.start();
  };
}

/** Closes a connection as soon as it has passed the handshake. */
export function closing({ secretConnection }: EstablishedConnection): void {
  secretConnection.destroy();
}

/** A TCP server that does what `serve` says; returns `ip:port`. It is closed when the test has finished. */
export async function startServer(serve: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server: Server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    serve(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, "close");
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A port of 127.0.0.1 on which nobody listens. */
export async function refusedPort(): Promise<string> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return `127.0.0.1:${port}`;
}

/** Makes the secret connection on an accepted socket and then says nothing. */
export function muteAfterSecretConnection(socket: Socket): void {
  void performHandshake(new TcpStream(socket), {
    nodeKey: NodeKey.generate(),
    crypto: createHandshakeCrypto({ clock: systemClock }),
    cipher: defaultFrameCipher(),
    clock: systemClock,
    timeoutMs: 10_000,
  }).catch(() => undefined);
}
