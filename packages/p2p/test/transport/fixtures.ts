import { connect, type Socket } from "node:net";
import {
  type EstablishedConnection,
  type NodeInfo,
  NodeKey,
  P2PError,
  TcpTransport,
  type TransportOptions,
} from "@cometwire/p2p";

/** A NodeInfo that every test node finds valid and compatible, with changes. */
export function nodeInfoOf(id: string, changes: Partial<NodeInfo> = {}): NodeInfo {
  return {
    protocolVersion: { p2p: 8n, block: 11n, app: 0n },
    id,
    listenAddr: "tcp://0.0.0.0:26656",
    network: "test-chain",
    version: "0.38.25",
    channels: Uint8Array.of(0x40, 0x20, 0x00),
    moniker: "test",
    other: { txIndex: "on", rpcAddress: "" },
    ...changes,
  };
}

/** The code that a promise is rejected with; "ok" when it is not. */
export function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "ok",
    (error: unknown) => (error instanceof P2PError ? error.code : `not a P2PError: ${String(error)}`),
  );
}

/** A promise with its functions outside. */
export function deferred<T = void>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}

/** A queue that a test can wait on. */
export class Inbox<T> {
  readonly all: T[] = [];
  readonly #waiting: (() => void)[] = [];

  push(value: T): void {
    this.all.push(value);
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Waits until there are `count` values, and returns the last of these. */
  async nth(count: number): Promise<T> {
    while (this.all.length < count) await new Promise<void>((resolve) => void this.#waiting.push(resolve));
    return this.all[count - 1] as T;
  }
}

/** A transport that listens on loopback, with everything that it reports. */
export class ListeningNode {
  readonly nodeKey: NodeKey;
  readonly transport: TcpTransport;
  readonly connections = new Inbox<EstablishedConnection>();
  readonly rejections = new Inbox<P2PError>();
  readonly listenerErrors = new Inbox<P2PError>();
  port = 0;

  constructor(options: Partial<TransportOptions> = {}) {
    this.nodeKey = options.nodeKey ?? NodeKey.generate();
    const { id } = this.nodeKey;
    this.transport = new TcpTransport({
      nodeInfo: () => nodeInfoOf(id),
      allowDuplicateIp: true,
      ...options,
      nodeKey: this.nodeKey,
    });
  }

  /** Starts to listen and returns this. */
  async listen(address = "127.0.0.1:0"): Promise<this> {
    const endpoint = await this.transport.listen(address, {
      onConnection: (connection) => this.connections.push(connection),
      onRejected: (error) => this.rejections.push(error),
      onListenerError: (error) => this.listenerErrors.push(error),
    });
    this.port = endpoint.port;
    return this;
  }

  /** Closes the transport and every connection that it has handed out. */
  async close(): Promise<void> {
    await this.transport.close();
    for (const connection of this.connections.all) connection.secretConnection.destroy();
  }
}

/** A bare TCP connection from an address of choice; resolves when it is connected. */
export function rawConnect(port: number, localAddress?: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: "127.0.0.1",
      port,
      allowHalfOpen: true,
      ...(localAddress && { localAddress }),
    });
    socket.once("connect", () => resolve(socket));
    socket.on("error", reject);
  });
}

/** Resolves when a socket is closed, for whatever reason; what arrives meanwhile is thrown away. */
export function whenClosed(socket: Socket): Promise<void> {
  socket.resume();
  socket.on("end", () => socket.end());
  return socket.closed
    ? Promise.resolve()
    : new Promise((resolve) => void socket.once("close", () => resolve()));
}
