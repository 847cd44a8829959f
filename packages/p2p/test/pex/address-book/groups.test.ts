import * as fc from "fast-check";
import { expect, it } from "vitest";
import { groupOf, judgeIp } from "../../../src/pex/address-book/groups.js";
import {
  addressFault,
  groupKey,
  IpAddress,
  isLocalIp,
  isRoutable,
  NetAddress,
} from "../../../src/wire/index.js";
import { id } from "./support.js";

/** Octets at the borders of the ranges that mean something. */
const octet = fc.oneof(
  fc.constantFrom(
    0,
    1,
    9,
    10,
    11,
    15,
    16,
    31,
    32,
    126,
    127,
    128,
    168,
    169,
    171,
    172,
    173,
    192,
    193,
    253,
    254,
    255,
  ),
  fc.integer({ min: 0, max: 255 }),
);
const ipv4 = fc
  .tuple(octet, octet, octet, octet)
  .map((octets) => IpAddress.fromBytes(Uint8Array.from(octets)));
const ipv6 = fc
  .tuple(
    fc.constantFrom(
      "::",
      "fe80::",
      "fc00::",
      "2001:db8::",
      "2001:10::",
      "2002:a00::",
      "64:ff9b::",
      "2001:470::",
    ),
    fc.integer({ min: 0, max: 0xffff }),
  )
  .map(([prefix, end]) => IpAddress.parse(`${prefix}${end.toString(16)}`))
  .filter((ip) => ip !== undefined);

it("the short way for IPv4 says what the long one does", () => {
  fc.assert(
    fc.property(
      fc.oneof(ipv4, ipv6),
      fc.constantFrom(id(1), "", "no id"),
      fc.boolean(),
      (ip, who, strict) => {
        const address = new NetAddress(who, ip, 26656);
        expect(groupOf(address, strict)).toBe(groupKey(address, strict));
        const named = new NetAddress(id(1), ip, 26656);
        const judgement = judgeIp(ip);
        expect(judgement === "invalid").toBe(addressFault(named) !== undefined);
        expect(judgement === "routable").toBe(isRoutable(named));
        if (judgement === "local") expect(isLocalIp(ip)).toBe(true);
      },
    ),
    { numRuns: 5_000 },
  );
});

it("all addresses of an IPv4 network are alike, but for two networks", () => {
  for (let network = 0; network < 65_536; network++) {
    const ip = (c: number, d: number) => IpAddress.fromBytes(Uint8Array.of(network >> 8, network, c, d));
    const address = (c: number, d: number) => new NetAddress(id(1), ip(c, d), 1);
    const expected = network === 0 || network === 0xffff;
    const [first, last] = [address(0, 0), address(255, 255)];
    const alike = isRoutable(first) === isRoutable(last) && addressFault(first) === addressFault(last);
    if (!expected && !alike) throw new Error(`network ${first.host} is not of one kind`);
    for (const each of [first, last]) expect(judgeIp(each.ip) === "routable").toBe(isRoutable(each));
  }
});
