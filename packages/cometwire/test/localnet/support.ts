import type { LocalnetEvent, LocalnetHappening } from "../../src/localnet/events.js";
import { type LocalnetPlan, planLocalnet } from "../../src/localnet/plan.js";
import { NetworkState } from "../../src/localnet/state.js";
import type { Terminal } from "../../src/terminal.js";

/** A plan for so many nodes, each on its own address. */
export function plan(nodes: number): LocalnetPlan {
  return planLocalnet({ nodes, network: "test", ownAddresses: true });
}

/** Happenings as events, one a second. */
export function timed(happenings: readonly LocalnetHappening[]): LocalnetEvent[] {
  return happenings.map((happening, index) => ({ ...happening, atMs: (index + 1) * 1_000 }));
}

/** A network of so many nodes to which this has happened. */
export function stateAfter(nodes: number, happenings: readonly LocalnetHappening[]): NetworkState {
  const state = new NetworkState(plan(nodes));
  for (const event of timed(happenings)) state.apply(event);
  return state;
}

/** A node has started. */
export function started(node: string, address = "127.0.0.9:26656"): LocalnetHappening {
  return { event: "started", node, address, id: "0".repeat(40) };
}

/** All nodes of a plan have started. */
export function allStarted(nodes: number): LocalnetHappening[] {
  return plan(nodes).nodes.map(({ name, ip }) => started(name, `${ip}:26656`));
}

/** A connection, as both of its ends tell it. */
export function link(
  node: string,
  peer: string,
): [Extract<LocalnetHappening, { event: "connected" }>, LocalnetHappening] {
  return [
    { event: "connected", node, peer, thanksTo: undefined },
    { event: "accepted", node: peer, peer: node },
  ];
}

/** Everybody but the seed is connected to everybody. */
export function mesh(nodes: number): LocalnetHappening[] {
  const names = plan(nodes).nodes.flatMap(({ name, isSeed }) => (isSeed ? [] : [name]));
  return names.flatMap((name, index) => names.slice(index + 1).flatMap((other) => link(name, other)));
}

/** A terminal without a screen. */
export class FakeTerminal implements Terminal {
  readonly #resizeListeners = new Set<() => void>();
  readonly #keyListeners = new Set<(key: string) => void>();
  #size: { readonly columns: number; readonly rows: number };
  cursorHidden = false;

  constructor(columns = 80, rows = 24) {
    this.#size = { columns, rows };
  }

  /** Whether somebody still wants to hear of keys or sizes. */
  get inUse(): boolean {
    return this.#resizeListeners.size + this.#keyListeners.size > 0 || this.cursorHidden;
  }

  resize(columns: number, rows: number): void {
    this.#size = { columns, rows };
    for (const listener of this.#resizeListeners) listener();
  }

  press(key: string): void {
    for (const listener of this.#keyListeners) listener(key);
  }

  size(): { readonly columns: number; readonly rows: number } {
    return this.#size;
  }

  onResize(listener: () => void): () => void {
    this.#resizeListeners.add(listener);
    return () => void this.#resizeListeners.delete(listener);
  }

  onKey(listener: (key: string) => void): () => void {
    this.#keyListeners.add(listener);
    return () => void this.#keyListeners.delete(listener);
  }

  hideCursor(): () => void {
    this.cursorHidden = true;
    return () => void (this.cursorHidden = false);
  }
}
