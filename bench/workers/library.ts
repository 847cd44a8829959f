/** How the workers use the library: everything they have in common. */
import {
  type MConnectionChannel,
  type EstablishedConnection,
  type FrameCipher,
  MConnection,
  type MessageReceiver,
  nodeFrameCipher,
  NodeKey,
  systemClock,
  TcpTransport,
} from "@cometwire/p2p";
import { network } from "../settings.js";
import { fail } from "./serve.js";

/** The cipher that is measured, alone and in everything else. */
export const cipher: FrameCipher = nodeFrameCipher;

/** A transport that a reference peer accepts, and that accepts any number of connections. */
export function createTransport(channels: readonly MConnectionChannel[]): TcpTransport {
  const nodeKey = NodeKey.generate();
  return new TcpTransport({
    nodeKey,
    cipher,
    allowDuplicateIp: true,
    nodeInfo: () => ({
      protocolVersion: { p2p: 8n, block: 11n, app: 0n },
      id: nodeKey.id,
      listenAddr: "tcp://127.0.0.1:26656",
      network,
      version: "0.40.0",
      channels: Uint8Array.from(channels, ({ id }) => id),
      moniker: "bench",
      other: { txIndex: "on", rpcAddress: "" },
    }),
  });
}

/**
 * Listens on a free port of loopback.
 *
 * @returns the port
 */
export async function listen(
  transport: TcpTransport,
  onConnection: (connection: EstablishedConnection) => void,
): Promise<number> {
  const { port } = await transport.listen("127.0.0.1:0", {
    onConnection,
    onRejected: fail,
    onListenerError: fail,
  });
  return port;
}

/** A running MConnection. Its end is a failure, unless `onClosed` takes it. */
export function startConnection(
  { secretConnection }: EstablishedConnection,
  channels: readonly MConnectionChannel[],
  receive: MessageReceiver = () => {},
  onClosed: (reason: unknown) => void = fail,
): MConnection {
  const connection = new MConnection(secretConnection, { channels, receive, onClosed, clock: systemClock });
  connection.start();
  return connection;
}

/** What the process has used until now. */
export interface Usage {
  /** Of a clock that never goes back. */
  readonly seconds: number;
  /** User and system time of all threads. */
  readonly cpuSeconds: number;
}

/** What this process has used until now. */
export function usage(): Usage {
  const { user, system } = process.cpuUsage();
  return { seconds: performance.now() / 1_000, cpuSeconds: (user + system) / 1e6 };
}
