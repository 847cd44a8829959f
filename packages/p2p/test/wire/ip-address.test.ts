import fc from "fast-check";
import { SocketAddress } from "node:net";
import { describe, expect, test } from "vitest";
import { addressClassNames, IpAddress, isInClass } from "../../src/wire/index.js";

/** What Go's net.ParseIP and net.IP.String make of a text; undefined when it is no address. */
const table: readonly [string, string | undefined][] = [
  ["0.0.0.0", "0.0.0.0"],
  ["255.255.255.255", "255.255.255.255"],
  ["256.1.1.1", undefined],
  ["1.2.3", undefined],
  ["1.2.3.4.5", undefined],
  ["1.2.3.", undefined],
  ["1..3.4", undefined],
  ["01.2.3.4", undefined],
  ["00.2.3.4", undefined],
  ["+1.2.3.4", undefined],
  ["1.2.3.0x4", undefined],
  [" 1.2.3.4", undefined],
  ["1.2.3.4 ", undefined],
  ["", undefined],
  [":", undefined],
  ["::", "::"],
  [":::", undefined],
  ["::1", "::1"],
  [":1", undefined],
  ["1:", undefined],
  ["1::", "1::"],
  ["1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"],
  ["1:2:3:4:5:6:7", undefined],
  ["1:2:3:4:5:6:7:8:9", undefined],
  ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
  ["::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"],
  ["1:2:3:4::5:6:7:8", undefined],
  ["1::2::3", undefined],
  ["::1::", undefined],
  ["::1:", undefined],
  ["0001::0002", "1::2"],
  ["00001::", undefined],
  ["g::", undefined],
  ["ABCD::EF01", "abcd::ef01"],
  ["::ffff:1.2.3.4", "1.2.3.4"],
  ["::FFFF:102:304", "1.2.3.4"],
  ["::1.2.3.4", "::102:304"],
  ["1.2.3.4::", undefined],
  ["::1.2.3.4:5", undefined],
  ["1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"],
  ["1:2:3:4:5:1.2.3.4", undefined],
  ["1:2:3:4:5:6:7:1.2.3.4", undefined],
  ["::2:3:4:5:6:1.2.3.4", "0:2:3:4:5:6:102:304"],
  ["::1:2:3:4:5:6:1.2.3.4", undefined],
  ["::ffff:01.2.3.4", undefined],
  ["fe80::1%eth0", undefined],
  ["[::1]", undefined],
  ["1:0:0:2:0:0:0:3", "1:0:0:2::3"],
  ["1:0:0:2:3:0:0:4", "1::2:3:0:0:4"],
  ["1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"],
  ["0:0:1::", "0:0:1::"],
  ["1:2:3:4:5:6:0:0", "1:2:3:4:5:6::"],
];

describe("IpAddress", () => {
  test.each(table)("%j is read as %j", (text, expected) => {
    expect(IpAddress.parse(text)?.toString()).toBe(expected);
  });

  test("is made of 4 or 16 bytes, which are copied", () => {
    const bytes = Uint8Array.of(1, 2, 3, 4);
    const address = IpAddress.fromBytes(bytes);
    bytes[0] = 9;
    expect(address.toString()).toBe("1.2.3.4");
    expect(address.equals(IpAddress.fromBytes(address.bytes))).toBe(true);
    expect(() => IpAddress.fromBytes(new Uint8Array(5))).toThrow(RangeError);
  });

  test.each([
    ["1.2.3.4", 112, "1.2.0.0"],
    ["2001:470:abcd::", 36, "2001:470:a000::"],
    ["ffff:ffff::", 17, "ffff:8000::"],
    ["::1", 0, "::"],
    ["::1", 128, "::1"],
  ])("%s masked to %i bits is %s", (text, bits, expected) => {
    const address = IpAddress.parse(text) as IpAddress;
    const masked = address.masked(bits);
    expect(masked.toString()).toBe(expected);
    expect(address.isWithin(masked, bits)).toBe(true);
  });

  test("reads what Node prints, and the other way round", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const address = IpAddress.fromBytes(bytes);
        expect(IpAddress.parse(address.toString())?.bytes).toEqual(bytes);
        const theirs = new SocketAddress({
          address: address.toString(),
          family: address.isIPv4 ? "ipv4" : "ipv6",
        });
        expect(IpAddress.parse(theirs.address)?.bytes).toEqual(bytes);
      }),
      { seed: 3, numRuns: 2_000 },
    );
  });

  test("no text is more than no address", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-f:.%]{0,30}$/)), (text) => {
        const address = IpAddress.parse(text);
        return address === undefined || IpAddress.parse(address.toString())?.equals(address) === true;
      }),
      { seed: 4, numRuns: 20_000 },
    );
  });
});

test.each([
  ["172.15.255.255", []],
  ["172.16.0.0", ["rfc1918"]],
  ["172.31.255.255", ["rfc1918"]],
  ["172.32.0.0", []],
  ["fe80::1:0:0:0:0", []],
  ["fe80::ffff:ffff:ffff:ffff", ["rfc4862"]],
  ["fd87:d87e:eb43::", ["rfc4193", "onionCatTor"]],
  ["2001:1f:ffff::", ["rfc4843"]],
  ["2001:20::", []],
])("%s is of the classes %j", (text, expected) => {
  const ip = IpAddress.parse(text) as IpAddress;
  expect(addressClassNames.filter((name) => isInClass(ip, name))).toEqual(expected);
});
