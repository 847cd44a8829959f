import { P2PError, printable } from "../../base/index.js";
import { IpAddress, isNodeId, normalizeNodeId } from "../../wire/index.js";

/** What a ban is about: one node id, or a range of IP addresses (one address is a range of its own). */
export type BanTarget =
  | { readonly kind: "id"; readonly id: string }
  | {
      readonly kind: "range";
      /** First address, all bits behind the prefix zero. */
      readonly prefix: IpAddress;
      /** Bits that count: 0 to 128; for IPv4 96 to 128. */
      readonly bits: number;
    };

/**
 * Reads a target: a node id, an IP address, or a range in CIDR notation. IPv4 written as IPv6 (`::ffff:1.2.3.4`,
 * `::ffff:1.2.3.0/120`) is IPv4; bits behind a range's prefix are cleared.
 *
 * @throws P2PError `OPTION_INVALID` when it is none of these.
 * @example
 * ```ts
 * formatBanTarget(parseBanTarget("::ffff:10.1.2.3/104")); // "10.0.0.0/8"
 * ```
 */
export function parseBanTarget(text: string): BanTarget {
  if (isNodeId(text)) return { kind: "id", id: normalizeNodeId(text) };
  const [host = "", length, more] = text.split("/", 3);
  const ip = IpAddress.parse(host);
  if (ip === undefined || more !== undefined) throw notATarget(text);
  const added = host.includes(":") ? 0 : 96;
  const bits = length === undefined ? 128 : /^\d{1,3}$/.test(length) ? Number(length) + added : -1;
  if (bits < 0 || bits > 128) throw notATarget(text);
  return { kind: "range", prefix: ip.masked(bits), bits };
}

/** The one text for a target, however it was written. */
export function formatBanTarget(target: BanTarget): string {
  if (target.kind === "id") return target.id;
  const { prefix, bits } = target;
  if (bits === 128) return prefix.toString();
  // Of the ranges within which IPv4 lies, `::/0` is one of IPv6.
  return isIPv4Range(target) ? `${prefix.toString()}/${bits - 96}` : `${prefix.toString()}/${bits}`;
}

/** Whether a range is one of IPv4 addresses. A range of IPv6 holds none of them, `::/0` included. */
export function isIPv4Range({
  prefix,
  bits,
}: {
  readonly prefix: IpAddress;
  readonly bits: number;
}): boolean {
  return bits >= 96 && prefix.isIPv4;
}

/** What a ban can be about, as far as it is known. */
export interface PeerIdentity {
  /** Node id. */
  readonly id?: string | undefined;
  /** IP address. A text that is none counts as unknown. */
  readonly ip?: IpAddress | string | undefined;
}

/** Whether a target is about this peer. */
export function targetMatches(target: BanTarget, peer: PeerIdentity): boolean {
  if (target.kind === "id") return peer.id !== undefined && normalizeNodeId(peer.id) === target.id;
  const ip = ipOf(peer);
  return ip?.isIPv4 === isIPv4Range(target) && ip.isWithin(target.prefix, target.bits);
}

/** The peer's IP address, if it is known. */
export function ipOf({ ip }: PeerIdentity): IpAddress | undefined {
  return typeof ip === "string" ? IpAddress.parse(ip) : ip;
}

function notATarget(text: string): P2PError {
  return new P2PError("OPTION_INVALID", {
    detail: `"${printable(text, 80)}" is neither a node id nor an IP address or range (1.2.3.0/24)`,
  });
}
