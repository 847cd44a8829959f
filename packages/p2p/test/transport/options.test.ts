import { goTiming, limits, NodeKey, type P2PError, type TransportOptions } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { parseListenAddress, resolveListenAddress } from "../../src/transport/listen-address.js";
import { completeSettings } from "../../src/transport/options.js";
import { VirtualClock } from "@cometwire/p2p/testing";
import { nodeInfoOf } from "./fixtures.js";

const nodeKey = NodeKey.generate();
const complete = (changes: Partial<TransportOptions>) =>
  completeSettings({ nodeKey, nodeInfo: () => nodeInfoOf(nodeKey.id), ...changes });

describe("transport options", () => {
  it("have the documented defaults", () => {
    expect(complete({})).toMatchObject({
      dnsTimeoutMs: 5_000,
      dialTimeoutMs: 3_000,
      handshakeTimeoutMs: 20_000,
      filterTimeoutMs: 5_000,
      allowDuplicateIp: false,
      maxPendingHandshakes: limits.pendingHandshakes,
      maxPendingHandshakesPerAddress: limits.pendingHandshakesPerAddress,
      maxInboundPeers: Number.POSITIVE_INFINITY,
    });
  });

  it("take Go's times", () => {
    expect(complete(goTiming)).toMatchObject({ dialTimeoutMs: 1_000, handshakeTimeoutMs: 3_000 });
  });

  it.each<Partial<TransportOptions>>([
    { dialTimeoutMs: 0 },
    { handshakeTimeoutMs: Number.NaN },
    { filterTimeoutMs: -1 },
    { dnsTimeoutMs: 0 },
    { maxPendingHandshakes: 0 },
    { maxPendingHandshakesPerAddress: 0 },
    { maxInboundPeers: -1 },
    { unconditionalPeerIds: ["not an id"] },
    { unconditionalPeerIds: new Set(["AB".repeat(20)]) },
    { persistentPeerIds: ["not an id"] },
    { localAddress: "localhost" },
    { localAddress: "" },
  ])("are refused: %j", (changes) => {
    expect(() => complete(changes)).toThrow(expect.objectContaining({ code: "OPTION_INVALID" }) as P2PError);
  });

  it("take unconditional ids in either case", () => {
    expect([...complete({ unconditionalPeerIds: ["AB".repeat(20)] }).unconditionalPeerIds]).toEqual([
      "ab".repeat(20),
    ]);
  });
});

describe("sets of ids", () => {
  it("stay their owner's, and anything else is copied", () => {
    const live = new Set(["ab".repeat(20)]);
    const list = ["CD".repeat(20)];
    const settings = complete({ unconditionalPeerIds: live, persistentPeerIds: list });
    live.add("ef".repeat(20));
    list.push("ef".repeat(20));
    expect(settings.unconditionalPeerIds).toBe(live);
    expect([...settings.persistentPeerIds]).toEqual(["cd".repeat(20)]);
  });

  it("may be of any class that answers as a set does", () => {
    const ids = ["ab".repeat(20)];
    const custom = {
      get size() {
        return ids.length;
      },
      has: (id: string) => ids.includes(id),
      [Symbol.iterator]: () => ids[Symbol.iterator](),
    };
    const settings = complete({ unconditionalPeerIds: custom });
    ids.push("cd".repeat(20));
    expect(settings.unconditionalPeerIds.has("cd".repeat(20))).toBe(true);
  });
});

describe("parseListenAddress", () => {
  it.each([
    ["tcp://0.0.0.0:26656", { host: "0.0.0.0", port: 26656 }],
    ["127.0.0.1:0", { host: "127.0.0.1", port: 0 }],
    ["tcp://[::]:1", { host: "::", port: 1 }],
    ["localhost:1", { host: "localhost", port: 1 }],
    [":26656", { host: undefined, port: 26656 }],
    ["tcp://:26656", { host: undefined, port: 26656 }],
  ])("reads %s", (text, expected) => {
    expect(parseListenAddress(text)).toEqual(expected);
  });

  it.each(["", "localhost", "localhost:", "1.2.3.4:65536", "::1:26656", "unix:///tmp/socket"])(
    "refuses %j",
    (text) => {
      expect(() => parseListenAddress(text)).toThrow(
        expect.objectContaining({ code: "ADDRESS_MALFORMED" }) as P2PError,
      );
    },
  );
});

describe("resolveListenAddress", () => {
  const options = { clock: new VirtualClock(), timeoutMs: 5_000 };

  it("looks up names only", async () => {
    const resolver = async () => ["127.0.0.7", "::1"];
    const resolve = (host: string | undefined) =>
      resolveListenAddress({ host, port: 1 }, { ...options, resolver });
    expect(await resolve("name")).toEqual({ host: "127.0.0.7", port: 1 });
    expect(await resolve("::ffff:1.2.3.4")).toEqual({ host: "1.2.3.4", port: 1 });
    expect(await resolve(undefined)).toEqual({ host: undefined, port: 1 });
  });

  it("reports a name that does not resolve", async () => {
    const resolver = () => Promise.reject(new Error("no such name"));
    await expect(
      resolveListenAddress({ host: "name", port: 1 }, { ...options, resolver }),
    ).rejects.toMatchObject({
      code: "LISTEN_FAILED",
      cause: { code: "DNS_FAILED" },
    });
  });
});
