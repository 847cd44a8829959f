import { encodeNodeInfo, limits, nodeInfoAddress, validateNodeInfo } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { probeNodeInfo } from "../../src/probe/announcement.js";

const id = "2d9983b2e026419997a412b6b2b75263ba98cd74";

describe("what a probe says about itself", () => {
  const info = probeNodeInfo(id, { network: "test-chain", channels: [0x00] });

  it("breaks no rule", () => {
    expect(validateNodeInfo(info)).toBeUndefined();
  });

  it("names an address that Go does not put into its book", () => {
    expect(nodeInfoAddress(info).host).toBe("0.0.0.0");
  });

  it("fits, with the longest network that the command takes", () => {
    const longest = probeNodeInfo(id, { network: "x".repeat(1_000), channels: [0x00] });
    expect(encodeNodeInfo(longest).length).toBeLessThan(limits.nodeInfoBytes);
  });
});
