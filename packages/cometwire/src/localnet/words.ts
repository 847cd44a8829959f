import type { NetworkState } from "./state.js";

/** What it means that this network is complete. */
export function goalReached(state: NetworkState): string {
  const { everybody, peers } = state.goal;
  if (everybody) return "every node is connected to every other";
  const steps = state.stepsApart();
  return `each node has ${peers} peers or more, at most ${steps === 1 ? "1 step" : `${steps ?? "?"} steps`} apart`;
}

/** A time since the start: `2.40 s`. */
export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(ms < 9_995 ? 2 : 1)} s`;
}
