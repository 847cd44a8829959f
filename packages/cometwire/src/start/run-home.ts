import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Release } from "@cometwire/messages";
import { createNode, type DiscoveryOptions, NodeKey, P2PError, type P2PNode } from "@cometwire/p2p";
import { controlSocketPath } from "../api/control-socket.js";
import { type Api, startApi } from "../api/start-api.js";
import { loadOrCreateToken } from "../api/token-file.js";
import type { ExitCode } from "../exit-codes.js";
import type { LoadedHome } from "../home/load-home.js";
import { lockHome } from "../home/lock-home.js";
import type { Io } from "../io.js";
import { createLog, type Log } from "../log/create-log.js";
import { fieldsOf } from "../log/event-fields.js";
import { logNodeEvents } from "../log/log-node-events.js";
import { createMetrics, type Metrics } from "../metrics/create-metrics.js";
import { type MetricsServer, serveMetrics } from "../metrics/serve-metrics.js";
import { packageVersion } from "../package-info.js";
import { passiveReactors } from "../passive/passive-reactors.js";
import { stopOnSignal } from "../shutdown.js";
import { nodeOptionsOf } from "./node-options.js";
import { findTwin } from "./twin.js";

/** How a home's node is to run. */
export interface RunOptions {
  readonly home: LoadedHome;
  /** Stay in the network, with reactors that listen on all its channels, or serve addresses. */
  readonly mode: "peer" | "seed";
  /** What a seed hands out. */
  readonly seedServes: DiscoveryOptions["seedServes"];
  /** The release whose channels and protocol versions we announce. */
  readonly release: Release;
}

/**
 * Runs the node of a home until a signal comes: locks the home, starts the node, its API and its metrics, logs what
 * happens, and undoes it all in reverse order.
 *
 * @returns how the process should end.
 * @throws P2PError `HOME_IN_USE`, `HOME_ACCESS`, `KEY_FILE_…`, `LISTEN_FAILED` …; everything is undone then.
 */
export async function runHome(options: RunOptions, io: Io): Promise<ExitCode> {
  const { home } = options;
  const { config, paths } = home;
  const log = createLog({
    level: config.logLevel,
    format: config.logFormat,
    destination: io.stdout,
    clock: io.clock,
  });
  const undo: (() => Promise<void> | void)[] = [() => log.flush()];
  const stop = async (): Promise<void> => {
    for (const each of undo.splice(0).reverse()) await each();
  };
  try {
    const lock = await lockHome(home.dir, io);
    undo.push(() => lock.release());
    const isNew = !existsSync(paths.nodeKeyFile);
    const nodeKey = await NodeKey.loadOrCreate(paths.nodeKeyFile);
    logStart(log, options, nodeKey.id);
    if (isNew)
      log.write({ level: "warn", event: "node-key-created", fields: fieldsOf({ path: paths.nodeKeyFile }) });
    const twin = await findTwin(home, nodeKey.id, io);
    if (twin !== undefined) {
      throw new P2PError("HOME_IN_USE", { detail: `a node with its id ${nodeKey.id} answers at ${twin}` });
    }
    const node = createNode({
      ...nodeOptionsOf(home, { ...options, nodeKey, reactors: reactorsOf(options) }),
      clock: io.clock,
      random: io.random,
      resolver: io.resolve,
    });
    logNodeEvents(node, log);
    undo.push(() => node.stop());
    await node.start();
    const metrics = createMetrics({
      node,
      namespace: config.prometheus.namespace,
      peerIds: options.mode === "peer",
    });
    undo.push(() => metrics.close());
    const api = await openApi(options, { node, metrics, publicKey: nodeKey.publicKey, log, io });
    undo.push(() => api.close());
    if (config.prometheus.enabled) {
      const server = await openMetrics(home, metrics, log);
      undo.push(() => server.close());
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return stopOnSignal({
    signal: io.signal,
    clock: io.clock,
    stop,
    onProgress: ({ event, ...fields }) => {
      const level = event === "stopping" || event === "stopped" ? "info" : "error";
      log.write({ level, event, fields: fieldsOf(fields) });
    },
  });
}

function reactorsOf({ mode, release, home }: RunOptions) {
  // A seed takes part in nothing: whoever talks to it wants addresses.
  return mode === "seed" ? [] : passiveReactors({ release, mempool: home.config.mempool });
}

function logStart(log: Log, { home, mode }: RunOptions, id: string): void {
  const { network, dir } = home;
  log.write({
    level: "info",
    event: "starting",
    fields: fieldsOf({ mode, network, id, home: dir, version: packageVersion }),
  });
  if (!home.configFileExists) {
    const warning = "there is no config/config.toml: every setting has its default";
    log.write({ level: "warn", event: "config-warning", fields: fieldsOf({ warning }) });
  }
  for (const warning of home.warnings)
    log.write({ level: "warn", event: "config-warning", fields: fieldsOf({ warning }) });
  for (const { key, value, reason } of home.ignored) {
    log.write({ level: "warn", event: "setting-ignored", fields: fieldsOf({ key, value, reason }) });
  }
}

/** What the API is made for. */
interface ApiParts {
  readonly node: P2PNode;
  readonly metrics: Metrics;
  readonly publicKey: Uint8Array;
  readonly log: Log;
  readonly io: Io;
}

async function openApi(
  { home, mode }: RunOptions,
  { node, metrics, publicKey, log, io }: ApiParts,
): Promise<Api> {
  const { rpc, rpcListen } = home.config;
  const api = await startApi({
    node,
    listen: rpcListen.join(","),
    controlSocket: controlSocketPath(resolve(home.dir), io.env),
    token: await loadOrCreateToken(home.paths.tokenFile, io.random),
    ...rpc,
    metrics,
    seedMode: mode === "seed",
    publicKey,
    onError: (error) => log.write({ level: "error", event: "api-failed", fields: fieldsOf({ error }) }),
    clock: io.clock,
  });
  for (const endpoint of api.endpoints) {
    log.write({ level: "info", event: "api-listening", fields: fieldsOf({ endpoint }) });
  }
  return api;
}

async function openMetrics({ config }: LoadedHome, metrics: Metrics, log: Log): Promise<MetricsServer> {
  const { listen, maxOpenConnections } = config.prometheus;
  const server = await serveMetrics({
    metrics,
    listen,
    maxOpenConnections,
    onError: (error) => log.write({ level: "error", event: "metrics-failed", fields: fieldsOf({ error }) }),
  });
  const { endpoint } = server;
  log.write({ level: "info", event: "metrics-listening", fields: fieldsOf({ endpoint }) });
  return server;
}
