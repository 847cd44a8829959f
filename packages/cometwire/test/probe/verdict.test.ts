import { P2PError } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { noTimings } from "../../src/probe/result.js";
import { timeouts } from "../../src/probe/transport.js";
import { failureOf, openPhase, timeUp } from "../../src/probe/verdict.js";

describe("the step that a contact ended at", () => {
  it.each([
    ["nothing done, a name", noTimings, true, "dns"],
    ["nothing done, an IP address", noTimings, false, "tcp"],
    ["name resolved", { ...noTimings, dns: 1 }, true, "tcp"],
    ["connected", { ...noTimings, tcp: 1 }, true, "secretConnection"],
    ["secured", { ...noTimings, tcp: 1, secretConnection: 1 }, false, "nodeInfo"],
  ])("%s", (_name, timings, hostIsName, phase) => {
    expect(openPhase(timings, hostIsName)).toBe(phase);
  });
});

describe("the phase of a failure", () => {
  it.each([
    ["DIAL_REFUSED", "tcp"],
    ["ID_MISMATCH", "identity"],
    ["NO_COMMON_CHANNELS", "compatibility"],
    ["DUPLICATE_ADDRESS", "nodeInfo"],
    ["OPTION_INVALID", "nodeInfo"],
  ] as const)("%s: %s", (code, phase) => {
    expect(failureOf(new P2PError(code), "nodeInfo").phase).toBe(phase);
  });
});

it.each([
  ["dns", "DNS_TIMEOUT"],
  ["tcp", "DIAL_TIMEOUT"],
  ["secretConnection", "HANDSHAKE_TIMEOUT"],
  ["nodeInfo", "NODE_INFO_TIMEOUT"],
] as const)("when the time is up in %s, that is %s", (phase, code) => {
  expect(timeUp(phase, 250)).toMatchObject({
    phase,
    error: { code, detail: "the time for everything was 250 ms" },
  });
});

it.each([
  [1, { dnsTimeoutMs: 1, dialTimeoutMs: 1, handshakeTimeoutMs: 1 }],
  [2_000, { dnsTimeoutMs: 1_800, dialTimeoutMs: 1_800, handshakeTimeoutMs: 1_800 }],
  [6_000, { dnsTimeoutMs: 5_400, dialTimeoutMs: 3_000, handshakeTimeoutMs: 5_400 }],
  [60_000, { dnsTimeoutMs: 54_000, dialTimeoutMs: 20_000, handshakeTimeoutMs: 54_000 }],
])("of %i ms, the library's times take their parts", (remainingMs, expected) => {
  expect(timeouts(remainingMs)).toEqual(expected);
});
