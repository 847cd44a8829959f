import { isIPv4 } from "node:net";
import type { Endpoint } from "../base/index.js";
import { IpAddress, joinHostPort } from "../wire/index.js";

/**
 * An endpoint as the operating system names it, in the one form that addresses are compared in: IPv4-mapped IPv6
 * addresses as IPv4. A socket that is closed already has none: its address is empty.
 */
export function printEndpoint(ip: string | undefined, port: number | undefined): Endpoint {
  return { ip: normalizeIp(ip ?? ""), port: port ?? 0 };
}

/** `ip` in its shortest form; what is no IP literal (or one with a zone) stays as it is. */
export function normalizeIp(ip: string): string {
  if (isIPv4(ip)) return ip; // has one form only; by way of IpAddress it takes 1.4 µs instead of 0.05
  return IpAddress.parse(ip)?.toString() ?? ip;
}

/** `ip:port`, IPv6 in brackets. */
export function endpointText(endpoint: Endpoint): string {
  return joinHostPort(endpoint.ip, endpoint.port);
}

/**
 * The addresses that are likely to be one host's: an IPv4 address by itself, an IPv6 address with its /64, which a host
 * can choose freely in.
 */
export function addressGroup(ip: string): string {
  if (isIPv4(ip)) return ip;
  const address = IpAddress.parse(ip);
  if (address === undefined) return ip;
  return address.isIPv4 ? address.toString() : `${address.masked(64).toString()}/64`;
}
