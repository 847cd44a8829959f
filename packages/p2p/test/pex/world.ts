import {
  AddressBook,
  BanList,
  decodePex,
  defineReactor,
  encodePexAddresses,
  encodePexRequest,
  IpAddress,
  limits,
  NetAddress,
  type NodeInfo,
  type NodeKey,
  type Peer,
  type PexEvent,
  type PexOptions,
  PexReactor,
  type Reactor,
  Switch,
  type SwitchEvent,
  type SwitchOptions,
} from "@cometwire/p2p";
import { SeededRandom, SimulatedNetwork, simulatedNodeKey, VirtualClock } from "@cometwire/p2p/testing";
import { nodeInfoOf } from "../transport/fixtures.js";

/** The event of one type. */
export type EventOf<T extends PexEvent["type"]> = Extract<PexEvent, { readonly type: T }>;

/** What a node of a {@link World} may be told. */
export interface NodeOptions {
  readonly ip?: string;
  readonly pex?: Partial<PexOptions>;
  readonly book?: AddressBook;
  readonly nodeKey?: NodeKey;
  readonly nodeInfo?: Partial<NodeInfo>;
  readonly sw?: Partial<SwitchOptions>;
  /** Other reactors, or one in place of peer exchange. */
  readonly reactors?: readonly Reactor<unknown>[];
  readonly allowDuplicateIp?: boolean;
}

/** A network in virtual time, and the nodes on it. */
export class World {
  readonly clock = new VirtualClock();
  readonly random: SeededRandom;
  readonly network: SimulatedNetwork;
  readonly nodes: TestNode[] = [];

  constructor(seed = 1, latencyMs = 10) {
    this.random = new SeededRandom(seed);
    this.network = new SimulatedNetwork({ clock: this.clock, random: this.random, latencyMs });
  }

  /** A node, each in a network (/16) of its own. Not started. */
  node(options: NodeOptions = {}): TestNode {
    const node = new TestNode(this, options.ip ?? `44.${this.nodes.length + 1}.0.1`, options);
    this.nodes.push(node);
    return node;
  }

  /** A node that is started. */
  async started(options: NodeOptions = {}): Promise<TestNode> {
    const node = this.node(options);
    await this.run(node.start());
    return node;
  }

  seed(options: NodeOptions = {}): Promise<TestNode> {
    return this.started({ ...options, pex: { mode: "seed", ...options.pex } });
  }

  /** A node that does with the PEX channel what a test tells it to. */
  async rawNode(onMessage: RawHandler = () => {}, options: NodeOptions = {}): Promise<TestNode> {
    return this.started({ ...options, reactors: [rawReactor(onMessage)] });
  }

  /** Lets time pass until a promise has settled. */
  async run<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const done = promise.finally(() => (settled = true));
    done.catch(() => {});
    await this.clock.advanceUntil(() => settled, 300_000);
    return done;
  }

  until(condition: () => boolean, limitMs: number): Promise<boolean> {
    return this.clock.advanceUntil(condition, limitMs);
  }

  /** Stops all nodes, and says what is left over: nothing, when all is well. */
  async leftovers(): Promise<number[]> {
    await this.run(Promise.all(this.nodes.map((node) => node.stop())));
    await this.clock.advance(10_000);
    return [this.network.connections, this.clock.pendingTimers];
  }
}

/** A switch with peer exchange on a {@link World}. */
export class TestNode {
  readonly ip: string;
  readonly nodeKey: NodeKey;
  readonly address: NetAddress;
  readonly book: AddressBook;
  readonly bans: BanList;
  readonly pex: PexReactor;
  readonly sw: Switch;
  readonly events: PexEvent[] = [];
  readonly switchEvents: SwitchEvent[] = [];

  constructor(world: World, ip: string, options: NodeOptions) {
    const { clock, random, network } = world;
    this.ip = ip;
    this.nodeKey = options.nodeKey ?? simulatedNodeKey(random);
    const { id } = this.nodeKey;
    this.address = NetAddress.parse(`${id}@${ip}:26656`);
    this.book = options.book ?? new AddressBook({ ourId: id, clock, random });
    this.bans = new BanList({ clock });
    this.pex = new PexReactor({
      book: this.book,
      bans: this.bans,
      onEvent: (event) => this.events.push(event),
      ...options.pex,
    });
    const channels = Uint8Array.of(0x00);
    const info = { listenAddr: `tcp://${ip}:26656`, channels, ...options.nodeInfo };
    const nodeInfo = () => nodeInfoOf(id, info);
    this.sw = new Switch({
      nodeId: id,
      nodeInfo,
      reactors: options.reactors ?? [this.pex],
      listen: `${ip}:26656`,
      isBanned: (peerId, peerIp) =>
        this.bans.check({ id: peerId, ip: peerIp === undefined ? undefined : IpAddress.parse(peerIp) })
          ?.reason,
      createTransport: (seams) =>
        network.transport(ip, {
          nodeKey: this.nodeKey,
          nodeInfo,
          allowDuplicateIp: options.allowDuplicateIp ?? false,
          ...seams,
        }),
      onEvent: (event) => this.switchEvents.push(event),
      clock,
      random,
      ...options.sw,
    });
  }

  get id(): string {
    return this.nodeKey.id;
  }

  start(): Promise<void> {
    return this.sw.start();
  }

  stop(): Promise<void> {
    return this.sw.stop();
  }

  /** Whether it is connected to another node. */
  knows(other: TestNode): boolean {
    return this.sw.peer(other.id) !== undefined;
  }

  eventsOf<T extends PexEvent["type"]>(type: T): EventOf<T>[] {
    return this.events.filter((event): event is EventOf<T> => event.type === type);
  }

  /** Why the last session with a node ended: a code, or "graceful". */
  endOf(other: { readonly id: string }): string | undefined {
    const ends = this.switchEvents.filter((event) => event.type === "peer-disconnected");
    const last = ends.findLast(({ peer }) => peer.id === other.id);
    return last && (last.reason?.code ?? "graceful");
  }
}

type RawHandler = (peer: Peer, message: ReturnType<typeof decodePex>) => void;

function rawReactor(onMessage: RawHandler): Reactor<unknown> {
  const channels = [
    { id: 0x00, priority: 1, sendQueueCapacity: 1_000, recvMessageCapacity: limits.pexMessageBytes },
  ];
  const reactor = defineReactor({
    name: "raw",
    channels,
    receive: (peer, _channel, message) => onMessage(peer, decodePex(message)),
  });
  return reactor;
}

/** Addresses as they travel. */
export function travelling(addresses: readonly NetAddress[]) {
  return encodePexAddresses(addresses.map(({ id, host, port }) => ({ id, ip: host, port })));
}

export const requestBytes = encodePexRequest();

/** An id that nobody has the key of. */
export function inventedId(n: number): string {
  return n.toString(16).padStart(40, "f");
}

/** Addresses of nobody, all in one /16. */
export function inventions(count: number, prefix = "55.5"): NetAddress[] {
  return Array.from({ length: count }, (_, i) =>
    NetAddress.parse(`${inventedId(i)}@${prefix}.${(i >> 8) & 255}.${i & 255}:26656`),
  );
}

/** Addresses of nobody, in as many networks as there can be. */
export function scattered(count: number, from = 0): NetAddress[] {
  return Array.from({ length: count }, (_, i) => {
    const n = from + i;
    return NetAddress.parse(`${inventedId(n)}@${44 + (n >> 8)}.${n & 255}.0.1:26656`);
  });
}
