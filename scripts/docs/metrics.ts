/** The tables of `docs/METRICS.md`. */
import {
  cometMetrics,
  type MetricDescription,
  ownMetrics,
  processMetrics,
} from "../../packages/cometwire/src/metrics/metric-table.js";
import { code, table } from "./markdown.js";

export function metricTables(): Readonly<Record<"comet" | "own" | "process", string>> {
  return {
    comet: metrics(cometMetrics, "cometbft_"),
    own: metrics(ownMetrics),
    process: metrics(processMetrics),
  };
}

function metrics(described: Readonly<Record<string, MetricDescription>>, prefix = ""): string {
  return table(
    ["metric", "type", "labels", "content"],
    Object.values(described).map(({ name, type, labels, help }) => [
      code(`${prefix}${name}`),
      type,
      labels.join(", "),
      help,
    ]),
  );
}
