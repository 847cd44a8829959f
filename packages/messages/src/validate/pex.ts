import type { PexAddrs } from "../gen/index.js";
import { checkAtMost, fail } from "./checks.js";
import { isIpAddress } from "./ip-address.js";

/** `NetAddressFromProto` in `p2p/netaddress.go:79-94@v0.38.25`. Ids are not looked at here. */
export function checkPexAddrs({ addrs }: PexAddrs): void {
  for (const [i, { ip, port }] of addrs.entries()) {
    const at = `addrs[${i}]`;
    if (!isIpAddress(ip)) fail("VALIDATE_ADDRESS", at, "ip", "it is no IP address");
    checkAtMost(0xffff, port, at, "port");
  }
}
