import { type Clock, type Endpoint, P2PError, type Random } from "../base/index.js";
import { type Resolver, type SocketLayer, TcpTransport, type TransportOptions } from "../transport/index.js";
import { IpAddress, joinHostPort } from "../wire/index.js";
import { simulatedCrypto } from "./simulated-crypto.js";
import type { Answer, ConnectionNetwork, NetworkEventKind } from "./simulated-network-connection.js";
import { SimulatedHost } from "./simulated-network-host.js";
import type { SimulatedLink } from "./simulated-network-link.js";

/** Something that happened on a {@link SimulatedNetwork}. */
export interface SimulatedNetworkEvent {
  /** When: milliseconds of the network's clock. */
  readonly at: number;
  /** `data`, `end` and `reset` as they arrive; `connect` as it sets out. */
  readonly kind: NetworkEventKind;
  /** Who caused it: `ip:port`. */
  readonly from: string;
  /** Whom it concerns: `ip:port`. */
  readonly to: string;
  /** Bytes of `data`. */
  readonly bytes: number;
}

/** Options of a {@link SimulatedNetwork}. */
export interface SimulatedNetworkOptions {
  /** Whose time passes: usually a `VirtualClock`. */
  readonly clock: Clock;
  /** What chance goes by: usually a `SeededRandom`. */
  readonly random: Random;
  /** Milliseconds one way, between two hosts or from one IP address to another. Asked for every packet. Default 10. */
  readonly latencyMs?: number | ((from: string, to: string) => number);
  /** Bytes a second of one direction of one connection. Default: no limit. */
  readonly bandwidthBytesPerS?: number;
  /** Bytes under way or unread before a sender has to wait, and waiting ones before `write` says so. Default 65,536. */
  readonly bufferBytes?: number;
  /** See {@link SimulatedNetwork.resetProbability}. Default 0. */
  readonly resetProbability?: number;
  /** Told of everything that happens, in order. Must not throw. */
  readonly onEvent?: (event: SimulatedNetworkEvent) => void;
}

/** Options of {@link SimulatedNetwork.transport}: a transport's, without what the network gives it. */
export type SimulatedTransportOptions = Omit<TransportOptions, "clock" | "sockets">;

/**
 * A network of hosts inside this process: connections that behave like TCP, with latency and failures, in virtual time.
 * With the same seed, and the same things done to it, it goes the same way to the last packet.
 *
 * Nothing is lost on a connection that lives, as with TCP: what is held up by a partition or a black hole arrives when that
 * is over.
 *
 * @example
 * ```ts
 * const clock = new VirtualClock();
 * const random = new SeededRandom(1);
 * const network = new SimulatedNetwork({ clock, random, latencyMs: 50 });
 * const transport = network.transport("10.0.0.1", { nodeKey: simulatedNodeKey(random), nodeInfo });
 * await transport.listen("10.0.0.1:26656", handlers);
 * network.partition(["10.0.0.1"], ["10.0.0.2", "10.0.0.3"]);
 * await clock.advance(60_000);
 * network.heal();
 * ```
 */
export class SimulatedNetwork {
  /** Whose time passes. */
  readonly clock: Clock;
  /** The probability, 0 to 1, with which each chunk of data breaks its connection for both ends. May be changed. */
  resetProbability: number;
  /** The addresses of host names, for the transports of {@link SimulatedNetwork.transport}. May be changed. */
  readonly names = new Map<string, readonly string[]>();
  readonly #random: Random;
  readonly #core: ConnectionNetwork;
  readonly #crypto: ReturnType<typeof simulatedCrypto>;
  readonly #hosts = new Map<string, SimulatedHost>();
  readonly #partitions: (readonly [ReadonlySet<string>, ReadonlySet<string>])[] = [];
  readonly #dropped = new Set<string>();
  readonly #unreachable = new Set<string>();
  readonly #heldUp = new Set<SimulatedLink>();

  constructor(options: SimulatedNetworkOptions) {
    const { clock, random, latencyMs = 10, onEvent } = options;
    this.clock = clock;
    this.resetProbability = options.resetProbability ?? 0;
    this.#random = random;
    this.#crypto = simulatedCrypto({ clock, random });
    this.#core = {
      clock,
      bufferBytes: options.bufferBytes ?? 65_536,
      bandwidthBytesPerS: options.bandwidthBytesPerS ?? Number.POSITIVE_INFINITY,
      latencyMs: typeof latencyMs === "number" ? () => latencyMs : latencyMs,
      isOpen: (from, to, dialling) => this.#isOpen(from, to, dialling),
      heldUp: this.#heldUp,
      drawReset: () => this.#drawReset(),
      answer: (endpoint) => this.#answer(endpoint),
      listener: (endpoint) => this.#hosts.get(endpoint.ip)?.listener(endpoint),
      record: (kind, from, to, bytes) =>
        onEvent?.({ at: clock.now(), kind, from: textOf(from), to: textOf(to), bytes }),
      onOver: (connection) => this.#hosts.get(connection.client.ip)?.forget(connection),
    };
  }

  /**
   * The host at `ip` (IPv4 or IPv6), which comes into being when it is first asked for; with `more`, it has further
   * addresses to listen at and to dial from.
   *
   * @throws P2PError `OPTION_INVALID` for what is no IP address, or one of another host.
   */
  host(ip: string, ...more: string[]): SocketLayer {
    const ips = [ip, ...more].map(checkedIp);
    const known = this.#hosts.get(ips[0] as string);
    if (known !== undefined && ips.every((each) => known.ips.includes(each))) return known;
    const taken = ips.find((each) => this.#hosts.has(each));
    if (taken !== undefined) throw new P2PError("OPTION_INVALID", { detail: `${taken} is another host's` });
    const host = new SimulatedHost(this.#core, ips);
    for (const each of ips) this.#hosts.set(each, host);
    return host;
  }

  /** A transport of the host at `ip`, with this network's time, names and, unless `options` say otherwise, cryptography. */
  transport(ip: string, options: SimulatedTransportOptions): TcpTransport {
    const { clock } = this;
    const sockets = this.host(ip);
    return new TcpTransport({ resolver: this.#resolver, ...this.#crypto, ...options, clock, sockets });
  }

  /** From now on nothing gets from one group to the other, in either direction. Further partitions add to it. */
  partition(groupA: Iterable<string>, groupB: Iterable<string>): void {
    this.#partitions.push([new Set(this.#ipsOf(groupA)), new Set(this.#ipsOf(groupB))]);
  }

  /** Makes the host at `ip` a black hole: nothing reaches it or leaves it, and its connections hang. */
  dropHost(ip: string): void {
    for (const each of this.#ipsOf([ip])) this.#dropped.add(each);
  }

  /** Ends all partitions and black holes: what was held up is sent again. */
  heal(): void {
    this.#partitions.length = 0;
    this.#dropped.clear();
    this.#retry();
  }

  /**
   * Crashes the host at `ip`: its connections are reset, its listeners are gone and tell their owners (`LISTEN_FAILED`).
   * It can listen and dial again at once, as after a restart.
   */
  crashHost(ip: string): void {
    const ips = this.#ipsOf([ip]);
    const host = this.#hosts.get(ips[0] as string);
    for (const other of new Set(this.#hosts.values()))
      for (const connection of other.dialled())
        if (ips.includes(connection.server.ip)) connection.crash("server");
    host?.crash();
  }

  /** Whether the host at `ip` can be dialled; one behind a NAT cannot: dials to it time out. It can always dial. */
  setReachable(ip: string, reachable: boolean): void {
    for (const each of this.#ipsOf([ip]))
      if (reachable) this.#unreachable.delete(each);
      else this.#unreachable.add(each);
    if (reachable) this.#retry();
  }

  /** Connections that exist, attempts included: 0 when everything is closed. */
  get connections(): number {
    let count = 0;
    for (const host of new Set(this.#hosts.values())) count += host.connections;
    return count;
  }

  readonly #resolver: Resolver = (name) => {
    const ips = this.names.get(name);
    return ips === undefined ? Promise.reject(new Error("ENOTFOUND")) : Promise.resolve(ips);
  };

  /** All addresses of the hosts that have these. */
  #ipsOf(ips: Iterable<string>): string[] {
    return Array.from(ips, checkedIp).flatMap((ip) => this.#hosts.get(ip)?.ips ?? [ip]);
  }

  #isOpen(from: string, to: string, dialling: boolean): boolean {
    if (this.#hosts.get(from) === this.#hosts.get(to)) return true;
    if (this.#dropped.has(from) || this.#dropped.has(to)) return false;
    if (dialling && this.#unreachable.has(to)) return false;
    return !this.#partitions.some(([a, b]) => (a.has(from) && b.has(to)) || (b.has(from) && a.has(to)));
  }

  #answer(endpoint: Endpoint): Answer {
    const host = this.#hosts.get(endpoint.ip);
    if (host === undefined) return "unreachable";
    return host.listener(endpoint) === undefined ? "refuse" : "accept";
  }

  #drawReset(): boolean {
    const p = this.resetProbability;
    return p > 0 && this.#random.integer(2 ** 32) < p * 2 ** 32;
  }

  #retry(): void {
    const links = [...this.#heldUp];
    this.#heldUp.clear();
    for (const link of links) link.retry();
  }
}

/** The address in the one form that addresses are compared in. */
function checkedIp(ip: string): string {
  const address = IpAddress.parse(ip);
  if (address === undefined) throw new P2PError("OPTION_INVALID", { detail: "a host needs an IP address" });
  return address.toString();
}

function textOf({ ip, port }: Endpoint): string {
  return joinHostPort(ip, port);
}
