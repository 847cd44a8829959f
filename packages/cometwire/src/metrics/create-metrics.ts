import { Registry } from "prom-client";
import { addCometFamilies } from "./comet-families.js";
import { EventCounters } from "./event-counters.js";
import type { MeteredNode } from "./metered-node.js";
import { addNodeFamilies } from "./own-families.js";
import { addProcessFamilies } from "./process-families.js";

/** Settings of {@link createMetrics}. */
export interface MetricsOptions {
  readonly node: MeteredNode;
  /** First part of CometBFT's names: `[instrumentation] namespace`; empty: none. Default `"cometbft"`. */
  readonly namespace?: string | undefined;
  /**
   * Whether peers have series of their own. Without, those metrics have one series for all peers together. Default true;
   * choose false for a seed, which meets thousands of peers.
   */
  readonly peerIds?: boolean | undefined;
}

/** The metrics of a node, read when somebody asks. */
export interface Metrics {
  /** The MIME type of what {@link Metrics.render} gives. */
  readonly contentType: string;
  /** All metrics in Prometheus's text format. */
  render(): Promise<string>;
  /** Ends counting and measuring. */
  close(): void;
}

/**
 * Metrics of a node: CometBFT's own and ours, as in `docs/METRICS.md`. Nothing is done for a message; all numbers are
 * read at a scrape, but for those of events.
 *
 * @throws RangeError when the namespace is not a name that Prometheus allows.
 *
 * @example
 * ```ts
 * const metrics = createMetrics({ node, namespace: "cometbft", peerIds: false });
 * console.log(await metrics.render());
 * ```
 */
export function createMetrics(options: MetricsOptions): Metrics {
  const { node, namespace = "cometbft", peerIds = true } = options;
  if (!/^([A-Za-z_][A-Za-z0-9_]*)?$/.test(namespace)) {
    throw new RangeError("namespace: letters, digits and underscores, no digit first");
  }
  const registry = new Registry();
  registry.setDefaultLabels({ chain_id: node.network });
  const counters = new EventCounters();
  addCometFamilies(registry, node, { namespace, peerIds });
  addNodeFamilies(registry, node, counters);
  const stopMeasuring = addProcessFamilies(registry);
  const stopCounting = node.onEvent((event) => counters.count(event));
  return {
    contentType: registry.contentType,
    render: () => registry.metrics(),
    close: () => {
      stopCounting();
      stopMeasuring();
    },
  };
}
