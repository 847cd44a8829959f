/** Our side of an interop test: a transport, and an MConnection on every connection it makes or accepts. */
import {
  type MConnectionChannel,
  type DialTarget,
  type Endpoint,
  type EstablishedConnection,
  MConnection,
  type MConnectionOptions,
  type NodeInfo,
  NodeKey,
  P2PError,
  parseAddress,
  systemClock,
  TcpTransport,
  type TransportOptions,
} from "@cometwire/p2p";
import { EventLog } from "../../../interop/harness/event-log.js";
import { deadlineMs } from "./deadline.js";

/** What may be chosen about our side. */
export interface OurNodeOptions {
  readonly network?: string;
  readonly nodeKey?: NodeKey;
  /** Registered and announced. Default: 0x20, as the reference peers have it. */
  readonly channels?: readonly MConnectionChannel[];
  readonly nodeInfo?: Partial<NodeInfo>;
  readonly transport?: Partial<TransportOptions>;
  readonly mconnection?: Partial<MConnectionOptions>;
  /** Called for every message after it was noted; a promise holds the peer back. */
  readonly onMessage?: (channel: number, message: Uint8Array) => void | Promise<void>;
  /** What to do with a connection instead of starting an MConnection on it. */
  readonly onEstablished?: (connection: EstablishedConnection) => void;
}

/** The channel that both sides have unless a test says otherwise. */
export const defaultChannel: MConnectionChannel = {
  id: 0x20,
  priority: 6,
  sendQueueCapacity: 100,
  recvMessageCapacity: 1_048_576,
};

/** A message that we received. */
export interface ReceivedMessage {
  readonly channel: number;
  readonly message: Uint8Array;
}

/** A connection of ours with what happened to it. */
export class OurConnection {
  readonly established: EstablishedConnection;
  readonly mconnection: MConnection;
  readonly received = new EventLog<ReceivedMessage>();
  /** Why it ended, once it has. */
  endedBy: P2PError | undefined;

  constructor(established: EstablishedConnection, options: OurNodeOptions) {
    this.established = established;
    this.mconnection = new MConnection(established.secretConnection, {
      channels: options.channels ?? [defaultChannel],
      clock: systemClock,
      receive: (channel, message) => {
        this.received.push({ channel, message });
        return options.onMessage?.(channel, message);
      },
      onClosed: (reason) => {
        if (this.endedBy !== undefined) throw new Error("the connection ended twice");
        this.endedBy = reason;
        this.received.end(`the connection ended (${reason.code}: ${reason.message})`);
      },
      ...options.mconnection,
    });
    this.mconnection.start();
  }

  /** Waits for the first `count` messages, of one channel if it is given. */
  async messages(count: number, channel?: number, withinMs = deadlineMs): Promise<Uint8Array[]> {
    const wanted = (entry: ReceivedMessage): boolean => channel === undefined || entry.channel === channel;
    let seen = 0;
    const what = `message ${count}${channel === undefined ? "" : ` on channel ${channel}`}`;
    const last = await this.received.wait((entry) => wanted(entry) && ++seen === count, 0, what, withinMs);
    const until = this.received.entries.slice(0, last + 1);
    return until.filter(wanted).map(({ message }) => message);
  }

  /** Waits for the end and returns the reason's code. */
  async closedCode(withinMs = deadlineMs): Promise<string> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`still open after ${withinMs} ms`)), withinMs);
    });
    try {
      return (await Promise.race([this.mconnection.closed, late])).code;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** A transport of ours. */
export class OurNode {
  readonly nodeKey: NodeKey;
  readonly nodeInfo: NodeInfo;
  readonly transport: TcpTransport;
  /** Inbound connections, in the order in which they were established. */
  readonly accepted = new EventLog<OurConnection>();
  /** Inbound connections that were refused or failed. */
  readonly rejected = new EventLog<{ error: P2PError; remote: Endpoint }>();
  readonly #options: OurNodeOptions;
  readonly #established: EstablishedConnection[] = [];
  readonly #connections: OurConnection[] = [];

  constructor(options: OurNodeOptions = {}) {
    this.#options = options;
    this.nodeKey = options.nodeKey ?? NodeKey.generate();
    this.nodeInfo = {
      protocolVersion: { p2p: 8n, block: 11n, app: 0n },
      id: this.nodeKey.id,
      listenAddr: "tcp://127.0.0.1:26656",
      network: options.network ?? "interop",
      version: "0.38.25",
      channels: Uint8Array.from((options.channels ?? [defaultChannel]).map(({ id }) => id)),
      moniker: "our-node",
      other: { txIndex: "off", rpcAddress: "" },
      ...options.nodeInfo,
    };
    this.transport = new TcpTransport({
      nodeKey: this.nodeKey,
      nodeInfo: () => this.nodeInfo,
      allowDuplicateIp: true,
      handshakeTimeoutMs: 10_000,
      ...options.transport,
    });
  }

  /** Listens on loopback and returns `id@host:port`. */
  async listen(): Promise<string> {
    const { ip, port } = await this.transport.listen("tcp://127.0.0.1:0", {
      onConnection: (established) => {
        const connection = this.#adopt(established);
        if (connection !== undefined) this.accepted.push(connection);
      },
      onRejected: (error, remote) => {
        this.rejected.push({ error, remote });
      },
    });
    return `${this.nodeKey.id}@${ip}:${port}`;
  }

  /** Dials `id@host:port` or a target. */
  async dial(target: string | DialTarget): Promise<OurConnection> {
    const connection = this.#adopt(await this.transport.dial(targetOf(target)));
    if (connection === undefined) throw new Error("this node starts no MConnection");
    return connection;
  }

  /** Dials and expects to fail: the error's code. */
  async dialFailure(target: string | DialTarget): Promise<P2PError> {
    let established: EstablishedConnection;
    try {
      established = await this.transport.dial(targetOf(target));
    } catch (error) {
      if (error instanceof P2PError) return error;
      throw error;
    }
    this.#established.push(established);
    throw new Error("the dial went well");
  }

  /** Dials; what happens with the connection is `onEstablished`'s affair. */
  async dialOnly(target: string | DialTarget): Promise<void> {
    this.#adopt(await this.transport.dial(targetOf(target)));
  }

  /** The inbound connection with this number, from 0. */
  async acceptedConnection(number = 0): Promise<OurConnection> {
    try {
      await this.accepted.wait(() => true, number, "an inbound connection", deadlineMs);
    } catch (cause) {
      const rejections = this.rejected.entries.map(({ error }) => `${error.code}: ${error.message}`);
      throw new Error(`no inbound connection; rejected: ${rejections.join("; ") || "none"}`, { cause });
    }
    return this.accepted.entries[number] as OurConnection;
  }

  /** The code of the first inbound connection that was rejected. */
  async rejectedCode(withinMs = deadlineMs): Promise<string> {
    await this.rejected.wait(() => true, 0, "a rejection", withinMs);
    return (this.rejected.entries[0] as { error: P2PError }).error.code;
  }

  /** Ends everything. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.transport.close();
    await Promise.all(this.#connections.map(({ mconnection }) => mconnection.stop()));
    for (const { secretConnection } of this.#established) secretConnection.destroy();
  }

  #adopt(established: EstablishedConnection): OurConnection | undefined {
    this.#established.push(established);
    const { onEstablished } = this.#options;
    if (onEstablished !== undefined) {
      onEstablished(established);
      return undefined;
    }
    const connection = new OurConnection(established, this.#options);
    this.#connections.push(connection);
    return connection;
  }
}

function targetOf(target: string | DialTarget): DialTarget {
  return typeof target === "string" ? parseAddress(target) : target;
}
