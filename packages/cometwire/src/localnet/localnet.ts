import {
  type Clock,
  createNode,
  joinHostPort,
  NodeKey,
  type P2PNode,
  type Random,
  type Timer,
} from "@cometwire/p2p";
import type { LocalnetEvent, LocalnetHappening } from "./events.js";
import { createHello, type Hello } from "./hello.js";
import type { LocalnetPlan, PlannedNode } from "./plan.js";
import { NetworkState } from "./state.js";
import { translate } from "./translate.js";

/** What a {@link Localnet} goes by. */
export interface LocalnetOptions {
  readonly plan: LocalnetPlan;
  readonly clock: Clock;
  readonly random: Random;
  /** Told of everything, in order, after the state has taken it in. Must not throw. */
  readonly onEvent: (event: LocalnetEvent) => void;
}

interface Member {
  readonly plan: PlannedNode;
  readonly key: NodeKey;
  readonly hello: Hello;
  node: P2PNode | undefined;
  /** Of the address book, when it was looked at last. */
  revision: number;
}

const GREETING_PAUSE_MS = 1_000;

/**
 * A network of nodes in this process, over real sockets. One of them is the seed; the others are told its address and
 * nothing else.
 */
export class Localnet {
  readonly #options: LocalnetOptions;
  readonly #state: NetworkState;
  readonly #members: readonly Member[];
  readonly #names = new Map<string, string>();
  readonly #startedAt: number;
  #greetings: Timer | undefined;
  #nextGreeter = 0;
  #stopped: Promise<void> | undefined;

  constructor(options: LocalnetOptions) {
    const { plan, clock, random } = options;
    this.#options = options;
    this.#startedAt = clock.now();
    this.#state = new NetworkState(plan);
    this.#members = plan.nodes.map((planned) => {
      const key = NodeKey.generate(random);
      this.#names.set(key.id, planned.name);
      const hello = createHello(planned.name, (id) => this.#emitNamed("greeting", planned.name, id));
      return { plan: planned, key, hello, node: undefined, revision: 0 };
    });
  }

  /** As it is now. */
  get state(): NetworkState {
    return this.#state;
  }

  /** Milliseconds since it was made. */
  get elapsedMs(): number {
    return this.#options.clock.now() - this.#startedAt;
  }

  /**
   * Starts the nodes one after the other, the seed first.
   *
   * @throws P2PError `LISTEN_FAILED` …; what has started has to be stopped then, too.
   */
  async start(): Promise<void> {
    const { plan } = this.#options;
    let seed: string | undefined;
    for (const [index, member] of this.#members.entries()) {
      if (index > 0) await this.#pause(plan.staggerMs);
      if (this.#stopped !== undefined) return;
      const address = await this.#startMember(member, seed);
      seed ??= `${member.key.id}@${address}`;
    }
  }

  /** Lets one node after the other greet its peers, one a second. */
  startGreetings(): void {
    this.#greetings ??= this.#options.clock.setTimer(GREETING_PAUSE_MS, () => {
      this.#greetings = undefined;
      if (this.#stopped !== undefined) return;
      this.#greet();
      this.startGreetings();
    });
  }

  /** Stops all nodes. Idempotent. */
  stop(): Promise<void> {
    this.#greetings?.cancel();
    this.#stopped ??= Promise.all(this.#members.map(async ({ node }) => node?.stop())).then(() => undefined);
    return this.#stopped;
  }

  async #startMember(member: Member, seed: string | undefined): Promise<string> {
    const { plan, clock, random } = this.#options;
    const { name, ip, isSeed } = member.plan;
    const node = createNode({
      network: plan.network,
      nodeKey: member.key,
      moniker: name,
      listen: `tcp://${joinHostPort(ip, 0)}`,
      localAddress: ip,
      seeds: seed === undefined ? [] : [seed],
      seedMode: isSeed,
      // These addresses lead nowhere else, and some systems have one for all.
      addressBookStrict: false,
      allowDuplicateIp: plan.sharedIp,
      maxOutboundPeers: plan.maxOutboundPeers,
      maxInboundPeers: plan.maxInboundPeers,
      reactors: [member.hello.reactor],
      clock,
      random,
    });
    member.node = node;
    node.onEvent((event) => {
      if (this.#stopped !== undefined) return;
      this.#noticeAddresses(member, event.type === "addresses-received" ? event.peer.id : undefined);
      const happening = translate(name, event, (id) => this.#names.get(id));
      if (happening !== undefined) this.#emit(happening);
    });
    await node.start();
    const { endpoint } = node;
    const address = endpoint === undefined ? ip : joinHostPort(endpoint.ip, endpoint.port);
    this.#emit({ event: "started", node: name, address, id: member.key.id });
    return address;
  }

  /** Compares the address book with what is known of it. */
  #noticeAddresses(member: Member, sourceId: string | undefined): void {
    const { node, plan } = member;
    // Events of the start come before there is a book.
    if (node === undefined || node.startedAt === 0) return;
    const { addressBook } = node;
    if (addressBook.revision === member.revision) return;
    member.revision = addressBook.revision;
    const of: string[] = [];
    for (const { plan: other, key } of this.#members) {
      if (other.name === plan.name || this.#state.relation(plan.name, other.name) !== "unknown") continue;
      if (addressBook.has(key.id)) of.push(other.name);
    }
    if (of.length === 0) return;
    this.#emit({ event: "heard", node: plan.name, of, from: sourceId && this.#names.get(sourceId) });
  }

  #greet(): void {
    const member = this.#members[this.#nextGreeter++ % this.#members.length];
    if (member?.node === undefined) return;
    const peers = member.hello.greet();
    if (peers > 0) this.#emit({ event: "greeted", node: member.plan.name, peers });
  }

  #emitNamed(event: "greeting", node: string, id: string): void {
    const peer = this.#names.get(id);
    if (peer !== undefined) this.#emit({ event, node, peer });
  }

  #emit(happening: LocalnetHappening): void {
    if (this.#stopped !== undefined) return;
    const event: LocalnetEvent = { ...this.#withThanks(happening), atMs: this.elapsedMs };
    this.#state.apply(event);
    this.#options.onEvent(event);
    if (event.event !== "connected" && event.event !== "accepted") return;
    if (this.#state.completeAtMs === undefined && this.#state.progress().complete)
      this.#emit({ event: "complete" });
  }

  #withThanks(happening: LocalnetHappening): LocalnetHappening {
    if (happening.event !== "connected") return happening;
    return { ...happening, thanksTo: this.#state.toldBy(happening.node, happening.peer) };
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.#options.clock.setTimer(ms, resolve));
  }
}
