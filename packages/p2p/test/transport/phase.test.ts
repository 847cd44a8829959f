import { errorCodes, explainRejection, type ErrorCode, phaseOf } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { nodeInfoOf } from "./fixtures.js";

describe("phaseOf", () => {
  it.each<[ErrorCode, string | undefined]>([
    ["DNS_TIMEOUT", "dns"],
    ["DIAL_REFUSED", "tcp"],
    ["PEERS_FULL", "admission"],
    ["RESET_BEFORE_FIRST_BYTE", "secretConnection"],
    ["FRAME_FORGED", "secretConnection"],
    ["ID_MISMATCH", "identity"],
    ["SELF_CONNECTION", "identity"],
    ["NODE_INFO_TIMEOUT", "nodeInfo"],
    ["INCOMPATIBLE_NETWORK", "compatibility"],
    ["REJECTED_AFTER_NODE_INFO", "compatibility"],
    ["ABORTED", undefined],
    ["PONG_TIMEOUT", undefined],
  ])("%s belongs to %s", (code, phase) => {
    expect(phaseOf(code)).toBe(phase);
  });

  it("knows every code of a dial and a handshake", () => {
    const prefixes = /^(DNS|DIAL|EPHEMERAL|AUTH|FRAME|NODE_INFO|INCOMPATIBLE|REJECTED|ADMISSION|FILTER)_/;
    const unknown = (Object.keys(errorCodes) as ErrorCode[]).filter(
      (code) => prefixes.test(code) && phaseOf(code) === undefined,
    );
    expect(unknown).toEqual([]);
  });
});

describe("explainRejection", () => {
  const ours = nodeInfoOf("aa".repeat(20));
  const theirs = nodeInfoOf("bb".repeat(20));
  const block = (version: bigint) => ({ protocolVersion: { p2p: 8n, block: version, app: 0n } });
  const channels = (...ids: number[]) => ({ channels: Uint8Array.from(ids) });

  it.each([
    ["nothing to object to", {}, {}, "REJECTED_AFTER_NODE_INFO", undefined],
    [
      "another network",
      { network: "a\n" },
      {},
      "REJECTED_NETWORK",
      'ours is "a\\u{a}", theirs is "test-chain"',
    ],
    ["another block version", block(12n), {}, "REJECTED_BLOCK_VERSION", "ours is 12, theirs is 11"],
    [
      "block version before network",
      { ...block(12n), network: "x" },
      {},
      "REJECTED_BLOCK_VERSION",
      "ours is 12, theirs is 11",
    ],
    [
      "strange channels",
      channels(0x70),
      channels(0x20),
      "REJECTED_CHANNELS",
      "ours are 0x70; theirs are 0x20 (State)",
    ],
    [
      "no channels of ours",
      channels(),
      channels(0x20),
      "REJECTED_CHANNELS",
      "ours are none; theirs are 0x20 (State)",
    ],
    [
      "no channels of theirs: they do not mind",
      channels(0x20),
      channels(),
      "REJECTED_AFTER_NODE_INFO",
      undefined,
    ],
    [
      "another p2p version: never the cause",
      { protocolVersion: { p2p: 9n, block: 11n, app: 0n } },
      {},
      "REJECTED_AFTER_NODE_INFO",
      undefined,
    ],
    [
      "a rule that we break",
      { moniker: "", network: "x" },
      {},
      "REJECTED_AFTER_NODE_INFO",
      "our NodeInfo is invalid: moniker: must not be empty",
    ],
  ])("finds %s", (_what, ourChanges, theirChanges, code, detail) => {
    const error = explainRejection({ ...ours, ...ourChanges }, { ...theirs, ...theirChanges });
    expect({ code: error.code, detail: error.detail }).toEqual({ code, detail });
  });
});
