import type { Random } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { decideInbound, type InboundSituation } from "../../src/switch/inbound-decision.js";
import {
  addressToTry,
  decideReconnect,
  defaultReconnectSettings,
  freshRecord,
  type ReconnectOccasion,
  type ReconnectRecord,
} from "../../src/switch/reconnect-policy.js";

const LOW = "1".repeat(40);
const HIGH = "f".repeat(40);

describe("decideInbound", () => {
  const nothing = { ourId: LOW, peerId: HIGH, hasSession: false, hasHandshake: false, dial: undefined };
  const higher = { ourId: HIGH, peerId: LOW };
  const refused = "refuse";
  it.each<[string, Partial<InboundSituation>, string]>([
    ["nothing else", {}, "admit"],
    ["a session", { hasSession: true }, refused],
    ["a session, ours is higher", { ...higher, hasSession: true }, refused],
    ["a session and a dial", { hasSession: true, dial: "connecting" }, refused],
    ["another handshake", { hasHandshake: true }, refused],
    ["another handshake and a dial", { hasHandshake: true, dial: "connecting" }, refused],
    ["a dial that nothing has answered", { dial: "connecting" }, "admit, abort the dial"],
    ["such a dial, ours is higher", { ...higher, dial: "connecting" }, "admit, abort the dial"],
    ["a dial in its handshake", { dial: "handshaking" }, refused],
    ["such a dial, ours is higher", { ...higher, dial: "handshaking" }, "wait-for-dial"],
  ])("%s", (_, situation, expected) => {
    const decision = decideInbound({ ...nothing, ...situation });
    const { action } = decision;
    expect(action === "admit" && decision.abortDial ? "admit, abort the dial" : action).toBe(expected);
    if (decision.action === "refuse") expect(decision.why).not.toBe("");
  });

  it("lets one connection win, the same on both sides, when both dials are in their handshake", () => {
    const sides = [
      { ourId: LOW, peerId: HIGH },
      { ourId: HIGH, peerId: LOW },
    ].map((ids) => decideInbound({ ...nothing, ...ids, dial: "handshaking" }).action);
    expect(sides).toEqual(["refuse", "wait-for-dial"]);
  });
});

describe("addressToTry", () => {
  it.each<[string, readonly string[], string]>([
    ["there is no other", [], "cccccc"],
    ["there is one", ["x"], "cxcxcx"],
    ["there are several", ["x", "y"], "cxcycx"],
  ])("every other time the configured one, when %s", (_when, others, tried) => {
    const attempts = Array.from({ length: 6 }, (_, failures) => addressToTry("c", others, failures));
    expect(attempts.join("")).toBe(tried);
  });
});

describe("decideReconnect", () => {
  const longest: Random = { bytes: (length) => new Uint8Array(length), integer: (limit) => limit - 1 };
  const shortest: Random = { ...longest, integer: () => 0 };
  const settings = { ...defaultReconnectSettings };
  const decide = (record: ReconnectRecord, occasion: ReconnectOccasion, random = longest) =>
    decideReconnect(record, occasion, settings, random);
  const ended = (connectedMs: number, misbehaved = false): ReconnectOccasion => ({
    type: "ended",
    connectedMs,
    misbehaved,
  });

  it.each<[string, ReconnectRecord, ReconnectOccasion, number, string, ReconnectRecord]>([
    [
      "first failure",
      freshRecord,
      { type: "dial-failed" },
      1_000,
      "dial failed",
      { failures: 1, misbehaviours: 0 },
    ],
    [
      "second",
      { failures: 1, misbehaviours: 0 },
      { type: "dial-failed" },
      2_000,
      "dial failed",
      { failures: 2, misbehaviours: 0 },
    ],
    [
      "sixth",
      { failures: 5, misbehaviours: 0 },
      { type: "dial-failed" },
      32_000,
      "dial failed",
      { failures: 6, misbehaviours: 0 },
    ],
    [
      "the ceiling",
      { failures: 6, misbehaviours: 0 },
      { type: "dial-failed" },
      60_000,
      "dial failed",
      { failures: 7, misbehaviours: 0 },
    ],
    [
      "ten thousand",
      { failures: 1e4, misbehaviours: 0 },
      { type: "dial-failed" },
      60_000,
      "dial failed",
      { failures: 10_001, misbehaviours: 0 },
    ],
    [
      "refused",
      { failures: 2, misbehaviours: 0 },
      { type: "refused" },
      4_000,
      "refused",
      { failures: 3, misbehaviours: 0 },
    ],
    [
      "a good connection",
      { failures: 9, misbehaviours: 3 },
      ended(60_000),
      1_000,
      "connection ended",
      freshRecord,
    ],
    [
      "accepts and drops",
      { failures: 3, misbehaviours: 0 },
      ended(59_999),
      8_000,
      "connection ended at once",
      { failures: 4, misbehaviours: 0 },
    ],
    [
      "misbehaves",
      { failures: 3, misbehaviours: 0 },
      ended(5, true),
      60_000,
      "peer misbehaved",
      { failures: 0, misbehaviours: 1 },
    ],
    [
      "misbehaves after long",
      { failures: 3, misbehaviours: 2 },
      ended(1e9, true),
      240_000,
      "peer misbehaved",
      { failures: 0, misbehaviours: 3 },
    ],
    [
      "its ceiling",
      { failures: 0, misbehaviours: 50 },
      ended(1e9, true),
      3_600_000,
      "peer misbehaved",
      { failures: 0, misbehaviours: 51 },
    ],
    [
      "what misbehaved stays remembered",
      { failures: 0, misbehaviours: 2 },
      { type: "dial-failed" },
      1_000,
      "dial failed",
      { failures: 1, misbehaviours: 2 },
    ],
  ])("%s", (_, record, occasion, delayMs, why, next) => {
    expect(decide(record, occasion)).toEqual({ delayMs, why, record: next });
    expect(decide(record, occasion, shortest).delayMs).toBe(delayMs / 2);
  });

  it("never waits for nothing, nor longer than the ceilings, whatever happened before", () => {
    for (let failures = 0; failures < 2_000; failures++) {
      for (const occasion of [{ type: "dial-failed" }, ended(0), ended(0, true)] as const) {
        const { delayMs } = decide({ failures, misbehaviours: failures }, occasion);
        const misbehaved = occasion.type === "ended" && occasion.misbehaved;
        expect(delayMs).toBeGreaterThan(0);
        expect(delayMs).toBeLessThanOrEqual(misbehaved ? settings.misbehaviourCeilingMs : settings.ceilingMs);
      }
    }
  });
});
