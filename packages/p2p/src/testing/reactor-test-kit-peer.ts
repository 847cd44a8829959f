import type { P2PError, Random } from "../base/index.js";
import type { NodeKey } from "../crypto/index.js";
import { MConnection } from "../mconnection/index.js";
import type { EstablishedConnection, PeerCandidate, Transport } from "../transport/index.js";
import { NetAddress, type NodeInfo } from "../wire/index.js";
import { simulatedNodeKey } from "./simulated-crypto.js";
import type { SimulatedNetwork } from "./simulated-network.js";

/** The port that a {@link ScriptedPeer} listens at. */
const PORT = 26_656;

/** Options of a {@link ScriptedPeer}. */
export interface ScriptedPeerOptions {
  /** Where it lives. */
  readonly network: SimulatedNetwork;
  /** Where its key comes from. */
  readonly random: Random;
  /** Its key. Default: a new one. */
  readonly nodeKey?: NodeKey | undefined;
  /** Its IP address on the network. */
  readonly ip: string;
  /** Ids of the channels that it has. */
  readonly channels: readonly number[];
  /** The chain that it says it belongs to. Default `"test-chain"`. */
  readonly chain?: string | undefined;
  /** Whether it takes the connections that come in, once their id is proven. Default: all. */
  readonly admit?: ((candidate: PeerCandidate) => P2PError | undefined) | undefined;
}

/** One message that a {@link ScriptedPeer} got. */
export interface ScriptedMessage {
  /** The channel it came on. */
  readonly channelId: number;
  /** The whole message. */
  readonly bytes: Uint8Array;
}

/** A connection of a {@link ScriptedPeer}. */
export interface ScriptedConnection {
  /** Whether the scripted peer dialled. */
  readonly outbound: boolean;
  /** Whom it is connected to. */
  readonly remoteId: string;
  /** What it carries its messages with. */
  readonly mconnection: MConnection;
  /** What has come over it, in order. */
  readonly received: ScriptedMessage[];
  /** Why it has ended, once it has. */
  readonly closeReason: P2PError | undefined;
}

/**
 * A node on a simulated network that does what a test tells it and nothing else: it has no rules about peers, neither
 * limits nor duplicates.
 *
 * @example
 * ```ts
 * const peer = new ScriptedPeer({ network, random, ip: "10.0.0.2", channels: [0x30] });
 * await peer.listen();
 * await Promise.all([sw.dial(peer.address), clock.advance(1_000)]);
 * peer.send(0x30, Uint8Array.of(1));
 * ```
 */
export class ScriptedPeer {
  /** Its id: 40 lower-case hex digits. */
  readonly id: string;
  /** Its IP address on the network. */
  readonly ip: string;
  /** Ids of the channels that it has. */
  readonly channels: readonly number[];
  /** Where it can be dialled, once it listens. */
  readonly address: NetAddress;
  /** Every connection that it has had, in order. */
  readonly connections: ScriptedConnection[] = [];
  readonly #network: SimulatedNetwork;
  readonly #createTransport: () => Transport;
  readonly #listening: Transport;
  readonly #transports = new Set<Transport>();

  constructor(options: ScriptedPeerOptions) {
    const { network, random, ip, channels, chain, admit } = options;
    const { nodeKey = simulatedNodeKey(random) } = options;
    this.id = nodeKey.id;
    this.ip = ip;
    this.address = NetAddress.parse(`${this.id}@${ip}:${PORT}`);
    this.#network = network;
    this.channels = channels;
    const nodeInfo = simulatedNodeInfo({ id: this.id, ip, channels, chain });
    this.#createTransport = () => {
      const transport = network.transport(ip, {
        nodeKey,
        nodeInfo: () => nodeInfo,
        allowDuplicateIp: true,
        ...(admit === undefined ? {} : { admitPeer: admit }),
      });
      this.#transports.add(transport);
      return transport;
    };
    this.#listening = this.#createTransport();
  }

  /** Its connections that have not ended. */
  get open(): readonly ScriptedConnection[] {
    return this.connections.filter(({ closeReason }) => closeReason === undefined);
  }

  /** Everything that it has received, over all its connections. */
  get received(): readonly ScriptedMessage[] {
    return this.connections.flatMap(({ received }) => received);
  }

  /** Accepts connections at {@link ScriptedPeer.address}. */
  async listen(): Promise<void> {
    await this.#listening.listen(`${this.ip}:${PORT}`, {
      onConnection: (connection) => this.#take(connection),
    });
  }

  /**
   * Dials a node.
   *
   * @throws P2PError of the dial or the handshake.
   */
  async dial(address: { host: string; port: number; id?: string }): Promise<ScriptedConnection> {
    // One transport has one connection with an address; this node has as many as it is told to.
    return this.#take(await this.#createTransport().dial(address));
  }

  /** Queues a message on its newest connection; false when there is none, or no room. */
  send(channelId: number, bytes: Uint8Array): boolean {
    return this.open.at(-1)?.mconnection.trySend(channelId, bytes) ?? false;
  }

  /** Closes all its connections at once. */
  disconnect(): void {
    for (const { mconnection } of this.open) void mconnection.stop();
  }

  /** Crashes: its connections are reset and it listens no more, until {@link ScriptedPeer.listen}. */
  crash(): void {
    this.#network.crashHost(this.ip);
  }

  /** Closes everything. */
  async stop(): Promise<void> {
    await Promise.all(Array.from(this.#transports, (transport) => transport.close()));
    this.disconnect();
  }

  #take(established: EstablishedConnection): ScriptedConnection {
    let closeReason: P2PError | undefined;
    const received: ScriptedMessage[] = [];
    const mconnection = new MConnection(established.secretConnection, {
      clock: this.#network.clock,
      channels: this.channels.map((id) => ({ id, sendQueueCapacity: 100 })),
      receive: (channelId, bytes) => void received.push({ channelId, bytes }),
      onClosed: (reason) => (closeReason = reason),
    });
    const connection: ScriptedConnection = {
      outbound: established.outbound,
      remoteId: established.id,
      mconnection,
      received,
      get closeReason() {
        return closeReason;
      },
    };
    this.connections.push(connection);
    mconnection.start();
    return connection;
  }
}

/** A NodeInfo that every node of a test finds valid and compatible. */
export function simulatedNodeInfo(options: {
  readonly id: string;
  readonly ip: string;
  readonly channels: Iterable<number>;
  readonly chain?: string | undefined;
}): NodeInfo {
  return {
    protocolVersion: { p2p: 8n, block: 11n, app: 0n },
    id: options.id,
    listenAddr: `tcp://${options.ip}:${PORT}`,
    network: options.chain ?? "test-chain",
    version: "0.38.25",
    channels: Uint8Array.from(options.channels),
    moniker: "test",
    other: { txIndex: "on", rpcAddress: "" },
  };
}
