import { DelimitedReader } from "@cometwire/messages";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { limits, P2PError } from "../../src/base/index.js";
import {
  checkCompatibility,
  decodeNodeInfo,
  encodeNodeInfo,
  type NodeInfo,
  nodeInfoAddress,
  nodeInfoToJson,
  validateNodeInfo,
} from "../../src/wire/index.js";
import { hex, vectorsOf } from "./vectors.js";

type JsonInfo = Record<
  "default_node_id" | "listen_addr" | "network" | "version" | "channels" | "moniker",
  string
> & {
  protocol_version: Record<"p2p" | "block" | "app", string>;
  other: Record<"tx_index" | "rpc_address", string>;
};

function fromVector(value: unknown): NodeInfo {
  const info = value as JsonInfo;
  const { p2p, block, app } = info.protocol_version;
  return {
    protocolVersion: { p2p: BigInt(p2p), block: BigInt(block), app: BigInt(app) },
    id: info.default_node_id,
    listenAddr: info.listen_addr,
    network: info.network,
    version: info.version,
    channels: hex(info.channels),
    moniker: info.moniker,
    other: { txIndex: info.other.tx_index, rpcAddress: info.other.rpc_address },
  };
}

function read(bytes: Uint8Array): NodeInfo | undefined {
  const reader = new DelimitedReader({ maxLength: limits.nodeInfoBytes });
  reader.push(bytes);
  const body = reader.next();
  return body && decodeNodeInfo(body);
}

const of = (kind: string) => vectorsOf("node-info", kind);
const good = fromVector(of("validate").find(({ name }) => name === "good")?.["node_info"]);

describe("golden vectors of node-info.json", () => {
  test.each(of("encode"))("encode $name", (vector) => {
    const info = fromVector(vector["node_info"]);
    expect(Buffer.from(encodeNodeInfo(info)).toString("hex")).toBe(vector["delimited"]);
    expect(read(hex(String(vector["delimited"])))).toEqual(info);
    expect(validateNodeInfo(info) === undefined).toBe(vector["validate_error"] === null);
  });

  test.each(of("validate"))("validate $name", (vector) => {
    const error = validateNodeInfo(fromVector(vector["node_info"]));
    expect(error?.code).toBe(vector["error"] === null ? undefined : "NODE_INFO_INVALID");
  });

  test.each(of("compatible"))("compatible $name", (vector) => {
    const error = checkCompatibility(fromVector(vector["ours"]), fromVector(vector["theirs"]));
    const codes = [
      [/Block version/, "INCOMPATIBLE_BLOCK_VERSION"],
      [/different network/, "INCOMPATIBLE_NETWORK"],
      [/common channels/, "NO_COMMON_CHANNELS"],
    ] as const;
    expect(error?.code).toBe(codes.find(([text]) => text.test(String(vector["error"])))?.[1]);
  });

  test.each(of("decode").filter((vector) => vector["input"] !== undefined))("decode $name", (vector) => {
    const input = hex(String(vector["input"]));
    if (vector.name === "truncated") {
      expect(read(input)).toBeUndefined();
    } else if (vector["error"] !== null) {
      expect(() => read(input)).toThrow(expect.objectContaining({ code: "NODE_INFO_MALFORMED" }));
    } else if (vector["moniker_bytes"] === undefined) {
      expect(read(input)).toEqual(fromVector(vector["node_info"]));
    } else {
      expect(validateNodeInfo({ ...good, moniker: read(input)?.moniker ?? "" })?.detail).toMatch(
        /^moniker: /,
      );
    }
  });
});

describe("validateNodeInfo", () => {
  test.each<[string, Partial<NodeInfo>, string]>([
    ["an id that is none", { id: "abc" }, "listen_addr or id: "],
    ["an @ in the address", { listenAddr: "a@1.2.3.4:1" }, "listen_addr or id: "],
    ["a host that can be no name", { listenAddr: "tcp://exa mple.com:26656" }, "listen_addr or id: "],
    ["a misspelt IPv4 address", { listenAddr: "256.2.3.4:26656" }, "listen_addr or id: "],
    ["an escape sequence", { version: "\u001b[31m" }, 'version: must be printable ASCII, not "\\u{1b}[31m"'],
    ["17 channels", { channels: Uint8Array.from({ length: 17 }, (_, i) => i) }, "channels: 17 of them"],
    [
      "a channel twice",
      { channels: Uint8Array.of(0x30, 0, 0x30) },
      "channels: 0x30 (Mempool) is there twice",
    ],
    ["no moniker", { moniker: "" }, "moniker: must not be empty"],
    ["a moniker of spaces", { moniker: "  " }, "moniker: must not be only spaces"],
    ["tx_index", { other: { txIndex: "On", rpcAddress: "" } }, "other.tx_index: "],
    ["rpc_address", { other: { txIndex: "", rpcAddress: "ü" } }, "other.rpc_address: "],
  ])("names the field for %s", (_, change, detail) => {
    const error = validateNodeInfo({ ...good, ...change });
    expect(error?.code).toBe("NODE_INFO_INVALID");
    expect(error?.detail?.slice(0, detail.length)).toBe(detail);
  });

  test.each(["tcp://example.com:26656", "no-such-host.invalid:1", "[fe80::1%eth0]:1", "a://1.2.3.4:1://x"])(
    "accepts %s without looking anything up",
    (listenAddr) => {
      expect(validateNodeInfo({ ...good, listenAddr })).toBeUndefined();
      expect(nodeInfoAddress({ ...good, listenAddr }).id).toBe(good.id);
    },
  );

  test("an over-long remote text is cut in the detail", () => {
    const error = validateNodeInfo({ ...good, moniker: "ü".repeat(5000) });
    expect(error?.message.length).toBeLessThan(400);
  });
});

describe("checkCompatibility", () => {
  test("says what both sides have", () => {
    const theirs = { ...good, channels: Uint8Array.of(0x30, 0xf1), network: "b" };
    expect(checkCompatibility({ ...good, channels: Uint8Array.of(0) }, theirs)?.detail).toBe(
      'ours is "test-chain", theirs is "b"',
    );
    expect(checkCompatibility({ ...theirs, channels: Uint8Array.of(0) }, theirs)?.detail).toBe(
      "ours are 0x00 (PEX); theirs are 0x30 (Mempool), 0xf1",
    );
  });
});

test("nodeInfoToJson has the shape of /net_info", () => {
  expect(nodeInfoToJson({ ...good, protocolVersion: { p2p: 8n, block: 11n, app: 2n ** 64n - 1n } })).toEqual({
    protocol_version: { p2p: "8", block: "11", app: "18446744073709551615" },
    id: "641fc508f2f8c4e7833b47a3e8a3e768f8c6daaa",
    listen_addr: "tcp://1.2.3.4:26656",
    network: "test-chain",
    version: "0.38.25",
    channels: "40202122233038606100",
    moniker: "moniker-1",
    other: { tx_index: "on", rpc_address: "tcp://0.0.0.0:26657" },
  });
});

test("decodeNodeInfo takes 10,240 bytes", () => {
  // An unknown field of bytes: tag, two bytes of length, content.
  const padded = (length: number) => Uint8Array.from([0x7a, 0xfd, 0x4f, ...new Uint8Array(length - 3)]);
  expect(decodeNodeInfo(padded(10_240)).moniker).toBe("");
  expect(() => decodeNodeInfo(padded(10_241))).toThrow(
    expect.objectContaining({ code: "NODE_INFO_TOO_LARGE" }),
  );
});

test("decode undoes encode", () => {
  const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
  const text = fc.string({ unit: "binary" });
  const info = fc.record({
    protocolVersion: fc.record({ p2p: uint64, block: uint64, app: uint64 }),
    id: text,
    listenAddr: text,
    network: text,
    version: text,
    channels: fc.uint8Array({ maxLength: 20 }),
    moniker: text,
    other: fc.record({ txIndex: text, rpcAddress: text }),
  });
  fc.assert(
    fc.property(info, (value) => {
      expect(read(encodeNodeInfo(value))).toEqual(value);
    }),
    { seed: 1, numRuns: 300 },
  );
});

test("bytes lead to a NodeInfo or a P2PError, and a NodeInfo to a verdict", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        validateNodeInfo(decodeNodeInfo(bytes));
      } catch (error) {
        if (!(error instanceof P2PError)) throw error;
      }
    }),
    { seed: 2, numRuns: 10_000 },
  );
});

// In quadratic time this took minutes.
test("a hostile listen address is judged in time that grows with its length", () => {
  const info = { ...decodeNodeInfo(new Uint8Array(0)), id: "ab".repeat(20), moniker: "m" };
  for (let i = 0; i < 2_000; i++) {
    expect(validateNodeInfo({ ...info, listenAddr: `[${":".repeat(10_000)}]:1` })?.code).toBe(
      "NODE_INFO_INVALID",
    );
  }
});
