import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { P2PError } from "../../src/base/index.js";
import {
  type AddressSpec,
  channelName,
  IpAddress,
  isHostName,
  isNodeId,
  joinHostPort,
  NamedAddress,
  NetAddress,
  normalizeNodeId,
  parseAddress,
  splitHostPort,
} from "../../src/wire/index.js";

const id = "92b196360df74a37a0a9431ad8b1b53bca2ed49d";
const detail = (run: () => unknown): string | undefined => {
  try {
    run();
    return undefined;
  } catch (error) {
    expect(error).toMatchObject({ name: "P2PError", code: "ADDRESS_MALFORMED" });
    return (error as P2PError).detail;
  }
};

describe("parseAddress", () => {
  test.each([
    [`${id}@example.com:26656`, "example.com", 26656],
    [`${id}@Example.COM.:026656`, "Example.COM.", 26656],
    [`tcp://${id}@a_b-c.d:1://rest`, "a_b-c.d", 1],
  ])("%s is a name", (text, host, port) => {
    const address = parseAddress(text);
    expect(address).toBeInstanceOf(NamedAddress);
    expect(address).toMatchObject({ id, host, port });
    expect(address.toString()).toBe(`${id}@${host}:${port}`);
  });

  test("a resolved name is an address", () => {
    const named = new NamedAddress(id.toUpperCase(), "example.com", 26656);
    const ip = IpAddress.parse("::1") as IpAddress;
    expect(named.resolvedTo(ip).toString()).toBe(`${id}@[::1]:26656`);
    expect(named.dialString).toBe("example.com:26656");
  });

  test("a zone is dropped, as by Go's resolver", () => {
    expect(NetAddress.parse(`${id}@[fe80::1%eth0]:1`).dialString).toBe("[fe80::1]:1");
    expect(NetAddress.parse(`${id}@[::ffff:1.2.3.4%a%b]:1`).dialString).toBe("1.2.3.4:1");
  });

  test.each([
    ["1.2.3.4:1", "the id is missing (id@host:port)"],
    ["@1.2.3.4:1", "the id before @ is empty"],
    [`${id}@a@1.2.3.4:1`, "there is more than one @"],
    ["abc@1.2.3.4:1", "the id is not 40 hex digits (it has 3 characters)"],
    [`${id}@1.2.3.4`, "the port is missing (26656 is usual)"],
    [`${id}@1.2.3.4:`, "the port is missing (26656 is usual)"],
    [`${id}@1.2.3.4:+1`, "the port is not a number"],
    [`${id}@1.2.3.4:1_0`, "the port is not a number"],
    [`${id}@1.2.3.4:99999`, "the port is above 65535"],
    [`${id}@:1`, "the host is empty"],
    [`${id}@[]:1`, "the host is empty"],
    [`${id}@::1:1`, "too many colons: an IPv6 address needs brackets"],
    [`${id}@[::1]:1:2`, "too many colons"],
    [`${id}@[::1]1`, "the port is missing (26656 is usual)"],
    [`${id}@[::1:1`, "] is missing"],
    [`${id}@a]:1`, "[ or ] in an unexpected place"],
    [`${id}@[[::1]:1`, "[ or ] in an unexpected place"],
    [`${id}@[::1]:1]`, "[ or ] in an unexpected place"],
    [`${id}@1.2.3:1`, "the host is neither an IP address nor a host name"],
    [`${id}@[fe80::1%]:1`, "the host is neither an IP address nor a host name"],
    [`${id}@1.2.3.4%eth0:1`, "the host is neither an IP address nor a host name"],
  ])("%s: %s", (text, why) => {
    expect(detail(() => parseAddress(text))?.endsWith(`: ${why}`)).toBe(true);
  });

  test("remote text is escaped and cut in the detail", () => {
    const text = detail(() => parseAddress(`\u001b[2J\n${"é".repeat(9999)}`)) ?? "";
    expect(text).toMatch(/^"\\u\{1b\}\[2J\\u\{a\}[\x20-\x7e]*…": /);
    expect(text.length).toBeLessThan(250);
  });

  test("NetAddress.parse takes no names", () => {
    expect(detail(() => NetAddress.parse(`${id}@localhost:1`))).toContain("the host is a name");
  });
});

describe("NetAddress", () => {
  test("without an id", () => {
    const ip = IpAddress.parse("1.2.3.4") as IpAddress;
    const address = new NetAddress("", ip, 1);
    expect(address.toString()).toBe("1.2.3.4:1");
    expect(address.isSame(new NetAddress("", ip, 2))).toBe(false);
    expect(address.isSame(new NetAddress(id, ip, 1))).toBe(true);
  });
});

test.each<[string, boolean]>([
  ["localhost", true],
  ["a", true],
  ["1a", true],
  ["xn--nxasmq6b.example", true],
  ["_dmarc.example.com.", true],
  ["1-2", true],
  [`${"a".repeat(63)}.b`, true],
  [`${"a".repeat(64)}.b`, false],
  [`${"a.".repeat(126)}a`, true],
  [`${"a.".repeat(126)}a.`, true],
  [`${"a.".repeat(127)}a`, false],
  ["", false],
  [".", false],
  ["a..b", false],
  [".a", false],
  ["-a", false],
  ["a-", false],
  ["a-.b", false],
  ["127.1", false],
  ["é", false],
  ["a b", false],
  ["a/b", false],
])("isHostName(%j) is %j", (text, expected) => {
  expect(isHostName(text)).toBe(expected);
});

test("node ids", () => {
  expect(isNodeId(id.toUpperCase())).toBe(true);
  expect(isNodeId(`${id}0`)).toBe(false);
  expect(isNodeId(`${id}\n`)).toBe(false);
  expect(normalizeNodeId(id.toUpperCase())).toBe(id);
  expect(normalizeNodeId("ABC")).toBe("ABC");
});

test("channel names", () => {
  const ids = [0x00, 0x20, 0x21, 0x22, 0x23, 0x30, 0x38, 0x40, 0x60, 0x61];
  expect(ids.map(channelName).join(" ")).toBe(
    "PEX State Data Vote VoteSetBits Mempool Evidence BlockSync Snapshot Chunk",
  );
  expect(channelName(0x62)).toBeUndefined();
});

describe("properties", () => {
  const hexId = fc.stringMatching(/^[0-9a-fA-F]{40}$/);
  const port = fc.nat(65_535);
  const label = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}[a-z0-9]$/);
  const address: fc.Arbitrary<AddressSpec> = fc.oneof(
    fc
      .tuple(hexId, fc.uint8Array({ minLength: 16, maxLength: 16 }), port)
      .map(([id, bytes, port]) => new NetAddress(id, IpAddress.fromBytes(bytes), port)),
    fc
      .tuple(hexId, fc.uint8Array({ minLength: 4, maxLength: 4 }), port)
      .map(([id, bytes, port]) => new NetAddress(id, IpAddress.fromBytes(bytes), port)),
    fc
      .tuple(hexId, fc.array(label, { minLength: 1, maxLength: 3 }), port)
      .map(([id, labels, port]) => new NamedAddress(id, labels.join("."), port)),
  );

  test("parsing undoes printing, with and without a scheme", () => {
    fc.assert(
      fc.property(address, fc.constantFrom("", "tcp://", "://"), (value, scheme) => {
        expect(parseAddress(scheme + value.toString())).toEqual(value);
        expect(splitHostPort(value.dialString)).toEqual({ host: value.host, port: value.port });
        expect(joinHostPort(value.host, value.port)).toBe(value.dialString);
      }),
      { seed: 1, numRuns: 2_000 },
    );
  });

  test("200,000 texts: an address that prints to itself, or a P2PError", () => {
    const pieces = [
      id,
      "@",
      ":",
      "[",
      "]",
      "://",
      ".",
      "%",
      "::",
      "1.2.3.4",
      "::1",
      "26656",
      "host",
      "-",
      "é",
      "\u{1f600}",
    ];
    // A byte is a piece or a character; the first one says what stands around the others.
    const text = fc.uint8Array({ minLength: 1, maxLength: 12 }).map(([first = 0, ...rest]) => {
      const inner = rest.map((byte) => pieces[byte - 128] ?? String.fromCharCode(byte)).join("");
      return (
        [inner, `${id}@${inner}`, `${id}@${inner}:1`, `${id}@[${inner}]:1`, `tcp://${inner}`][first % 5] ?? ""
      );
    });
    // Most of the time would go into the errors' stack traces.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    let parsed = 0;
    fc.assert(
      fc.property(text, (value) => {
        try {
          const address = parseAddress(value);
          parsed++;
          if (parseAddress(address.toString()).toString() !== address.toString())
            throw new Error("prints otherwise");
        } catch (error) {
          if (!(error instanceof P2PError)) throw error;
        }
      }),
      { seed: 7, numRuns: 200_000 },
    );
    Error.stackTraceLimit = stackTraceLimit;
    expect(parsed).toBeGreaterThan(2_000);
  });
});
