import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { P2PError } from "../../src/base/index.js";
import {
  addressFault,
  decodePex,
  encodePexAddresses,
  encodePexRequest,
  IpAddress,
  isRoutable,
  NetAddress,
  netAddressesFromPex,
  type PexAddress,
  pexAddress,
} from "../../src/wire/index.js";
import { hex, vectorsOf } from "./vectors.js";

const id = "92b196360df74a37a0a9431ad8b1b53bca2ed49d";
const of = (kind: string) => vectorsOf("pex", kind);
const toHex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

describe("golden vectors of pex.json", () => {
  test.each(of("encode"))("encode $name", (vector) => {
    const addresses = vector["addrs"] as PexAddress[] | undefined;
    const encoded = addresses === undefined ? encodePexRequest() : encodePexAddresses(addresses);
    expect(encoded.length).toBe(vector["encoded_len"]);
    if (vector["encoded"] !== undefined) expect(toHex(encoded)).toBe(vector["encoded"]);
    const message = addresses === undefined ? { type: "request" } : { type: "addresses", addresses };
    expect(decodePex(encoded)).toEqual(message);
  });

  test.each(of("receive"))("receive $name", (vector) => {
    const input = hex(String(vector["input"]));
    if (vector["decode_error"] !== null) {
      expect(() => decodePex(input)).toThrow(expect.objectContaining({ code: "PEX_MALFORMED" }));
      return;
    }
    const message = decodePex(input);
    const type = { pex_request: "request", pex_addrs: "addresses" }[String(vector["type"])];
    expect(message.type).toBe(vector["unwrap_error"] === null ? type : "unknown");
    if (message.type !== "addresses") return;
    if (vector["from_proto_error"] !== null) {
      expect(() => netAddressesFromPex(message.addresses)).toThrow(
        expect.objectContaining({ code: "PEX_ADDRESS" }),
      );
      return;
    }
    const addresses = netAddressesFromPex(message.addresses);
    const results = vector["add_results_strict"] as { addr: string; error: string | null }[];
    expect(addresses.map((address) => [address.toString(), isRoutable(address)])).toEqual(
      results.map(({ addr, error }) => [addr, error === null]),
    );
    const looser = vector["add_results_not_strict"] as { error: string | null }[];
    expect(addresses.map((address) => addressFault(address) === undefined)).toEqual(
      looser.map(({ error }) => error === null),
    );
  });
});

test.each<[string, PexAddress]>([
  ["a zone", { id, ip: "fe80::1%eth0", port: 1 }],
  ["leading zeros", { id, ip: "01.2.3.4", port: 1 }],
  ["a port of 2^32 - 1", { id, ip: "1.2.3.4", port: 4_294_967_295 }],
  ["text to be escaped", { id, ip: "\u001b[2J\n", port: 1 }],
])("%s spoils the answer", (_, address) => {
  const convert = () => netAddressesFromPex([{ id, ip: "1.2.3.4", port: 1 }, address]);
  expect(convert).toThrow(P2PError);
  expect(convert).not.toThrow(/[^\x20-\x7e]/);
});

test("addresses print as Go prints them", () => {
  const address = NetAddress.parse(`${id}@[::FFFF:1.2.3.4]:5`);
  expect(pexAddress(address)).toEqual({ id, ip: "1.2.3.4", port: 5 });
  expect(
    netAddressesFromPex([{ id: id.toUpperCase(), ip: "::ffff:102:304", port: 5 }])[0]?.equals(address),
  ).toBe(true);
});

test("addresses survive the way over the wire", () => {
  const address = fc
    .record({ ip: fc.uint8Array({ minLength: 16, maxLength: 16 }), port: fc.nat(65_535) })
    .map(({ ip, port }) => new NetAddress(id, IpAddress.fromBytes(ip), port));
  fc.assert(
    fc.property(fc.array(address), (addresses) => {
      const bytes = encodePexAddresses(addresses.map(pexAddress));
      const message = decodePex(bytes);
      if (message.type !== "addresses") throw new Error("not an answer");
      expect(netAddressesFromPex(message.addresses)).toEqual(addresses);
    }),
    { seed: 1 },
  );
});
