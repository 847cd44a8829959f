import { Counter, Gauge, type Registry } from "prom-client";
import type { MetricDescription } from "./metric-table.js";

/** One series of a metric, as it is now. */
export interface Sample {
  /** A label that is left out is empty. */
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * Registers a metric whose series are read when somebody asks for them. What `read` does not return is gone: so the
 * series of a peer that has left end by themselves.
 */
export function addFamily(
  registry: Registry,
  description: MetricDescription,
  read: () => Iterable<Sample>,
): void {
  const { name, help, type, labels } = description;
  const config = { name, help, labelNames: [...labels], registers: [registry] };
  if (type === "counter") {
    const counter: Counter = new Counter({
      ...config,
      collect: () => {
        counter.reset();
        for (const { labels: values, value } of read()) counter.inc(values, value);
      },
    });
  } else {
    const gauge: Gauge = new Gauge({
      ...config,
      collect: () => {
        gauge.reset();
        for (const { labels: values, value } of read()) gauge.set(values, value);
      },
    });
  }
}

/** A series without labels of its own. */
export function single(value: number): readonly Sample[] {
  return [{ labels: {}, value }];
}
