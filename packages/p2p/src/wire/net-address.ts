import { isRoutableIp, isValidIp } from "./address-class.js";
import { isHostName } from "./host-name.js";
import { joinHostPort, splitHostPort } from "./host-port.js";
import { IpAddress } from "./ip-address.js";
import { malformed } from "./malformed.js";
import { isNodeId, normalizeNodeId } from "./node-id.js";

/**
 * A node's address with its IP: `id@ip:port`. Immutable.
 *
 * The id of an address that came from the network may be anything: {@link addressFault} says whether it can be used.
 *
 * @example
 * ```ts
 * const address = NetAddress.parse("tcp://92b196360df74a37a0a9431ad8b1b53bca2ed49d@[::1]:26656");
 * address.dialString; // "[::1]:26656"
 * ```
 */
export class NetAddress {
  /** 40 lower-case hex digits; whatever was sent, when it came from the network. May be empty. */
  readonly id: string;
  /** The node's IP address; {@link NetAddress.host} is its text. */
  readonly ip: IpAddress;
  /** 0 to 65535. */
  readonly port: number;

  /** @param id - lowered when it is a node id, otherwise kept as it is. */
  constructor(id: string, ip: IpAddress, port: number) {
    this.id = normalizeNodeId(id);
    this.ip = ip;
    this.port = port;
  }

  /**
   * Reads `id@ip:port`.
   *
   * @throws P2PError `ADDRESS_MALFORMED`, also for a host name: use {@link parseAddress} where names are welcome.
   */
  static parse(text: string): NetAddress {
    const address = parseAddress(text);
    if (address instanceof NetAddress) return address;
    throw malformed(text, "the host is a name, not an IP address");
  }

  /** The IP address as text. */
  get host(): string {
    return this.ip.toString();
  }

  /** `ip:port`, IPv6 in brackets (Go's `DialString`). */
  get dialString(): string {
    return joinHostPort(this.host, this.port);
  }

  /** Same id, IP and port (Go's `Equals`). */
  equals(other: NetAddress): boolean {
    return this.id === other.id && this.port === other.port && this.ip.equals(other.ip);
  }

  /** Same IP and port, or the same non-empty id (Go's `Same`). */
  isSame(other: NetAddress): boolean {
    if (this.id !== "" && this.id === other.id) return true;
    return this.port === other.port && this.ip.equals(other.ip);
  }

  /** `id@ip:port`, or `ip:port` without an id. */
  toString(): string {
    return this.id === "" ? this.dialString : `${this.id}@${this.dialString}`;
  }
}

/** A node's address with a host name, which has to be resolved before it can be dialled. Immutable. */
export class NamedAddress {
  /** 40 lower-case hex digits. */
  readonly id: string;
  /** The host name as written. */
  readonly host: string;
  /** 0 to 65535. */
  readonly port: number;

  constructor(id: string, host: string, port: number) {
    this.id = normalizeNodeId(id);
    this.host = host;
    this.port = port;
  }

  /** `host:port`. */
  get dialString(): string {
    return joinHostPort(this.host, this.port);
  }

  /** The address that this one stands for once its name is known to mean `ip`. */
  resolvedTo(ip: IpAddress): NetAddress {
    return new NetAddress(this.id, ip, this.port);
  }

  /** `id@host:port`. */
  toString(): string {
    return `${this.id}@${this.dialString}`;
  }
}

/** What `id@host:port` can say: {@link NetAddress} when the host is an IP address, {@link NamedAddress} when a name. */
export type AddressSpec = NetAddress | NamedAddress;

/**
 * Reads `id@host:port`. Nothing is resolved and nothing is judged: use {@link addressFault} for that.
 *
 * A scheme (`tcp://`) is dropped, whatever it is; IPv6 goes in brackets; the id may be in upper case. It accepts what
 * Go's `NewNetAddressString` does, except that a host name is taken at its word instead of being looked up.
 *
 * @throws P2PError `ADDRESS_MALFORMED`, with the reason as detail. Source: `p2p/netaddress.go:70-112@v0.38.25`.
 */
export function parseAddress(text: string): AddressSpec {
  const [id = "", hostPort, more] = withoutScheme(text).split("@", 3);
  if (hostPort === undefined) throw malformed(text, "the id is missing (id@host:port)");
  if (more !== undefined) throw malformed(text, "there is more than one @");
  if (id === "") throw malformed(text, "the id before @ is empty");
  if (!isNodeId(id)) throw malformed(text, `the id is not 40 hex digits (it has ${id.length} characters)`);
  const { host, port } = splitHostPort(hostPort);
  if (host === "") throw malformed(text, "the host is empty");
  const ip = IpAddress.parse(withoutZone(host));
  if (ip !== undefined) return new NetAddress(id, ip, port);
  if (!isHostName(host)) throw malformed(text, "the host is neither an IP address nor a host name");
  return new NamedAddress(id, host, port);
}

/** `id@address` with the address's scheme dropped: the text that a NodeInfo's id and listen address make. */
export function idAddressString(id: string, address: string): string {
  return `${id}@${withoutScheme(address)}`;
}

/**
 * Why an address cannot be used, or undefined when it can: its id is no node id, or its IP is unspecified (0.0.0.0,
 * ::), for documentation (2001:db8::/32) or the broadcast address. The port is not judged: Go lets 0 pass.
 *
 * Source: Go's `Valid`, `p2p/netaddress.go:263-275@v0.38.25`.
 */
export function addressFault(address: NetAddress): "invalid id" | "invalid ip" | undefined {
  if (!isNodeId(address.id)) return "invalid id";
  return isValidIp(address.ip) ? undefined : "invalid ip";
}

/** Whether an address can be used and its IP is public: Go's `Routable`. See `isRoutableIp` for what that leaves in. */
export function isRoutable(address: NetAddress): boolean {
  return addressFault(address) === undefined && isRoutableIp(address.ip);
}

/** The text between the first and the second `://`, or all of it (`p2p/netaddress.go:399-404@v0.38.25`). */
function withoutScheme(text: string): string {
  return text.split("://", 2)[1] ?? text;
}

/** `fe80::1%eth0` without `%eth0`: Go parses such a host as if it were looked up, and then forgets the zone. */
function withoutZone(host: string): string {
  const percent = host.indexOf("%");
  const zoned = percent >= 0 && percent + 1 < host.length && host.slice(0, percent).includes(":");
  return zoned ? host.slice(0, percent) : host;
}
