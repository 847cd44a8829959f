import { P2PError, type Peer, type ReactorContext } from "@cometwire/p2p";
import {
  type ReactorCall,
  type RecordingReactor,
  type ScriptedPeer,
  SeededRandom,
} from "@cometwire/p2p/testing";
import { expect, it } from "vitest";
import { Bench, recorder } from "./bench.js";

/**
 * Random actions against the real switch, held to every invariant and promise of the contract after each step.
 *
 * `COMETWIRE_MODEL_SEED` repeats one run (a failure prints its seed), `COMETWIRE_MODEL_RUNS` sets how many there are.
 */
const RUNS = Number(process.env["COMETWIRE_MODEL_RUNS"] ?? 1_000);
const ACTIONS = 100;
const REPEAT = process.env["COMETWIRE_MODEL_SEED"];
const STALL_MS = 3_000;
const CHANNELS = [0x31, 0x32, 0x33];

/** One message: which connection of the sender's, and its place there, on its channel. */
function numbered(connection: number, number: number, length: number): Uint8Array {
  const bytes = new Uint8Array(6 + length);
  new DataView(bytes.buffer).setUint16(0, connection);
  new DataView(bytes.buffer).setUint32(2, number);
  return bytes;
}

function readNumbered(bytes: Uint8Array): { connection: number; number: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { connection: view.getUint16(0), number: view.getUint32(2) };
}

class Run {
  readonly random: SeededRandom;
  readonly bench: Bench;
  readonly peers: ScriptedPeer[] = [];
  readonly log: string[] = [];
  readonly faults: string[] = [];
  /** One in so many callbacks does something nasty. */
  readonly #nastiness: number;
  readonly #sent = new Map<string, number>();
  readonly #seenInbound = new WeakMap<Peer, Map<number, { connection: number; number: number }>>();
  #broadcasts = 0;
  #checkedEvents = 0;
  readonly #connected = new Set<Peer>();
  /** Peers that we have taken leave of ourselves. */
  readonly #letGo = new WeakSet<Peer>();

  constructor(seed: number) {
    this.random = new SeededRandom(seed);
    this.#nastiness = this.pick([4, 10, 40, 1_000_000]);
    this.bench = new Bench({
      seed: this.random.integer(2 ** 31),
      latencyMs: this.pick([0, 1, 10, 60]),
      reactors: CHANNELS.map((id, i) => recorder(`r${i}`, id, undefined, { sendQueueCapacity: 3 })),
      transport: { handshakeTimeoutMs: 4_000, maxInboundPeers: this.pick([1, 3, 40]) },
      switch: {
        reactorStallMs: STALL_MS,
        filterTimeoutMs: 1_000,
        peerFilters: this.chance(3) ? [() => this.#filter()] : [],
        reconnect: {
          baseMs: 100,
          ceilingMs: 2_000,
          misbehaviourBaseMs: 500,
          misbehaviourCeilingMs: 4_000,
          stableMs: 2_000,
        },
        connection: { unhandledMessages: 5, flushStopMs: 500 },
      },
    });
    for (const reactor of this.bench.reactors) reactor.behave = (call) => this.#behave(reactor, call);
  }

  integer(limit: number): number {
    return this.random.integer(limit);
  }

  pick<T>(values: readonly T[]): T {
    return values[this.integer(values.length)] as T;
  }

  chance(oneIn: number): boolean {
    return this.integer(oneIn) === 0;
  }

  async run(): Promise<void> {
    const { bench } = this;
    for (let i = 0; i < 4; i++)
      this.peers.push(await bench.peer({ channels: [0x77, ...(this.chance(5) ? [0x31, 0x33] : CHANNELS)] }));
    if (this.chance(2)) bench.sw.addPersistentPeer(this.pick(this.peers).address);
    if (this.chance(3)) bench.sw.addUnconditionalPeer(this.pick(this.peers).id);
    await bench.start();
    for (let i = 0; i < ACTIONS; i++) {
      this.log.push(`${bench.clock.now()}: ${this.#act()}`);
      await bench.clock.advance(this.chance(3) ? 0 : this.integer(this.pick([3, 30, 300, 3_000])));
      this.#check();
      if (this.faults.length > 0) return;
    }
    this.faults.push(...(await bench.finish(...this.peers)));
    this.#check();
    this.#checkEnd();
  }

  #act(): string {
    const { sw } = this.bench;
    const peer = this.pick(this.peers);
    const name = `p${this.peers.indexOf(peer)}`;
    const connected = sw.peers.length === 0 ? undefined : this.pick(sw.peers);
    const ignore = (promise: Promise<unknown>): void => void promise.catch(() => {});
    switch (this.integer(22)) {
      case 0:
      case 1:
      case 2:
        ignore(sw.dial(peer.address));
        return `dial ${name}`;
      case 3:
      case 4:
      case 5:
        ignore(peer.dial(this.bench.address));
        return `${name} dials`;
      case 6:
        ignore(sw.dial(peer.address));
        ignore(peer.dial(this.bench.address));
        return `dial ${name}, which dials`;
      case 7:
        peer.disconnect();
        return `${name} disconnects`;
      case 8:
        peer.crash();
        ignore(peer.listen());
        return `${name} crashes`;
      case 9:
      case 10:
      case 11:
      case 12:
        return `${name} sends ${this.#send(peer)}`;
      case 13:
        peer.send(0x77, Uint8Array.of(1));
        return `${name} sends on a foreign channel`;
      case 14:
      case 15:
        return `broadcast ${this.#broadcast()}`;
      case 16:
        if (connected !== undefined) sw.stopPeer(connected, new P2PError("PEER_MISBEHAVED"));
        return "a reactor reports";
      case 17:
        if (connected !== undefined) ignore(this.#takeLeave(sw, connected));
        return "graceful stop";
      case 18:
        sw.addPersistentPeer(peer.address);
        return `${name} is persistent`;
      case 19:
        sw.removePersistentPeer(peer.id);
        return `${name} is not persistent`;
      case 20:
        if (this.chance(20)) {
          for (const each of this.#connected) this.#letGo.add(each);
          ignore(sw.stop());
          return "stop";
        }
        return "nothing";
      default: {
        const controller = new AbortController();
        ignore(sw.dial(peer.address, { signal: controller.signal }));
        this.bench.clock.setTimer(this.integer(100), () => controller.abort());
        return `dial ${name}, to be given up`;
      }
    }
  }

  #send(peer: ScriptedPeer): string {
    const connection = peer.connections.findLastIndex(({ closeReason }) => closeReason === undefined);
    const channelId = this.pick(CHANNELS.filter((id) => peer.channels.includes(id)));
    let sent = 0;
    for (let i = this.integer(8); i >= 0; i--) {
      const key = `${peer.id} ${connection} ${channelId}`;
      const number = this.#sent.get(key) ?? 0;
      if (!peer.send(channelId, numbered(connection, number, this.integer(20)))) break;
      this.#sent.set(key, number + 1);
      sent++;
    }
    return `${sent} on ${channelId}`;
  }

  #broadcast(): number {
    const { sw } = this.bench;
    const channelId = this.pick(CHANNELS);
    const count = this.integer(6);
    for (let i = 0; i < count; i++) {
      const bytes = numbered(0, this.#broadcasts++, this.integer(5));
      if (this.chance(3)) sw.tryBroadcast(channelId, bytes);
      else void sw.broadcast(channelId, bytes);
    }
    return count;
  }

  #filter(): string | undefined | Promise<string | undefined> {
    const later = (answer: string | undefined) =>
      new Promise<string | undefined>(
        (resolve) => void this.bench.clock.setTimer(this.integer(1_500), () => resolve(answer)),
      );
    return this.pick([
      () => undefined,
      () => undefined,
      () => "no",
      () => later(undefined),
      () => later("no"),
    ])();
  }

  /** What a reactor does in a callback: usually nothing. */
  #behave(reactor: RecordingReactor, call: ReactorCall): void | Promise<void> {
    if (call.callback === "receive") this.#checkOrder(call.peer, call.channelId, call.message as Uint8Array);
    if (!("peer" in call) || !this.chance(this.#nastiness)) return undefined;
    const { peer, callback } = call;
    const { clock } = this.bench;
    const { context } = reactor;
    const wait = (ms: number) => new Promise<void>((resolve) => void clock.setTimer(ms, resolve));
    return this.pick<() => void | Promise<void>>([
      () => {
        throw new Error(`${callback} throws`);
      },
      () => Promise.reject(new Error(`${callback} rejects`)),
      async () => {
        await wait(this.integer(200));
        throw new Error(`${callback} rejects later`);
      },
      () => wait(this.integer(400)),
      () => wait(this.integer(2 * STALL_MS)),
      () => (this.chance(3) ? new Promise<void>(() => {}) : undefined),
      () => context.stopPeer(peer, new P2PError("PEER_MISBEHAVED")),
      () => this.#takeLeave(context, peer),
      () => void peer.trySend(reactor.channels[0]?.id ?? 0, numbered(1, 0, 0)),
      () => peer.send(reactor.channels[0]?.id ?? 0, numbered(1, 0, 0)).catch(() => {}),
    ])();
  }

  /** Messages of one channel come in the order in which they were sent, none left out. */
  #checkOrder(peer: Peer, channelId: number, bytes: Uint8Array): void {
    const last = this.#seenInbound.get(peer) ?? new Map<number, { connection: number; number: number }>();
    this.#seenInbound.set(peer, last);
    const now = readNumbered(bytes);
    const before = last.get(channelId);
    const expected =
      before === undefined
        ? { connection: now.connection, number: 0 }
        : { ...before, number: before.number + 1 };
    if (now.connection !== expected.connection || now.number !== expected.number)
      this.faults.push(`channel ${channelId}: got ${JSON.stringify(now)}, want ${JSON.stringify(expected)}`);
    last.set(channelId, now);
  }

  #takeLeave(of: Pick<ReactorContext, "stopPeerGracefully">, peer: Peer): Promise<void> {
    this.#letGo.add(peer);
    return of.stopPeerGracefully(peer);
  }

  /** Every invariant of the contract, at rest. */
  #check(): void {
    const { sw, checker, events, reactors } = this.bench;
    const fault = (what: string): void => void this.faults.push(what);
    this.faults.push(...checker.violations);
    const { peers } = sw;
    const known = new Set(checker.knownPeers);
    if (new Set(peers.map(({ id }) => id)).size !== peers.length) fault("two peers with one id");
    if (new Set([...known].map(({ id }) => id)).size !== known.size) fault("two sessions of one id");
    for (const peer of peers) {
      if (!peer.running || peer.signal.aborted) fault("a peer in the set that does not run");
      if (!known.has(peer)) fault("a peer in the set that reactors do not know");
      if (sw.peer(peer.id) !== peer) fault("a peer that is not found by its id");
      if (!sw.isDialingOrExisting(peer.id)) fault("a peer that is not existing");
    }
    for (; this.#checkedEvents < events.length; this.#checkedEvents++) {
      const event = events[this.#checkedEvents];
      if (event?.type === "peer-connected") {
        if (this.#connected.has(event.peer)) fault("connected twice");
        this.#connected.add(event.peer);
      } else if (event?.type === "peer-disconnected") {
        if (!this.#connected.delete(event.peer)) fault("disconnected without connected, or twice");
      } else if (event?.type === "reactor-failed" && !reactors.some(({ name }) => name === event.reactor)) {
        fault(`a failure of "${event.reactor}", which is no reactor`);
      }
    }
    for (const peer of peers) if (!this.#connected.has(peer)) fault("a peer that was never connected");
    // Those that have said goodbye while what they sent is received are not in the set, and count.
    const counted = [...this.#connected].filter(
      (peer) => !peer.unconditional && !peer.signal.aborted && !this.#letGo.has(peer),
    );
    const { outbound, inbound } = sw.counts();
    if (outbound !== counted.filter((peer) => peer.outbound).length) fault("the outbound count");
    if (inbound !== counted.filter((peer) => !peer.outbound).length) fault("the inbound count");
    for (const peer of this.peers) {
      for (const { received } of peer.connections) {
        const last = new Map<number, number>();
        for (const { channelId, bytes } of received) {
          const { connection, number } = readNumbered(bytes);
          if (connection !== 0) continue; // no broadcast
          if (number <= (last.get(channelId) ?? -1)) fault("broadcasts in another order");
          last.set(channelId, number);
        }
      }
    }
  }

  /** After the stop: nothing is left, and every `initPeer` has its `removePeer`. */
  #checkEnd(): void {
    const { sw, reactors } = this.bench;
    if (sw.peers.length > 0 || sw.counts().dialing > 0) this.faults.push("peers or dials after the stop");
    if (this.#connected.size > 0) this.faults.push("peers without an end");
    for (const peer of this.peers) {
      if (sw.isDialingOrExisting(peer.id)) this.faults.push("an id that is not free after the stop");
      if (peer.open.length > 0) this.faults.push("a connection that is open after the stop");
    }
    for (const { calls, name } of reactors) {
      const of = (callback: string) =>
        calls.flatMap((call) => (call.callback === callback && "peer" in call ? [call.peer] : []));
      const [began, ended] = [of("initPeer"), of("removePeer")];
      if (began.length !== ended.length || began.some((peer) => !ended.includes(peer)))
        this.faults.push(`${name}: ${began.length} initPeer, ${ended.length} removePeer`);
    }
  }
}

it(`keeps the contract: ${RUNS} runs of ${ACTIONS} random actions`, async () => {
  const firstSeed = 1;
  const seeds =
    REPEAT === undefined ? Array.from({ length: RUNS }, (_, i) => firstSeed + i) : [Number(REPEAT)];
  let connected = 0;
  let received = 0;
  let failed = 0;
  for (const seed of seeds) {
    const run = new Run(seed);
    await run.run().catch((error: unknown) => void run.faults.push(String(error)));
    if (run.faults.length > 0) {
      const faults = [...new Set(run.faults)].join("\n  ");
      throw new Error(
        `COMETWIRE_MODEL_SEED=${seed} repeats this:\n  ${faults}\nThe last steps:\n  ${run.log.slice(-15).join("\n  ")}`,
      );
    }
    connected += run.bench.eventsOf("peer-connected").length;
    failed += run.bench.eventsOf("reactor-failed").length;
    received += run.bench.reactors.reduce((sum, { messages }) => sum + messages.length, 0);
  }
  // The runs are worth something only if much happens in them.
  if (REPEAT === undefined) {
    expect(connected / seeds.length).toBeGreaterThan(5);
    expect(received / seeds.length).toBeGreaterThan(20);
    expect(failed / seeds.length).toBeGreaterThan(1);
  }
});
