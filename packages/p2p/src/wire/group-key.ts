import { isInClass, isLocalIp } from "./address-class.js";
import { IpAddress } from "./ip-address.js";
import { isRoutable, type NetAddress } from "./net-address.js";

const hurricaneElectric = IpAddress.fromBytes(Uint8Array.of(0x20, 0x01, 0x04, 0x70, ...new Uint8Array(12)));

/**
 * The group that an address belongs to in the address book: addresses of one group are likely to have one owner, so
 * that buckets are chosen by group.
 *
 * A group is an IPv4 /16 (also that of an IPv4 address inside a 6to4, Teredo, NAT64 or translated IPv6 address), an
 * IPv6 /32 (/36 in 2001:470::/32, which one provider gives to its many customers), or four bits of a Tor address.
 *
 * @param address - the address; with `strict`, an address with an invalid id is `"unroutable"`, as in Go.
 * @param strict - as `addr_book_strict`: local and unroutable addresses have one group each.
 * @returns the text that Go hashes, such as `"1.2.0.0"`, `"2001:db7::"`, `"tor:2"`, `"local"`.
 * Source: `p2p/pex/addrbook.go:893-941@v0.38.25`.
 */
export function groupKey(address: NetAddress, strict: boolean): string {
  const { ip } = address;
  if (strict && isLocalIp(ip)) return "local";
  if (strict && !isRoutable(address)) return "unroutable";
  const ipv4 = embeddedIPv4(ip);
  if (ipv4 !== undefined)
    return IpAddress.fromBytes(ipv4)
      .masked(96 + 16)
      .toString();
  if (isInClass(ip, "onionCatTor")) return `tor:${(ip.bytes[6] ?? 0) & 0x0f}`;
  return ip.masked(ip.isWithin(hurricaneElectric, 32) ? 36 : 32).toString();
}

/** The 4 bytes of the IPv4 address that `ip` is or carries. */
function embeddedIPv4(ip: IpAddress): Uint8Array | undefined {
  if (ip.isIPv4 || isInClass(ip, "rfc6145") || isInClass(ip, "rfc6052")) return ip.bytes.subarray(12);
  if (isInClass(ip, "rfc3964")) return ip.bytes.subarray(2, 6);
  if (isInClass(ip, "rfc4380")) return ip.bytes.subarray(12).map((byte) => byte ^ 0xff);
  return undefined;
}
