import {
  type ChannelDescriptor,
  P2PError,
  Switch,
  type SwitchEvent,
  type SwitchOptions,
  type TransportOptions,
} from "@cometwire/p2p";
import {
  GrammarChecker,
  RecordingReactor,
  ScriptedPeer,
  type ScriptedPeerOptions,
  SeededRandom,
  SimulatedNetwork,
  simulatedNodeInfo,
  simulatedNodeKey,
  VirtualClock,
} from "@cometwire/p2p/testing";

export const ONE = 0x31;
export const TWO = 0x32;

/** What a {@link Bench} may be given. */
export interface BenchOptions {
  readonly seed?: number;
  readonly latencyMs?: number;
  readonly clock?: VirtualClock;
  readonly network?: SimulatedNetwork;
  readonly ip?: string;
  /** Reactors, when not the usual two: `one` on channel 0x31, `two` on 0x32. */
  readonly reactors?: readonly RecordingReactor[];
  readonly transport?: Partial<TransportOptions>;
  readonly switch?: Partial<SwitchOptions>;
  readonly listen?: boolean;
  /** Which of two random keys is ours, by id. */
  readonly key?: ReturnType<typeof simulatedNodeKey>;
}

/** A real switch with recording reactors on a simulated network, in virtual time, held to the grammar at every step. */
export class Bench {
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  readonly network: SimulatedNetwork;
  readonly checker: GrammarChecker;
  readonly reactors: readonly RecordingReactor[];
  readonly events: SwitchEvent[] = [];
  readonly sw: Switch;
  readonly id: string;
  readonly ip: string;
  #peers = 0;

  constructor(options: BenchOptions = {}) {
    this.clock = options.clock ?? (options.network?.clock as VirtualClock | undefined) ?? new VirtualClock();
    const { clock } = this;
    this.random = new SeededRandom(options.seed ?? 1);
    const { random } = this;
    this.network =
      options.network ?? new SimulatedNetwork({ clock, random, latencyMs: options.latencyMs ?? 10 });
    this.ip = options.ip ?? "10.0.0.1";
    const stallMs = options.switch?.reactorStallMs ?? 120_000;
    this.checker = new GrammarChecker({ stall: { clock, ms: stallMs } });
    this.reactors = options.reactors ?? [recorder("one", ONE), recorder("two", TWO)];
    const nodeKey = options.key ?? simulatedNodeKey(random);
    this.id = nodeKey.id;
    const nodeInfo = () => simulatedNodeInfo({ id: nodeKey.id, ip: this.ip, channels: this.sw.channelIds });
    this.sw = new Switch({
      nodeId: nodeKey.id,
      nodeInfo,
      clock,
      random,
      reactors: this.reactors.map((reactor) => this.checker.watch(reactor)),
      onEvent: (event) => this.events.push(event),
      createTransport: (seams) =>
        this.network.transport(this.ip, {
          nodeKey,
          nodeInfo,
          allowDuplicateIp: true,
          ...seams,
          ...options.transport,
        }),
      ...(options.listen === false ? {} : { listen: `${this.ip}:26656` }),
      ...options.switch,
    });
  }

  /** Where it can be dialled. */
  get address() {
    return { id: this.id, host: this.ip, port: 26_656 };
  }

  get one(): RecordingReactor {
    return this.reactors[0] as RecordingReactor;
  }

  get two(): RecordingReactor {
    return this.reactors[1] as RecordingReactor;
  }

  /** Starts, in virtual time. */
  async start(): Promise<this> {
    await this.during(this.sw.start(), 0);
    return this;
  }

  /** A scripted node that listens, on an address of its own. */
  async peer(options: Partial<ScriptedPeerOptions> = {}): Promise<ScriptedPeer> {
    const peer = new ScriptedPeer({
      network: this.network,
      random: this.random,
      ip: `10.0.1.${++this.#peers}`,
      channels: [ONE, TWO],
      ...options,
    });
    await this.during(peer.listen(), 0);
    return peer;
  }

  /** A scripted node that has dialled us and is a peer. */
  async inbound(options: Partial<ScriptedPeerOptions> = {}): Promise<ScriptedPeer> {
    const peer = await this.peer(options);
    await this.during(peer.dial(this.address));
    await this.clock.advance(100);
    return peer;
  }

  /** A scripted node that we have dialled. */
  async outbound(options: Partial<ScriptedPeerOptions> = {}): Promise<ScriptedPeer> {
    const peer = await this.peer(options);
    await this.during(this.sw.dial(peer.address));
    await this.clock.advance(100);
    return peer;
  }

  /** Lets time pass until a promise settles, at most so long. */
  async during<T>(promise: Promise<T>, limitMs = 10_000): Promise<T> {
    let settled = false;
    const done = (): void => void (settled = true);
    promise.then(done, done);
    await this.clock.settle(); // what needs no time must not take any
    const inTime = await this.clock.advanceUntil(() => settled, limitMs);
    if (!inTime) throw new Error(`not settled after ${limitMs} ms`);
    return promise;
  }

  /** The code that a promise is rejected with while time passes; "ok" when it is not. */
  code(promise: Promise<unknown>, limitMs = 600_000): Promise<string> {
    return this.during(this.outcome(promise), limitMs);
  }

  /** The same while somebody else lets time pass. */
  outcome(promise: Promise<unknown>): Promise<string> {
    return promise.then(
      () => "ok",
      (error: unknown) => (error instanceof P2PError ? error.code : String(error)),
    );
  }

  /** The events of one type so far. */
  eventsOf<Type extends SwitchEvent["type"]>(type: Type): Extract<SwitchEvent, { type: Type }>[] {
    return this.events.filter((event): event is Extract<SwitchEvent, { type: Type }> => event.type === type);
  }

  /** Stops, and says what must not be there any more or was against the contract: nothing. */
  async finish(...peers: { stop(): Promise<void> }[]): Promise<string[]> {
    await this.during(this.sw.stop(), 600_000);
    await this.during(Promise.all(peers.map((peer) => peer.stop())));
    await this.clock.advance(1_000_000);
    const left = [...this.checker.violations];
    if (this.clock.pendingTimers > 0) left.push(`${this.clock.pendingTimers} timers`);
    if (this.network.connections > 0) left.push(`${this.network.connections} connections`);
    if (this.checker.knownPeers.length > 0) left.push(`${this.checker.knownPeers.length} known peers`);
    return left;
  }
}

/** A recording reactor with one channel. */
export function recorder(
  name: string,
  channelId: number,
  behave?: RecordingReactor["behave"],
  channel: Partial<ChannelDescriptor<unknown>> = {},
): RecordingReactor {
  return new RecordingReactor(name, [{ id: channelId, sendQueueCapacity: 10, ...channel }], behave);
}

/** A promise that never settles. */
export const never = new Promise<void>(() => {});
