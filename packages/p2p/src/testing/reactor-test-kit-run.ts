import { P2PError, type Random } from "../base/index.js";
import { type Reactor, Switch, type SwitchEvent } from "../switch/index.js";
import { instrument, type ReactorFaultKind } from "./reactor-test-kit-instrument.js";
import { ScriptedPeer, simulatedNodeInfo } from "./reactor-test-kit-peer.js";
import { RecordingReactor } from "./reactor-test-kit-recording.js";
import { SeededRandom } from "./seeded-random.js";
import { simulatedNodeKey } from "./simulated-crypto.js";
import { SimulatedNetwork } from "./simulated-network.js";
import { VirtualClock } from "./virtual-clock.js";

/** One thing that a reactor did against its contract. */
export interface ReactorFault {
  /** Which rule it broke. */
  readonly kind: ReactorFaultKind;
  /** This case in words. */
  readonly detail: string;
}

/** A message as a peer sends it. */
export interface ReactorMessage {
  /** The channel it is sent on. */
  readonly channelId: number;
  /** The whole message. */
  readonly bytes: Uint8Array;
}

/** What a {@link ReactorRun} is made of. */
export interface ReactorRunOptions {
  readonly seed: number;
  readonly actions: number;
  readonly stallMs: number;
  readonly poison: boolean;
  readonly messages: (random: Random) => ReactorMessage;
}

const OUR_IP = "10.0.0.1";
const PEERS = 4;

/** One reactor on one real switch, in virtual time, through random events that are all legal. */
export class ReactorRun {
  readonly faults: ReactorFault[] = [];
  /** What was done, in order. */
  readonly steps: string[] = [];
  /** Sessions that began, and messages that were sent to the reactor. */
  sessions = 0;
  messages = 0;
  readonly #options: ReactorRunOptions;
  readonly #random: SeededRandom;
  readonly #clock = new VirtualClock();
  readonly #network: SimulatedNetwork;
  readonly #switch: Switch;
  readonly #name: string;
  readonly #peers: readonly ScriptedPeer[];
  readonly #ourAddress: { readonly id: string; readonly host: string; readonly port: number };

  constructor(reactor: Reactor<unknown>, options: ReactorRunOptions) {
    this.#options = options;
    const { seed, poison, stallMs } = options;
    const clock = this.#clock;
    const random = new SeededRandom(seed);
    this.#random = random;
    this.#network = new SimulatedNetwork({
      clock,
      random,
      latencyMs: [0, 1, 20, 100][random.integer(4)] ?? 0,
    });
    this.#name = reactor.name;
    const channels = reactor.channels.map(({ id }) => id);
    const others = Array.from({ length: 256 }, (_, id) => id).filter((id) => !channels.includes(id));
    const companionChannel = others.at(-1) ?? 0;
    const watched = instrument(reactor, { poison, onFault: (kind, detail) => this.#fault(kind, detail) });
    const companion = new RecordingReactor("companion", [{ id: companionChannel }], (call) => {
      if ("peer" in call && call.callback !== "removePeer" && random.integer(12) === 0) {
        if (random.integer(2) === 0)
          throw new P2PError("PEER_MISBEHAVED", { detail: "the companion says so" });
        companion.context.stopPeer(call.peer, new P2PError("PEER_MISBEHAVED"));
      }
    });
    const nodeKey = simulatedNodeKey(random);
    this.#ourAddress = { id: nodeKey.id, host: OUR_IP, port: 26_656 };
    const nodeInfo = () =>
      simulatedNodeInfo({ id: nodeKey.id, ip: OUR_IP, channels: [...channels, companionChannel] });
    this.#switch = new Switch({
      nodeId: nodeKey.id,
      nodeInfo,
      reactors: random.integer(2) === 0 ? [watched, companion] : [companion, watched],
      listen: `${OUR_IP}:26656`,
      reactorStallMs: stallMs,
      clock,
      random,
      onEvent: (event) => this.#onEvent(event),
      createTransport: (seams) =>
        this.#network.transport(OUR_IP, { nodeKey, nodeInfo, allowDuplicateIp: true, ...seams }),
    });
    this.#peers = Array.from({ length: PEERS }, (_, i) => {
      const theirs = i === 0 ? [companionChannel] : [...channels, companionChannel];
      return new ScriptedPeer({ network: this.#network, random, ip: `10.0.1.${i + 1}`, channels: theirs });
    });
  }

  /** What the reactor has sent to its peers, as text: the same for the same seed. */
  get transcript(): string {
    const received = this.#peers.flatMap((peer) => peer.received);
    return received
      .map(({ channelId, bytes }) => `${channelId}:${Buffer.from(bytes).toString("hex")}`)
      .join("\n");
  }

  /** Makes the run, to the end. */
  async run(): Promise<void> {
    const { actions, stallMs } = this.#options;
    if (!(await this.#settles(this.#switch.start(), stallMs + 1_000)))
      this.#fault("callback-stalled", "start did not settle");
    for (const peer of this.#peers) await this.#settles(peer.listen(), 1_000);
    for (let i = 0; i < actions && this.faults.length === 0; i++) {
      this.steps.push(`${this.#clock.now()} ms: ${this.#act()}`);
      await this.#clock.advance(this.#random.integer([1, 50, 2_000, 60_000][this.#random.integer(4)] ?? 1));
    }
    this.steps.push(`${this.#clock.now()} ms: stop`);
    // What is given up in the end is reported as it is.
    await this.#settles(this.#switch.stop(), 20 * (stallMs + 10_000));
    for (const peer of this.#peers) await this.#settles(peer.stop(), 1_000);
    const left = this.#clock.pendingTimers;
    if (left > 0) this.#fault("timers-left", `${left} after stop`);
    await this.#clock.advance(600_000);
  }

  #act(): string {
    const peer = this.#peers[this.#random.integer(PEERS)] as ScriptedPeer;
    const known = this.#switch.peer(peer.id);
    const name = peer.ip;
    const quietly = (promise: Promise<unknown>): void => void promise.catch(() => {});
    switch (this.#random.integer(12)) {
      case 0:
      case 1:
        quietly(this.#switch.dial(peer.address));
        return `dial ${name}`;
      case 2:
      case 3:
        quietly(peer.dial(this.#ourAddress));
        return `${name} dials`;
      case 4:
        peer.disconnect();
        return `${name} disconnects`;
      case 5:
        peer.crash();
        quietly(peer.listen());
        return `${name} crashes`;
      case 6:
        if (known !== undefined) quietly(this.#switch.stopPeerGracefully(known));
        return `${name} is let go`;
      case 7:
        if (known !== undefined) this.#switch.stopPeer(known, new P2PError("PEER_MISBEHAVED"));
        return `${name} is reported`;
      default:
        return `${name} sends ${this.#send(peer)} messages`;
    }
  }

  #send(peer: ScriptedPeer): number {
    let sent = 0;
    for (let i = this.#random.integer(6); i >= 0; i--) {
      const { channelId, bytes } = this.#options.messages(this.#random);
      if (peer.channels.includes(channelId) && peer.send(channelId, bytes)) sent++;
    }
    this.messages += sent;
    return sent;
  }

  #onEvent(event: SwitchEvent): void {
    if (event.type === "peer-connected") this.sessions++;
    if (event.type === "reactor-failed" && event.reactor === this.#name) {
      const stalled = event.error.code === "REACTOR_STALLED";
      this.#fault(stalled ? "callback-stalled" : "callback-failed", event.error.message);
    }
    if (event.type === "peer-disconnected" && event.reason?.code === "RECEIVER_FAILED") {
      this.#fault("callback-failed", event.reason.message);
    }
  }

  #fault(kind: ReactorFaultKind, detail: string): void {
    this.faults.push({ kind, detail });
  }

  /** Whether a promise settles within so much time; what it is rejected with is seen elsewhere. */
  async #settles(promise: Promise<unknown>, limitMs: number): Promise<boolean> {
    let settled = false;
    const done = (error?: unknown): void => {
      settled = true;
      if (error instanceof P2PError && error.code === "REACTOR_FAILED")
        this.#fault("callback-failed", error.message);
    };
    void promise.then(() => done(), done);
    await this.#clock.settle();
    return this.#clock.advanceUntil(() => settled, limitMs);
  }
}
