import type { NetworkInterfaceInfo } from "node:os";
import { IpAddress, isRoutableIp } from "@cometwire/p2p";
import type { Check } from "./check.js";

/** Judges from the addresses of this machine whether peers with IPv6 addresses can be reached. */
export function checkIpv6(interfaces: Iterable<Pick<NetworkInterfaceInfo, "address" | "family">>): Check {
  const name = "ipv6";
  const addresses = Array.from(interfaces).filter(({ family }) => family === "IPv6");
  const isPublic = ({ address }: { address: string }): boolean => {
    const ip = IpAddress.parse(address.replace(/%.*/, ""));
    return ip !== undefined && isRoutableIp(ip);
  };
  if (addresses.some(isPublic)) return { name, status: "ok", detail: "a public address is there" };
  const detail = addresses.length === 0 ? "not available" : "local addresses only";
  const advice = "peers with IPv6 addresses cannot be reached; nothing to do unless you need them";
  return { name, status: "warn", detail, advice };
}
