import { createNode, type NodeEvent, type NodeOptions, type P2PError, type P2PNode } from "@cometwire/p2p";
import {
  SeededRandom,
  simulatedCrypto,
  SimulatedNetwork,
  simulatedNodeKey,
  VirtualClock,
} from "@cometwire/p2p/testing";

/** The event of one type. */
export type EventOf<T extends NodeEvent["type"]> = Extract<NodeEvent, { readonly type: T }>;

export const second = 1_000;
export const minute = 60_000;
export const hour = 3_600_000;

/** What a node is given, and its IP address. */
type WorldOptions = Partial<NodeOptions> & { readonly ip?: string };

/** A simulated network in virtual time, and real nodes on it. */
export class World {
  readonly clock = new VirtualClock();
  readonly random: SeededRandom;
  readonly network: SimulatedNetwork;
  readonly #nodes: TestNode[] = [];

  constructor(seed = 1) {
    this.random = new SeededRandom(seed);
    this.network = new SimulatedNetwork({ clock: this.clock, random: this.random });
  }

  /** Options of a node at an IP address, by default in a network (/16) of its own; it listens at port 26656. */
  options({ ip = this.#nextIp(), ...options }: WorldOptions = {}): NodeOptions {
    const { clock, random, network } = this;
    return {
      network: "test-chain",
      nodeKey: simulatedNodeKey(random),
      listen: `${ip}:26656`,
      localAddress: ip,
      sockets: network.host(ip),
      ...simulatedCrypto({ clock, random }),
      clock,
      random,
      ...options,
    };
  }

  /** A node, not started. */
  node(options?: WorldOptions): TestNode {
    const node = new TestNode(this.options(options));
    this.#nodes.push(node);
    return node;
  }

  /** A node that has started. */
  async started(options?: WorldOptions): Promise<TestNode> {
    const test = this.node(options);
    await this.run(test.node.start());
    return test;
  }

  /** Two nodes, of which the first has dialled the second. */
  async pair(ours?: WorldOptions, theirs?: WorldOptions): Promise<[TestNode, TestNode]> {
    const [a, b] = [await this.started(ours), await this.started(theirs)];
    await this.run(a.node.dial(b.address));
    await this.until(() => a.knows(b) && b.knows(a), 5 * second);
    return [a, b];
  }

  /** Lets time pass until a promise has settled. Little by little: files are waited for in real time. */
  async run<T>(promise: Promise<T>): Promise<T> {
    const state = { settled: false };
    const done = promise.finally(() => (state.settled = true));
    done.catch(() => {});
    while (!state.settled) await this.until(() => state.settled, 10);
    return done;
  }

  /** The code that a promise is rejected with; "ok" when it is not. */
  code(promise: Promise<unknown>): Promise<string> {
    return this.run(this.outcome(promise));
  }

  /** The same while somebody else lets time pass. */
  outcome(promise: Promise<unknown>): Promise<string> {
    return promise.then(
      () => "ok",
      (error: unknown) => (error as P2PError).code,
    );
  }

  until(condition: () => boolean, limitMs: number): Promise<boolean> {
    return this.clock.advanceUntil(condition, limitMs);
  }

  /** Stops all nodes and says what is left over: no connections, no timers. */
  async leftovers(): Promise<number[]> {
    await this.run(Promise.all(this.#nodes.map(({ node }) => node.stop())));
    await this.clock.advance(10 * second);
    return [this.network.connections, this.clock.pendingTimers];
  }

  #nextIp(): string {
    return `46.${this.#nodes.length + 1}.0.1`;
  }
}

/** A node and what has happened to it. */
export class TestNode {
  readonly node: P2PNode;
  readonly options: NodeOptions;
  readonly events: NodeEvent[] = [];

  constructor(options: NodeOptions) {
    this.options = options;
    this.node = createNode(options);
    this.node.onEvent((event) => this.events.push(event));
  }

  get id(): string {
    return this.node.id;
  }

  /** `id@ip:port` */
  get address(): string {
    return `${this.id}@${this.options.listen ?? ""}`;
  }

  /** Whether it is connected to another node. */
  knows({ id }: { readonly id: string }): boolean {
    return this.node.peers.some((peer) => peer.id === id);
  }

  eventsOf<T extends NodeEvent["type"]>(type: T): EventOf<T>[] {
    return this.events.filter((event): event is EventOf<T> => event.type === type);
  }

  /** Why its sessions with a node have ended: codes, or "graceful". */
  endsOf({ id }: { readonly id: string }): string[] {
    const ends = this.eventsOf("peer-disconnected").filter(({ peer }) => peer.id === id);
    return ends.map(({ reason }) => reason?.code ?? "graceful");
  }
}
