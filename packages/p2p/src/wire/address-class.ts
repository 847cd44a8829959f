import { IpAddress } from "./ip-address.js";

/** A range of addresses with a meaning of its own, named as in Go (`p2p/netaddress.go:317-413@v0.38.25`). */
export type AddressClass =
  | "rfc1918"
  | "rfc3849"
  | "rfc3927"
  | "rfc3964"
  | "rfc4193"
  | "rfc4380"
  | "rfc4843"
  | "rfc4862"
  | "rfc6052"
  | "rfc6145"
  | "onionCatTor";

interface Range {
  readonly prefix: IpAddress;
  readonly bits: number;
}

/** Every class's ranges, in CIDR notation. */
const classRanges: Record<AddressClass, readonly Range[]> = {
  // Private IPv4
  rfc1918: [range("10.0.0.0/8"), range("172.16.0.0/12"), range("192.168.0.0/16")],
  // Documentation
  rfc3849: [range("2001:db8::/32")],
  // Link-local IPv4
  rfc3927: [range("169.254.0.0/16")],
  // 6to4
  rfc3964: [range("2002::/16")],
  // Unique local IPv6
  rfc4193: [range("fc00::/7")],
  // Teredo
  rfc4380: [range("2001::/32")],
  // ORCHID
  rfc4843: [range("2001:10::/28")],
  // Link-local IPv6: Go tests 64 bits, not the 10 that are reserved
  rfc4862: [range("fe80::/64")],
  // NAT64
  rfc6052: [range("64:ff9b::/96")],
  // IPv4-translated
  rfc6145: [range("::ffff:0:0:0/96")],
  // OnionCat, the IPv6 form of Tor addresses
  onionCatTor: [range("fd87:d87e:eb43::/48")],
};

/** What keeps an address from being routable, beside being local or invalid (`p2p/netaddress.go:253-259@v0.38.25`). */
const unroutableClasses = ["rfc1918", "rfc3927", "rfc4862", "rfc4193", "rfc4843"] as const;

const ipv4Loopback = range("127.0.0.0/8");
const ipv6Loopback = range("::1/128");
const ipv4Zero = range("0.0.0.0/8");
const unspecified = [range("0.0.0.0/32"), range("::/128")];
const ipv4Broadcast = range("255.255.255.255/32");

/** All address classes by name. */
export const addressClassNames = Object.keys(classRanges) as readonly AddressClass[];

/** Whether `ip` belongs to `addressClass`. */
export function isInClass(ip: IpAddress, addressClass: AddressClass): boolean {
  return classRanges[addressClass].some((each) => contains(each, ip));
}

/** Loopback, or in 0.0.0.0/8 (Go's `Local`). */
export function isLocalIp(ip: IpAddress): boolean {
  return contains(ipv4Loopback, ip) || contains(ipv6Loopback, ip) || contains(ipv4Zero, ip);
}

/** Neither unspecified (0.0.0.0, ::), nor documentation (2001:db8::/32), nor broadcast: the IP part of Go's `Valid`. */
export function isValidIp(ip: IpAddress): boolean {
  return (
    !unspecified.some((each) => contains(each, ip)) &&
    !isInClass(ip, "rfc3849") &&
    !contains(ipv4Broadcast, ip)
  );
}

/**
 * Whether Go's address book in strict mode would store this IP: valid, not local, in no private or link-local range.
 *
 * As in Go, 100.64/10, multicast and 240/4 count as routable; what we store and dial is policy above this layer.
 */
export function isRoutableIp(ip: IpAddress): boolean {
  return isValidIp(ip) && !isLocalIp(ip) && !unroutableClasses.some((each) => isInClass(ip, each));
}

/** How well one address can be reached from another, with Go's numbers: higher is better. */
export const Reachability = {
  unreachable: 0,
  default: 1,
  teredo: 2,
  ipv6Weak: 3,
  ipv4: 4,
  ipv6Strong: 5,
} as const;

/** One of the numbers in the constant of this name. */
export type Reachability = (typeof Reachability)[keyof typeof Reachability];

/**
 * How well `to` can be reached from `from` (`p2p/netaddress.go:278-331@v0.38.25`).
 *
 * Go looks for a tunnel (6to4, NAT64, IPv4-translated) at the far end although it says it means the near one; so do we.
 */
export function reachability(from: IpAddress, to: IpAddress): Reachability {
  if (!isRoutableIp(from)) return Reachability.unreachable;
  if (!isRoutableIp(to)) return Reachability.default;
  if (from.isIPv4) return to.isIPv4 ? Reachability.ipv4 : Reachability.default;
  if (isInClass(to, "rfc4380")) return Reachability.teredo;
  if (to.isIPv4) return Reachability.ipv4;
  const weak = isInClass(from, "rfc4380") || isTunnel(to);
  return weak ? Reachability.ipv6Weak : Reachability.ipv6Strong;
}

function isTunnel(ip: IpAddress): boolean {
  return isInClass(ip, "rfc3964") || isInClass(ip, "rfc6052") || isInClass(ip, "rfc6145");
}

function contains(within: Range, ip: IpAddress): boolean {
  return ip.isWithin(within.prefix, within.bits);
}

/** A range from its CIDR notation; IPv4 lengths count from the 96 bits of the mapped form. */
function range(cidr: string): Range {
  const [text = "", length = ""] = cidr.split("/");
  const prefix = IpAddress.parse(text);
  if (prefix === undefined) throw new RangeError(`not a CIDR range: ${cidr}`);
  return { prefix, bits: Number(length) + (text.includes(":") ? 0 : 96) };
}
