import type { Metrics } from "../metrics/create-metrics.js";
import type { ApiNode } from "./api-node.js";
import type { SeedStatistics } from "./seed-status.js";

/** What the listener tells the application of a request. */
export interface AppBindings {
  /** Whether it may change the node. */
  readonly privileged: boolean;
}

/** The application's environment. */
export interface AppEnv {
  readonly Bindings: AppBindings;
}

/** What the application answers from. */
export interface AppOptions {
  readonly node: ApiNode;
  /** Wall time. */
  readonly now: () => number;
  /** For `/status`. */
  readonly publicKey: Uint8Array | undefined;
  /** For `/metrics`; without it there is no such path. */
  readonly metrics: Metrics | undefined;
  /** For `/seed`, when the node is one. */
  readonly seed: SeedStatistics | undefined;
  readonly maxBodyBytes: number;
  /** An error that nobody expected; the client is told nothing of it. */
  readonly onError: (error: unknown) => void;
}
