/** How the workers use the library: everything they have in common. */
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type MConnectionChannel,
  type EstablishedConnection,
  type FrameCipher,
  MConnection,
  type MessageReceiver,
  defaultFrameCipher,
  nodeFrameCipher,
  NodeKey,
  systemClock,
  TcpTransport,
} from "@cometwire/p2p";
import { network } from "../settings.js";
import { fail } from "./serve.js";

/** What can be measured, by the name that `--cipher` gives: `default` is what a node uses that is told nothing. */
const ciphers: Readonly<Record<string, () => FrameCipher>> = {
  default: defaultFrameCipher,
  "node:crypto": () => nodeFrameCipher,
};

/** Names of all ciphers. */
export const cipherNames: readonly string[] = Object.keys(ciphers);

/** The cipher that is measured, alone and in everything else: the first argument of the process says which. */
export const cipher: FrameCipher = cipherNamed(process.argv[2] ?? "default");

function cipherNamed(name: string): FrameCipher {
  const create = ciphers[name];
  if (create === undefined) throw new Error(`there is no cipher "${name}", only ${cipherNames.join(", ")}`);
  return create();
}

/** Where a transport is. */
export interface Place {
  /** The address that it dials from; default: the system's choice. */
  readonly localAddress?: string | undefined;
  /** Where it says that it listens. */
  readonly listenAddr?: string;
}

/** A transport that a reference peer accepts, and that accepts any number of connections. */
export function createTransport(channels: readonly MConnectionChannel[], place: Place = {}): TcpTransport {
  const { localAddress, listenAddr = "tcp://127.0.0.1:26656" } = place;
  const nodeKey = NodeKey.generate();
  return new TcpTransport({
    nodeKey,
    cipher,
    localAddress,
    allowDuplicateIp: true,
    nodeInfo: () => ({
      protocolVersion: { p2p: 8n, block: 11n, app: 0n },
      id: nodeKey.id,
      listenAddr,
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

/** The resident memory after garbage collection, in bytes. */
export async function settledMemory(): Promise<number> {
  for (let i = 0; i < 5; i++) {
    global.gc?.();
    await sleep(50);
  }
  return residentBytes();
}

/** As the reference peer measures it; `process.memoryUsage` where there is no /proc. */
function residentBytes(): number {
  try {
    const kib = /^VmRSS:\s*(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
    if (kib !== undefined) return Number(kib) * 1_024;
  } catch {
    // another system
  }
  return process.memoryUsage.rss();
}
