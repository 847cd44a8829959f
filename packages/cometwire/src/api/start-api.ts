import type { Server } from "node:http";
import { type Clock, type Endpoint, systemClock } from "@cometwire/p2p";
import type { Metrics } from "../metrics/create-metrics.js";
import { type AccessRules, hostName } from "./access.js";
import { apiLimits } from "./api-limits.js";
import type { ApiNode } from "./api-node.js";
import { createApp } from "./app.js";
import { listenControlSocket } from "./control-socket.js";
import { EventSockets } from "./event-sockets.js";
import { closeServer, listenTcp } from "./http-server.js";
import { createListener } from "./listener.js";
import { SeedStatistics } from "./seed-status.js";

/** Settings of {@link startApi}. All but the first have a default. */
export interface ApiOptions {
  /** Started already. */
  readonly node: ApiNode;
  /** `[rpc] laddr`: `tcp://host:port`, several separated by commas. Default, and when empty: none. */
  readonly listen?: string | undefined;
  /** Path of the control socket: see `controlSocketPath`. Default: none. */
  readonly controlSocket?: string | undefined;
  /** Who sends it may change the node over TCP: see `loadOrCreateToken`. Default: nobody may. */
  readonly token?: string | undefined;
  /** `[rpc] cors_allowed_origins`. */
  readonly corsAllowedOrigins?: readonly string[] | undefined;
  /** `[rpc] max_body_bytes`. Default 1,000,000. */
  readonly maxBodyBytes?: number | undefined;
  /** `[rpc] max_open_connections`; 0 for no limit. Default 900. */
  readonly maxOpenConnections?: number | undefined;
  /** Served at `/metrics`. */
  readonly metrics?: Metrics | undefined;
  /** Whether the node is a seed: `/seed`. Default false. */
  readonly seedMode?: boolean | undefined;
  /** The public half of our node key, for `/status`. */
  readonly publicKey?: Uint8Array | undefined;
  /** Told of an error that nobody expected; the client gets a 500 without details. */
  readonly onError?: ((error: unknown) => void) | undefined;
  readonly clock?: Clock | undefined;
}

/** A running API. */
export interface Api {
  /** Where it listens first; undefined when only on the control socket. */
  readonly endpoint: Endpoint | undefined;
  /** Where it listens. */
  readonly endpoints: readonly Endpoint[];
  /** Path of the control socket. */
  readonly controlSocket: string | undefined;
  /** Ends it: connections, readers of events, and the control socket's file. Idempotent. */
  close(): Promise<void>;
}

/**
 * Serves the HTTP API of a node: see `docs/API.md`.
 *
 * @throws P2PError `LISTEN_FAILED`, `ADDRESS_MALFORMED`; nothing listens then.
 *
 * @example
 * ```ts
 * const api = await startApi({ node, listen: "tcp://127.0.0.1:26657", controlSocket: controlSocketPath(home) });
 * await api.close();
 * ```
 */
export async function startApi(options: ApiOptions): Promise<Api> {
  const {
    node,
    controlSocket,
    clock = systemClock,
    maxOpenConnections = apiLimits.openConnections,
  } = options;
  const addresses = (options.listen ?? "").split(",").map((each) => each.trim());
  const listen = addresses.filter((each) => each !== "");
  const events = new EventSockets({ node, clock });
  const seed = options.seedMode === true ? new SeedStatistics(node) : undefined;
  const app = createApp({
    node,
    now: () => clock.wallTime(),
    publicKey: options.publicKey,
    metrics: options.metrics,
    seed,
    maxBodyBytes: options.maxBodyBytes ?? apiLimits.bodyBytes,
    onError: options.onError ?? (() => {}),
  });
  const rules: AccessRules = {
    hosts: new Set(listen.map(configuredHost).filter((host) => host !== undefined)),
    origins: options.corsAllowedOrigins ?? [],
    token: options.token,
  };
  const servers: Server[] = [];
  const endpoints: Endpoint[] = [];
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= (async () => {
      events.close();
      seed?.close();
      await Promise.all(servers.map(closeServer));
    })();
    return closing;
  };
  const open = async (viaControlSocket: boolean, start: (server: Server) => Promise<void>): Promise<void> => {
    const maxConnections = viaControlSocket ? apiLimits.controlConnections : maxOpenConnections;
    const server = createListener({ app, events, rules, viaControlSocket, maxConnections });
    await start(server);
    servers.push(server);
  };
  try {
    if (controlSocket !== undefined) await open(true, (server) => listenControlSocket(server, controlSocket));
    for (const address of listen) {
      await open(false, async (server) => void endpoints.push(await listenTcp(server, address)));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { endpoint: endpoints[0], endpoints, controlSocket, close };
}

/** The host of a listen address as a client would write it: not for every address of the machine (`0.0.0.0`, none). */
function configuredHost(address: string): string | undefined {
  const name = hostName(address.replace(/^tcp:\/\//, ""));
  return name === "0.0.0.0" || name === "::" ? undefined : name;
}
