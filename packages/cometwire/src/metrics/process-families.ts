import { readdirSync } from "node:fs";
import { type IntervalHistogram, monitorEventLoopDelay, performance } from "node:perf_hooks";
import type { Registry } from "prom-client";
import { addFamily, type Sample, single } from "./family.js";
import { ownMetrics, processMetrics } from "./metric-table.js";

/** The monitor wakes up as often: 10 times a second costs nothing that could be measured. */
const RESOLUTION_MS = 100;
const percentiles = { p50: 50, p90: 90, p99: 99, max: 100 } as const;

/** Registers metrics of this process. Returns a function that ends what it takes to measure. */
export function addProcessFamilies(registry: Registry): () => void {
  const startSeconds = Math.round((performance.timeOrigin / 1000) * 100) / 100;
  addFamily(registry, processMetrics.cpu, () => {
    const { user, system } = process.cpuUsage();
    return single((user + system) / 1e6);
  });
  addFamily(registry, processMetrics.residentMemory, () => single(process.memoryUsage.rss()));
  addFamily(registry, processMetrics.openFiles, openFiles);
  addFamily(registry, processMetrics.startTime, () => single(startSeconds));
  addFamily(registry, ownMetrics.heapUsed, () => single(process.memoryUsage().heapUsed));
  addFamily(registry, ownMetrics.externalMemory, () => single(process.memoryUsage().external));
  let before = performance.eventLoopUtilization();
  addFamily(registry, ownMetrics.eventLoopUtilization, () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    return single(utilization);
  });
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  addFamily(registry, ownMetrics.eventLoopDelay, () => delays(histogram));
  return () => void histogram.disable();
}

/** The monitor measures from one wake-up to the next: what is beyond its interval is delay. */
function delays(histogram: IntervalHistogram): Sample[] {
  const samples = Object.entries(percentiles).map(([statistic, percentile]) => {
    const seconds = histogram.percentile(percentile) / 1e9 - RESOLUTION_MS / 1000;
    return { labels: { statistic }, value: Math.max(0, seconds) };
  });
  histogram.reset();
  return samples;
}

/** Only Linux tells. */
function openFiles(): readonly Sample[] {
  try {
    return single(readdirSync("/proc/self/fd").length);
  } catch {
    return [];
  }
}
