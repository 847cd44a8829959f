import { describeDeed, type LocalnetEvent } from "./events.js";
import type { Goal, LocalnetPlan } from "./plan.js";

/** What one node has of another: nothing, its address, or a connection. */
export type Relation = "unknown" | "known" | "peer";

/** One node as it is seen from outside. */
export interface NodeView {
  readonly name: string;
  readonly isSeed: boolean;
  /** `ip:port`; undefined before it has started. */
  readonly address: string | undefined;
  readonly inbound: ReadonlySet<string>;
  readonly outbound: ReadonlySet<string>;
  /** Others whose address it has, or who are its peers. */
  readonly known: ReadonlySet<string>;
  /** Greetings that have arrived. */
  readonly messages: number;
  /** What it did last, in words. */
  readonly deed: string;
}

interface MutableNode extends NodeView {
  address: string | undefined;
  readonly inbound: Set<string>;
  readonly outbound: Set<string>;
  readonly known: Set<string>;
  messages: number;
  deed: string;
}

/** How far a network has come. */
export interface Progress {
  /** Pairs of ordinary nodes that are connected, and how many there are. */
  readonly links: number;
  readonly pairs: number;
  /** Addresses known, summed over all nodes, and how many there are to know. */
  readonly known: number;
  readonly knowable: number;
  /** Whether the goal is reached. */
  readonly complete: boolean;
}

/** A local network as its events tell it. Changed by {@link NetworkState.apply} alone. */
export class NetworkState {
  readonly goal: Goal;
  readonly #nodes = new Map<string, MutableNode>();
  #messages = 0;
  #completeAtMs: number | undefined;

  constructor(plan: Pick<LocalnetPlan, "goal" | "nodes">) {
    this.goal = plan.goal;
    const [seed] = plan.nodes;
    for (const { name, isSeed } of plan.nodes) {
      this.#nodes.set(name, {
        name,
        isSeed,
        address: undefined,
        inbound: new Set(),
        outbound: new Set(),
        // The one address that everybody is told.
        known: new Set(isSeed || seed === undefined ? [] : [seed.name]),
        messages: 0,
        deed: "",
      });
    }
  }

  /** In the order of the plan. */
  get nodes(): readonly NodeView[] {
    return [...this.#nodes.values()];
  }

  /** Greetings that have arrived anywhere. */
  get messages(): number {
    return this.#messages;
  }

  /** When the goal was reached, in milliseconds since the start. */
  get completeAtMs(): number | undefined {
    return this.#completeAtMs;
  }

  /** What `node` has of `other`. */
  relation(node: string, other: string): Relation {
    const view = this.#nodes.get(node);
    if (view === undefined) return "unknown";
    if (view.inbound.has(other) || view.outbound.has(other)) return "peer";
    return view.known.has(other) ? "known" : "unknown";
  }

  /** How far it has come. */
  progress(): Progress {
    const all = this.nodes;
    const ordinary = all.filter(({ isSeed }) => !isSeed);
    // Half a link for each end that has it.
    const ends = ordinary.reduce(
      (sum, { name }) => sum + ordinary.filter((other) => this.relation(name, other.name) === "peer").length,
      0,
    );
    const pairs = (ordinary.length * (ordinary.length - 1)) / 2;
    const links = Math.floor(ends / 2);
    const known = all.reduce((sum, node) => sum + node.known.size, 0);
    const knowable = all.length * (all.length - 1);
    const complete =
      this.goal === "mesh" ? ends === 2 * pairs : ordinaryKnow(ordinary, all.length) && isConnected(ordinary);
    return { links, pairs, known, knowable, complete };
  }

  /** Takes an event into account. */
  apply(event: LocalnetEvent): void {
    if (event.event === "complete") {
      this.#completeAtMs ??= event.atMs;
      return;
    }
    const node = this.#nodes.get(event.node);
    if (node === undefined) return;
    node.deed = describeDeed(event) ?? node.deed;
    switch (event.event) {
      case "started":
        node.address = event.address;
        break;
      case "heard":
        for (const name of event.of) node.known.add(name);
        break;
      case "connected":
        node.outbound.add(event.peer);
        node.known.add(event.peer);
        break;
      case "accepted":
        node.inbound.add(event.peer);
        node.known.add(event.peer);
        break;
      case "let-go":
      case "lost":
        node.inbound.delete(event.peer);
        node.outbound.delete(event.peer);
        break;
      case "greeting":
        node.messages++;
        this.#messages++;
        break;
      default:
    }
  }
}

function ordinaryKnow(ordinary: readonly NodeView[], all: number): boolean {
  return ordinary.every(({ known }) => known.size === all - 1);
}

/** Whether connections lead from any node to any other, the seed left out. */
function isConnected(nodes: readonly NodeView[]): boolean {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const [first] = nodes;
  if (first === undefined) return true;
  const reached = new Set([first.name]);
  const queue = [first];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    for (const peer of [...node.inbound, ...node.outbound]) {
      const next = byName.get(peer);
      if (next === undefined || reached.has(peer)) continue;
      reached.add(peer);
      queue.push(next);
    }
  }
  return reached.size === nodes.length;
}
