/** A real Prometheus that scrapes metrics: Debian's package `prometheus`. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ChildGroup } from "./child-group.js";
import { freePort } from "./free-ports.js";
import { lastLines } from "./run-command.js";
import { tempFolder } from "./temp-folder.js";
import { waitFor } from "./wait-for.js";

/** What Prometheus scrapes. */
export interface PrometheusOptions {
  /** `host:port` of each target; it asks for `/metrics`. */
  readonly targets: readonly string[];
  /** The time between two scrapes, in seconds; default 1. */
  readonly scrapeIntervalS?: number;
}

/** How a target fares. */
export interface PrometheusTarget {
  /** `host:port`. */
  readonly address: string;
  /** `unknown` until the first scrape. */
  readonly health: "up" | "down" | "unknown";
  /** Why the last scrape failed; empty when it did not. */
  readonly lastError: string;
}

/** One series of an answer. */
export interface PrometheusSample {
  /** With the metric's name as `__name__`. */
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A running Prometheus. */
export interface Prometheus {
  /** `http://host:port` of its web server. */
  readonly address: string;
  /** All targets, in the order of their addresses. */
  targets(): Promise<PrometheusTarget[]>;
  /** The value of an expression now, series by series: `cometbft_p2p_peers`, `rate(process_cpu_seconds_total[10s])`. */
  query(expression: string): Promise<PrometheusSample[]>;
  /** Its log from level `warn` on: samples that it refused are here. */
  log(): string;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const command = "prometheus";

let found: boolean | undefined;

/** Whether a `prometheus` command can be run here. */
export function hasPrometheus(): boolean {
  found ??= spawnSync(command, ["--version"], { stdio: "ignore" }).status === 0;
  return found;
}

/**
 * Starts a Prometheus with a configuration and data of its own; it never outlives this process.
 *
 * @throws Error with the end of its log when it is not ready within 30 seconds
 */
export async function startPrometheus(options: PrometheusOptions): Promise<Prometheus> {
  const { targets, scrapeIntervalS = 1 } = options;
  const folder = tempFolder("prometheus");
  const interval = `${String(scrapeIntervalS)}s`;
  const config = {
    global: { scrape_interval: interval, scrape_timeout: interval },
    scrape_configs: [{ job_name: "cometwire", static_configs: [{ targets }] }],
  };
  const configFile = join(folder.path, "prometheus.yml");
  writeFileSync(configFile, JSON.stringify(config)); // JSON is YAML
  const listen = `127.0.0.1:${String(await freePort())}`;
  const address = `http://${listen}`;
  const program = new ChildGroup(
    command,
    [
      `--config.file=${configFile}`,
      `--storage.tsdb.path=${join(folder.path, "data")}`,
      `--web.listen-address=${listen}`,
      "--log.level=warn",
    ],
    folder.path,
  );
  const log = (): string => program.lines.entries.join("\n");
  const stop = async (): Promise<void> => {
    await program.stop();
    folder.remove();
  };
  try {
    const ready = async (): Promise<string | false> => {
      if (program.ending !== undefined) return program.ending;
      return (await fetch(`${address}/-/ready`)).ok && "ready";
    };
    const state = await waitFor(ready, { deadlineMs: 30_000, what: "Prometheus to be ready" });
    if (state !== "ready") throw new Error(`it ended early: ${state}`);
  } catch (cause) {
    await stop();
    throw new Error(`Prometheus did not start\n${lastLines(log(), 20)}`, { cause });
  }
  return {
    address,
    async targets() {
      const { activeTargets } = (await ask(`${address}/api/v1/targets?state=active`)) as ActiveTargets;
      return activeTargets
        .map(({ scrapeUrl, health, lastError }) => ({ address: new URL(scrapeUrl).host, health, lastError }))
        .sort((a, b) => (a.address < b.address ? -1 : 1));
    },
    async query(expression) {
      const { result } = (await ask(
        `${address}/api/v1/query?query=${encodeURIComponent(expression)}`,
      )) as InstantVector;
      return result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
    },
    log,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** The parts of Prometheus's answers that are used here. */
interface ActiveTargets {
  readonly activeTargets: readonly {
    readonly scrapeUrl: string;
    readonly health: PrometheusTarget["health"];
    readonly lastError: string;
  }[];
}

interface InstantVector {
  readonly result: readonly { readonly metric: Record<string, string>; readonly value: [number, string] }[];
}

async function ask(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  const body = (await response.json()) as { status: string; data?: unknown; error?: string };
  if (body.status !== "success") throw new Error(`Prometheus: ${body.error ?? body.status}`);
  return body.data;
}
