import { type Endpoint, type ErrorCode, NamedAddress, type NodeInfo, P2PError } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { judgeResult } from "../../src/bootstrap/finding.js";
import { nodeInfo } from "../support/node-info.js";
import { at, idOf } from "./addresses.js";

interface Changes {
  readonly host?: string;
  readonly hungUp?: boolean;
  readonly info?: Partial<NodeInfo>;
}

function reached({ host = "1.1.0.1", hungUp = false, info = {} }: Changes = {}) {
  const address = at(1, host);
  const remote: Endpoint = { ip: address.host, port: address.port };
  return {
    address,
    outcome: "reached",
    remote,
    latencyMs: 20,
    nodeInfo: nodeInfo(info),
    learned: [],
    hungUp,
  } as const;
}

function failed(code: ErrorCode) {
  const error = new P2PError(code);
  return { address: at(1, "1.1.0.1"), outcome: "failed", latencyMs: 20, nodeInfo: undefined, error } as const;
}

describe("what a dial means", () => {
  it.each<[string, Changes, boolean, string]>([
    ["an ordinary node", {}, false, "peer"],
    ["a node that hangs up after its answer", { hungUp: true }, false, "seed"],
    ["a node without another channel", { info: { channels: Uint8Array.of(0) } }, false, "seed"],
    ["a node without peer exchange", { info: { channels: Uint8Array.of(0x20) } }, false, "peer"],
    ["a node of a local network", { host: "10.0.0.1" }, false, "private"],
    ["the same, when they are allowed", { host: "10.0.0.1" }, true, "peer"],
    ["a seed of a local network", { host: "10.0.0.1", hungUp: true }, false, "seed"],
  ])("%s", (_name, changes, allowPrivate, kind) => {
    expect(judgeResult(reached(changes), { allowPrivate, source: undefined }).kind).toBe(kind);
  });

  it.each<[ErrorCode, string]>([
    ["NO_FIRST_BYTE", "refused"],
    ["REJECTED_AFTER_NODE_INFO", "refused"],
    ["RESET_BEFORE_FIRST_BYTE", "refused"],
    ["DIAL_TIMEOUT", "failed"],
    ["ID_MISMATCH", "failed"],
    ["INCOMPATIBLE_NETWORK", "failed"],
  ])("%s: %s", (code, kind) => {
    const finding = judgeResult(failed(code), { allowPrivate: false, source: undefined });
    expect(finding).toMatchObject({ kind, address: { id: idOf(1) }, error: { code } });
  });
});

it("keeps who told of a node, and the IP address that a name stood for", () => {
  const source = at(9, "9.9.0.1");
  expect(judgeResult(reached(), { allowPrivate: false, source })).toMatchObject({ node: { source } });

  const address = new NamedAddress(idOf(1), "node.example.com", 26_656);
  const named = judgeResult({ ...reached(), address }, { allowPrivate: false, source: undefined });
  const resolved = at(1, "1.1.0.1");
  expect(named).toMatchObject({ kind: "peer", node: { address: resolved, source: resolved } });
});
