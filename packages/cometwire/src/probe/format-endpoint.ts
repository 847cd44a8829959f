import { type Endpoint, joinHostPort } from "@cometwire/p2p";

/** `ip:port`, IPv6 in brackets. */
export function formatEndpoint({ ip, port }: Endpoint): string {
  return joinHostPort(ip, port);
}
