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
} from "@cometwire/p2p";
import { attempt, type Check } from "../check.js";
import type { Suite } from "../suite.js";
import type { Vector } from "../vector.js";

const someId = "92b196360df74a37a0a9431ad8b1b53bca2ed49d";

const classes = {
  rfc1918: "rfc1918",
  rfc3849: "rfc3849",
  rfc3927: "rfc3927",
  rfc3964: "rfc3964",
  rfc4193: "rfc4193",
  rfc4380: "rfc4380",
  rfc4843: "rfc4843",
  rfc4862: "rfc4862",
  rfc6052: "rfc6052",
  rfc6145: "rfc6145",
  onion_cat_tor: "onionCatTor",
} as const;

/** Addresses: text form, classes, groups, equality. */
export const netaddress: Suite = {
  file: "netaddress.json",
  kinds: {
    parse(vector, check) {
      const { value: address, error } = attempt(() => parseAddress(vector.text("input")));
      check.verdict("verdict", vector.flag("ok") ? null : vector.text("error_type"), error);
      if (address === undefined || !vector.flag("ok")) return;
      check.equal("id", vector.text("id"), address.id);
      check.equal("port", vector.number("port"), address.port);
      if (address instanceof NamedAddress) {
        check.fail("ip", `the host name ${address.host} is not resolved to ${vector.text("ip")}`);
        return;
      }
      check.equal("ip", vector.text("ip"), address.host);
      check.bytes("ip_bytes16", vector.bytes("ip_bytes16"), address.ip.bytes);
      check.equal("string", vector.text("string"), address.toString());
      check.equal("dial_string", vector.text("dial_string"), address.dialString);
      check.verdict("valid", vector.fields["valid_error"], addressFault(address));
      check.equal("routable", vector.flag("routable"), isRoutable(address));
    },

    "id-address-string"(vector, check) {
      check.equal("result", vector.text("result"), idAddressString(vector.text("id"), vector.text("addr")));
    },

    classify(vector, check) {
      const address = new NetAddress(someId, ip(vector, "ip"), 26656);
      check.equal("go_string", vector.text("go_string"), address.host);
      check.equal("local", vector.flag("local"), isLocalIp(address.ip));
      for (const [field, name] of Object.entries(classes)) {
        check.equal(field, vector.flag(field), isInClass(address.ip, name));
      }
      compareValidity(vector, check, address);
    },

    valid(vector, check) {
      // Go can hold an address without an IP; ours cannot be made.
      if (!vector.has("ip")) return;
      compareValidity(vector, check, new NetAddress(vector.text("id"), ip(vector, "ip"), 26656));
    },

    reachability(vector, check) {
      check.equal("result", vector.number("result"), reachability(ip(vector, "from"), ip(vector, "to")));
    },

    equality(vector, check) {
      const [a, b] = [NetAddress.parse(vector.text("a")), NetAddress.parse(vector.text("b"))];
      check.equal("equals", vector.flag("equals"), a.equals(b));
      check.equal("same", vector.flag("same"), a.isSame(b));
    },
  },
};

function compareValidity(vector: Vector, check: Check, address: NetAddress): void {
  check.verdict("valid", vector.fields["valid_error"], addressFault(address));
  check.equal("routable", vector.flag("routable"), isRoutable(address));
  check.equal("group_key_strict", vector.text("group_key_strict"), groupKey(address, true));
  check.equal("group_key_not_strict", vector.text("group_key_not_strict"), groupKey(address, false));
}

function ip(vector: Vector, field: string): IpAddress {
  const address = IpAddress.parse(vector.text(field));
  if (address === undefined)
    throw new TypeError(`${field}: ${vector.text(field)} is not read as an IP address`);
  return address;
}
