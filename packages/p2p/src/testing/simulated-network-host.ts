import { isIP } from "node:net";
import { abortError, type Endpoint, P2PError } from "../base/index.js";
import type {
  ConnectedStream,
  ListenAddress,
  ListenHandlers,
  SocketLayer,
  SocketListener,
} from "../transport/index.js";
import { joinHostPort } from "../wire/index.js";
import { type ConnectionNetwork, dialFailure, SimulatedConnection } from "./simulated-network-connection.js";

/** As the Internet Assigned Numbers Authority suggests it, and most systems have it. */
const FIRST_EPHEMERAL_PORT = 49_152;
const EPHEMERAL_PORTS = 65_536 - FIRST_EPHEMERAL_PORT;

/** A listener of a simulated host. */
interface OpenListener {
  readonly address: ListenAddress;
  readonly handlers: ListenHandlers;
}

/** A host of a simulated network: the {@link SocketLayer} of the nodes that run on it. */
export class SimulatedHost implements SocketLayer {
  /** Its IP addresses; the first of a family is the one it dials from. */
  readonly ips: readonly string[];
  readonly #network: ConnectionNetwork;
  readonly #listeners = new Map<number, OpenListener[]>();
  readonly #connections = new Set<SimulatedConnection>();
  readonly #usedPorts = new Set<number>();
  #nextPort = 0;

  /** Made by {@link SimulatedNetwork.host}. */
  constructor(network: ConnectionNetwork, ips: readonly string[]) {
    this.#network = network;
    this.ips = ips;
  }

  /** Connections that it has dialled, attempts included. */
  get connections(): number {
    return this.#connections.size;
  }

  async connect(endpoint: Endpoint, signal: AbortSignal, localAddress?: string): Promise<ConnectedStream> {
    if (signal.aborted) throw abortError(signal);
    const ip = this.#sourceFor(endpoint.ip, localAddress);
    if (ip === undefined) {
      const errno = localAddress === undefined ? "ENETUNREACH" : "EADDRNOTAVAIL";
      throw dialFailure("DIAL_UNREACHABLE", errno);
    }
    const port = this.#takePort();
    if (port === undefined) throw dialFailure("DIAL_UNREACHABLE", "EADDRNOTAVAIL");
    const connection = new SimulatedConnection(this.#network, { ip, port }, endpoint);
    this.#connections.add(connection);
    return connection.open(signal);
  }

  listen(address: ListenAddress, handlers: ListenHandlers): Promise<SocketListener> {
    return new Promise((resolve) => resolve(this.#open(address, handlers)));
  }

  /** The listener that a connection to `endpoint` reaches. */
  listener(endpoint: Endpoint): ListenHandlers | undefined {
    const open = this.#listeners.get(endpoint.port) ?? [];
    return open.find(({ address }) => covers(address.host, endpoint.ip))?.handlers;
  }

  /** Everything that runs on the host is gone: its listeners (`LISTEN_FAILED`) and what it has dialled. */
  crash(): void {
    const listeners = [...this.#listeners.values()].flat();
    this.#listeners.clear();
    for (const connection of this.#connections) connection.crash("client");
    for (const { handlers } of listeners)
      handlers.onError(new P2PError("LISTEN_FAILED", { detail: "the host has crashed" }));
  }

  /** The connections that it has dialled, attempts included. */
  dialled(): Iterable<SimulatedConnection> {
    return this.#connections;
  }

  /** Forgets a connection that it has dialled. */
  forget(connection: SimulatedConnection): void {
    this.#connections.delete(connection);
    this.#usedPorts.delete(connection.client.port);
  }

  #open(address: ListenAddress, handlers: ListenHandlers): SocketListener {
    const { host } = address;
    const fail = (errno: string): P2PError =>
      new P2PError("LISTEN_FAILED", { detail: `${joinHostPort(host ?? "", address.port)} ${errno}` });
    if (host !== undefined && !isAny(host) && !this.ips.includes(host)) throw fail("EADDRNOTAVAIL");
    const port = address.port === 0 ? this.#takePort() : address.port;
    if (port === undefined) throw fail("EADDRINUSE");
    const open = this.#listeners.get(port) ?? [];
    if (open.some((other) => overlap(other.address.host, host))) throw fail("EADDRINUSE");
    const listener = { address, handlers };
    this.#listeners.set(port, [...open, listener]);
    let closed = false;
    const close = (): void => {
      if (closed) return;
      closed = true;
      const rest = (this.#listeners.get(port) ?? []).filter((other) => other !== listener);
      if (rest.length > 0) this.#listeners.set(port, rest);
      else this.#listeners.delete(port);
      if (address.port === 0) this.#usedPorts.delete(port);
    };
    return { endpoint: { ip: host ?? "::", port }, close };
  }

  #sourceFor(remote: string, localAddress: string | undefined): string | undefined {
    const family = isIP(remote);
    const candidates = localAddress === undefined ? this.ips : this.ips.filter((ip) => ip === localAddress);
    return candidates.find((ip) => isIP(ip) === family);
  }

  /** A port that nobody on this host uses; undefined when there is none. */
  #takePort(): number | undefined {
    for (let tries = 0; tries < EPHEMERAL_PORTS; tries++) {
      const port = FIRST_EPHEMERAL_PORT + this.#nextPort;
      this.#nextPort = (this.#nextPort + 1) % EPHEMERAL_PORTS;
      if (this.#usedPorts.has(port) || this.#listeners.has(port)) continue;
      this.#usedPorts.add(port);
      return port;
    }
    return undefined;
  }
}

function isAny(host: string | undefined): boolean {
  return host === undefined || host === "::" || host === "0.0.0.0";
}

/** Whether a listener at `host` takes connections to `ip`. */
function covers(host: string | undefined, ip: string): boolean {
  return host === ip || host === undefined || host === "::" || (host === "0.0.0.0" && isIP(ip) === 4);
}

function overlap(a: string | undefined, b: string | undefined): boolean {
  return a === b || isAny(a) || isAny(b);
}
