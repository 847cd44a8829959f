import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { type Endpoint, IpAddress, P2PError, printable, splitHostPort } from "@cometwire/p2p";
import { ApiError, type ApiErrorCode, describeError } from "./api-error.js";
import { apiLimits } from "./api-limits.js";
import { jsonText, safeHeaders } from "./json.js";

/** An HTTP server with limits on what a client can make it keep or wait for. `maxConnections` 0 is no limit. */
export function createBoundedServer(maxConnections: number): Server {
  const server = createServer({
    maxHeaderSize: apiLimits.headerBytes,
    headersTimeout: apiLimits.requestMs,
    requestTimeout: apiLimits.requestMs,
    keepAliveTimeout: apiLimits.keepAliveMs,
    connectionsCheckingInterval: 1_000,
  });
  server.timeout = apiLimits.stalledMs;
  if (maxConnections > 0) server.maxConnections = maxConnections;
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === "ECONNRESET" || !socket.writable) socket.destroy();
    else refuseSocket(socket, statusOfClientError(error.code), new ApiError("BAD_REQUEST"));
  });
  return server;
}

function statusOfClientError(code: string | undefined): number {
  if (code === "HPE_HEADER_OVERFLOW") return 431;
  return code === "ERR_HTTP_REQUEST_TIMEOUT" ? 408 : 400;
}

/** Answers on a socket that is no longer the server's, and closes it. */
export function refuseSocket(socket: Duplex, status: number, error: unknown): void {
  const body = jsonText(describeError(error).body);
  socket.on("error", () => {});
  socket.end(
    `HTTP/1.1 ${status} Refused\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n` +
      `connection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}

/** Says no before anything of the request's body is read, and closes the connection. */
export function refuse(response: ServerResponse, code: ApiErrorCode): void {
  const { status, body } = describeError(new ApiError(code));
  const headers = { ...safeHeaders, "content-type": "application/json", connection: "close" };
  response.writeHead(status, headers).end(jsonText(body));
}

/**
 * Has a server listen at `tcp://host:port`, `host:port` or `:port`.
 *
 * @throws P2PError `ADDRESS_MALFORMED`, `LISTEN_FAILED`.
 */
export async function listenTcp(server: Server, address: string): Promise<Endpoint> {
  if (address.startsWith("unix:")) {
    throw new P2PError("LISTEN_FAILED", {
      detail: `${printable(address)}: Unix sockets are for the control socket, which has its own place`,
    });
  }
  const { host, port } = splitHostPort(address.replace(/^tcp:\/\//, ""));
  await listening(server, () => server.listen(host === "" ? { port } : { host, port }), address);
  const { address: ip, port: actual } = server.address() as AddressInfo;
  return { ip: IpAddress.parse(ip)?.toString() ?? ip, port: actual };
}

/**
 * Starts to listen and waits until it does.
 *
 * @throws P2PError `LISTEN_FAILED`.
 */
export async function listening(server: Server, listen: () => void, what: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const onError = (error: Error): void => {
      server.off("listening", onListening);
      reject(new P2PError("LISTEN_FAILED", { detail: printable(`${what}: ${error.message}`), cause: error }));
    };
    const onListening = (): void => {
      server.off("error", onError);
      // An accept that fails, for want of file descriptors, must not end the process.
      server.on("error", () => {});
      resolve();
    };
    server.once("error", onError);
    server.once("listening", onListening);
    listen();
  });
}

/** Ends a server and its connections. */
export async function closeServer(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
