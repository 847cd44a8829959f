import { describe, expect, test } from "vitest";
import {
  addressFault,
  groupKey,
  IpAddress,
  idAddressString,
  isInClass,
  isLocalIp,
  isRoutable,
  NamedAddress,
  NetAddress,
  parseAddress,
  reachability,
} from "../../src/wire/index.js";
import { vectorsOf } from "./vectors.js";

const id = "92b196360df74a37a0a9431ad8b1b53bca2ed49d";
const of = (kind: string) => vectorsOf("netaddress", kind);
const fault = (validError: unknown) =>
  validError === null
    ? undefined
    : (validError as string).startsWith("invalid ID")
      ? "invalid id"
      : "invalid ip";
const ip = (text: unknown) => IpAddress.parse(String(text)) as IpAddress;

describe("golden vectors of netaddress.json", () => {
  test.each(of("parse"))("parse $name", (vector) => {
    const input = String(vector["input"]);
    if (/@(?:localhost|nohost\.invalid):/.test(input)) {
      expect(parseAddress(input)).toBeInstanceOf(NamedAddress);
    } else if (vector["ok"] === false) {
      expect(() => parseAddress(input)).toThrow(expect.objectContaining({ code: "ADDRESS_MALFORMED" }));
    } else {
      const address = NetAddress.parse(input);
      expect({ ...vector, id: address.id, string: address.toString() }).toMatchObject({
        id: String(vector["id"]).toLowerCase(),
        string: String(vector["string"]).replace(/^[^@]*/, address.id),
        ip: address.host,
        ip_bytes16: Buffer.from(address.ip.bytes).toString("hex"),
        port: address.port,
        dial_string: address.dialString,
        routable: isRoutable(address),
      });
      expect(addressFault(address)).toBe(fault(vector["valid_error"]));
    }
  });

  test.each(of("id-address-string"))("id-address-string $name", (vector) => {
    expect(idAddressString(String(vector["id"]), String(vector["addr"]))).toBe(vector["result"]);
  });

  test.each(of("classify"))("classify $name", (vector) => {
    const address = new NetAddress(id, ip(vector["ip"]), 26656);
    expect(vector).toMatchObject({
      go_string: address.host,
      routable: isRoutable(address),
      local: isLocalIp(address.ip),
      rfc1918: isInClass(address.ip, "rfc1918"),
      rfc3849: isInClass(address.ip, "rfc3849"),
      rfc3927: isInClass(address.ip, "rfc3927"),
      rfc3964: isInClass(address.ip, "rfc3964"),
      rfc4193: isInClass(address.ip, "rfc4193"),
      rfc4380: isInClass(address.ip, "rfc4380"),
      rfc4843: isInClass(address.ip, "rfc4843"),
      rfc4862: isInClass(address.ip, "rfc4862"),
      rfc6052: isInClass(address.ip, "rfc6052"),
      rfc6145: isInClass(address.ip, "rfc6145"),
      onion_cat_tor: isInClass(address.ip, "onionCatTor"),
      group_key_strict: groupKey(address, true),
      group_key_not_strict: groupKey(address, false),
    });
    expect(addressFault(address)).toBe(fault(vector["valid_error"]));
  });

  test.each(of("valid").filter((vector) => vector["ip"] !== null))("valid $name", (vector) => {
    const address = new NetAddress(String(vector["id"]), ip(vector["ip"]), 26656);
    expect(addressFault(address)).toBe(fault(vector["valid_error"]));
    expect(vector).toMatchObject({
      routable: isRoutable(address),
      group_key_strict: groupKey(address, true),
      group_key_not_strict: groupKey(address, false),
    });
  });

  test.each(of("reachability"))("reachability $name", (vector) => {
    expect(reachability(ip(vector["from"]), ip(vector["to"]))).toBe(vector["result"]);
  });

  test.each(of("equality"))("equality $name", (vector) => {
    const a = NetAddress.parse(String(vector["a"]));
    const b = NetAddress.parse(String(vector["b"]));
    expect(vector).toMatchObject({ equals: a.equals(b), same: a.isSame(b) });
  });
});
