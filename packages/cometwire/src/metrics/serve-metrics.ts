import type { Endpoint } from "@cometwire/p2p";
import { closeServer, createBoundedServer, listenTcp, refuse } from "../api/http-server.js";
import { safeHeaders } from "../api/json.js";
import type { Metrics } from "./create-metrics.js";

/** Settings of {@link serveMetrics}. */
export interface ServeMetricsOptions {
  readonly metrics: Metrics;
  /** `[instrumentation] prometheus_listen_addr`: `:26660`. */
  readonly listen: string;
  /** `[instrumentation] max_open_connections`: scrapes at once; 0 for no limit. Default 3. */
  readonly maxOpenConnections?: number | undefined;
  /** A scrape failed. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** A running server of metrics. */
export interface MetricsServer {
  readonly endpoint: Endpoint;
  close(): Promise<void>;
}

/** Connections at once, beyond the scrapes that are allowed: they get an answer that says so. */
const SPARE_CONNECTIONS = 61;

/**
 * Serves metrics for Prometheus, at any path, as Go does (`node/node.go:816-834@v0.38.25`). Hosts are not checked: there
 * are only numbers, and Prometheus reaches its targets by any name.
 *
 * @throws P2PError `LISTEN_FAILED`, `ADDRESS_MALFORMED`.
 */
export async function serveMetrics(options: ServeMetricsOptions): Promise<MetricsServer> {
  const { metrics, listen, maxOpenConnections = 3, onError = () => {} } = options;
  const unlimited = maxOpenConnections === 0;
  const server = createBoundedServer(unlimited ? 0 : maxOpenConnections + SPARE_CONNECTIONS);
  let scrapes = 0;
  server.on("request", (incoming, outgoing) => {
    if (incoming.method !== "GET" && incoming.method !== "HEAD") {
      refuse(outgoing, "METHOD_NOT_ALLOWED");
      return;
    }
    if (!unlimited && scrapes >= maxOpenConnections) {
      refuse(outgoing, "TOO_MANY");
      return;
    }
    scrapes++;
    // Whoever reads slowly counts until all is read.
    outgoing.once("close", () => scrapes--);
    metrics.render().then(
      (text) => {
        outgoing.writeHead(200, {
          ...safeHeaders,
          "content-type": metrics.contentType,
          "content-length": Buffer.byteLength(text),
        });
        outgoing.end(text);
      },
      (error: unknown) => {
        onError(error);
        refuse(outgoing, "INTERNAL");
      },
    );
  });
  const endpoint = await listenTcp(server, listen);
  return { endpoint, close: () => closeServer(server) };
}
