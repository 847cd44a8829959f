import { describeDeed, type LocalnetEvent } from "./events.js";
import type { Goal, LocalnetPlan } from "./plan.js";
import { farthest } from "./steps.js";

/** What one node has of another: nothing, its address, or a connection. */
export type Relation = "unknown" | "known" | "peer";

/** One node as it is seen from outside. */
export interface NodeView {
  readonly name: string;
  readonly isSeed: boolean;
  /** `ip:port`; undefined before it has started. */
  readonly address: string | undefined;
  /** Its peers by name, and who has dialled. */
  readonly peers: ReadonlyMap<string, "inbound" | "outbound">;
  /** Others whose address it has, by name, and from whom; undefined: from the others themselves. */
  readonly known: ReadonlyMap<string, string | undefined>;
  /** What it did last, in words. */
  readonly deed: string;
}

interface MutableNode extends NodeView {
  address: string | undefined;
  readonly peers: Map<string, "inbound" | "outbound">;
  readonly known: Map<string, string | undefined>;
  deed: string;
}

/** How far a network has come. The seed's connections are not counted. */
export interface Progress {
  /** Connections between ordinary nodes, and how many there can be. */
  readonly links: number;
  readonly pairs: number;
  /** Addresses known, summed over all nodes, and how many there are to know. */
  readonly known: number;
  readonly knowable: number;
  /** Ordinary nodes that have as many peers as the goal wants. */
  readonly satisfied: number;
  /** Peers that the goal wants and that are there: 0 to 1. */
  readonly share: number;
  /** Whether the goal is reached. */
  readonly complete: boolean;
}

/** A local network as its events tell it. Changed by {@link NetworkState.apply} alone. */
export class NetworkState {
  readonly goal: Goal;
  readonly #nodes = new Map<string, MutableNode>();
  #greetings = 0;
  #completeAtMs: number | undefined;

  constructor({ goal, nodes }: Pick<LocalnetPlan, "goal" | "nodes">) {
    this.goal = goal;
    const [seed] = nodes;
    for (const { name, isSeed } of nodes) {
      // The one address that everybody is told.
      const known = new Map(isSeed || seed === undefined ? [] : [[seed.name, undefined]]);
      this.#nodes.set(name, { name, isSeed, address: undefined, peers: new Map(), known, deed: "" });
    }
  }

  /** In the order of the plan: the seed first. */
  get nodes(): readonly NodeView[] {
    return [...this.#nodes.values()];
  }

  /** Greetings that have arrived anywhere. */
  get greetings(): number {
    return this.#greetings;
  }

  /** When the goal was reached, in milliseconds since the start. */
  get completeAtMs(): number | undefined {
    return this.#completeAtMs;
  }

  /** What `node` has of `other`. */
  relation(node: string, other: string): Relation {
    const view = this.#nodes.get(node);
    if (view?.peers.has(other) === true) return "peer";
    return view?.known.has(other) === true ? "known" : "unknown";
  }

  /** Who told `node` of `other` first; undefined when nobody did. */
  toldBy(node: string, other: string): string | undefined {
    return this.#nodes.get(node)?.known.get(other);
  }

  /** How far it has come. */
  progress(): Progress {
    const all = this.nodes;
    const ordinary = all.filter(({ isSeed }) => !isSeed);
    const counts = ordinary.map((node) => ordinaryPeers(node).length);
    const { peers: wanted, everybody } = this.goal;
    const satisfied = counts.filter((count) => count >= wanted).length;
    const enough = satisfied === ordinary.length;
    return {
      links: Math.floor(sum(counts) / 2), // each has two ends
      pairs: (ordinary.length * (ordinary.length - 1)) / 2,
      known: sum(all.map(({ known }) => known.size)),
      knowable: all.length * (all.length - 1),
      satisfied,
      share: sum(counts.map((count) => Math.min(count, wanted))) / (wanted * ordinary.length),
      complete: enough && (everybody || this.stepsApart() !== undefined),
    };
  }

  /** How many connections lie between the two ordinary nodes that are farthest apart; undefined when no way leads there. */
  stepsApart(): number | undefined {
    const ordinary = this.nodes.filter(({ isSeed }) => !isSeed);
    return farthest(new Map(ordinary.map((node) => [node.name, ordinaryPeers(node)])));
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
        for (const name of event.of) learn(node, name, event.from);
        break;
      case "connected":
        node.peers.set(event.peer, "outbound");
        learn(node, event.peer, undefined);
        break;
      case "accepted":
        node.peers.set(event.peer, "inbound");
        learn(node, event.peer, undefined);
        break;
      case "let-go":
      case "lost":
        node.peers.delete(event.peer);
        break;
      case "greeting":
        this.#greetings++;
        break;
      default:
    }
  }
}

function learn(node: MutableNode, other: string, from: string | undefined): void {
  if (!node.known.has(other)) node.known.set(other, from);
}

function ordinaryPeers({ peers }: NodeView): string[] {
  return [...peers.keys()].filter((name) => name !== "seed");
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
