import {
  groupKey,
  type IpAddress,
  isLocalIp,
  isNodeId,
  isRoutableIp,
  isValidIp,
  type NetAddress,
} from "../../wire/index.js";

/** What an IP address is good for. Only a routable one is stored by a strict book. */
export type IpJudgement = "invalid" | "local" | "unroutable" | "routable";

/**
 * The judgement of every IPv4 /16 met so far: all addresses of one are alike, but for the two that hold 0.0.0.0 and the
 * broadcast address. Going through all ranges for each address would take longer than everything else about it.
 */
const judgements = new Array<IpJudgement | undefined>(65_536).fill(undefined);

/** What `ip` is good for. */
export function judgeIp(ip: IpAddress): IpJudgement {
  if (!ip.isIPv4) return judge(ip);
  const network = ((ip.bytes[12] ?? 0) << 8) | (ip.bytes[13] ?? 0);
  if (network === 0 || network === 0xffff) return judge(ip);
  return (judgements[network] ??= judge(ip));
}

function judge(ip: IpAddress): IpJudgement {
  if (!isValidIp(ip)) return "invalid";
  if (isRoutableIp(ip)) return "routable";
  return isLocalIp(ip) ? "local" : "unroutable";
}

/** The group of an address: `groupKey` of the wire layer, with a shorter way for IPv4. */
export function groupOf(address: NetAddress, strict: boolean): string {
  const { ip } = address;
  if (!ip.isIPv4) return groupKey(address, strict);
  if (strict && !(judgeIp(ip) === "routable" && isNodeId(address.id))) return groupKey(address, strict);
  return `${ip.bytes[12] ?? 0}.${ip.bytes[13] ?? 0}.0.0`;
}
