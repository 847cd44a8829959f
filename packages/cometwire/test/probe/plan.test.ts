import type { ErrorCode } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { UNKNOWN_NETWORK, unobtrusiveChannel } from "../../src/probe/announcement.js";
import { type FailedContact, firstAnnouncement, nextContact } from "../../src/probe/plan.js";
import { nodeInfo } from "../support/node-info.js";

function failed(code: ErrorCode, changes: Partial<FailedContact> = {}): FailedContact {
  const announced = firstAnnouncement(undefined);
  return { number: 1, announced, code, nodeInfo: nodeInfo(), networkGiven: false, resets: 0, ...changes };
}

describe("nextContact", () => {
  it("announces the network that the peer has told", () => {
    const next = nextContact(failed("INCOMPATIBLE_NETWORK"));
    expect(next).toMatchObject({
      again: true,
      announce: { network: "test-chain", channels: [0] },
      delayMs: 0,
    });
  });

  it("announces network and channel at once where there is no PEX", () => {
    const next = nextContact(
      failed("INCOMPATIBLE_NETWORK", { nodeInfo: nodeInfo({ channels: Uint8Array.of(0x40, 0x38) }) }),
    );
    expect(next).toMatchObject({ again: true, announce: { network: "test-chain", channels: [0x38] } });
  });

  it("announces a channel of the peer's when the network was given", () => {
    const announced = firstAnnouncement("test-chain");
    const next = nextContact(
      failed("NO_COMMON_CHANNELS", {
        announced,
        networkGiven: true,
        nodeInfo: nodeInfo({ channels: Uint8Array.of(0xf0) }),
      }),
    );
    expect(next).toMatchObject({ again: true, announce: { network: "test-chain", channels: [0xf0] } });
  });

  it("waits longer and longer for the peer to notice the end of the last contact, and gives up", () => {
    const delays = [0, 1, 2, 3, 4, 5, 6].map((resets) => {
      const next = nextContact(
        failed("RESET_BEFORE_FIRST_BYTE", { number: 2 + resets, resets, nodeInfo: undefined }),
      );
      return next.again ? next.delayMs : undefined;
    });
    expect(delays).toEqual([50, 100, 200, 400, 800, 1_600, undefined]);
  });

  it.each<[string, FailedContact]>([
    ["a reset of the first contact", failed("RESET_BEFORE_FIRST_BYTE", { nodeInfo: undefined })],
    ["a wrong network that the user named", failed("INCOMPATIBLE_NETWORK", { networkGiven: true })],
    [
      "a network that changed",
      failed("INCOMPATIBLE_NETWORK", { announced: { network: "test-chain", channels: [0] } }),
    ],
    [
      "a peer without any channel",
      failed("NO_COMMON_CHANNELS", { nodeInfo: nodeInfo({ channels: new Uint8Array(0) }) }),
    ],
    ["another block version", failed("INCOMPATIBLE_BLOCK_VERSION")],
    ["a refused connection", failed("DIAL_REFUSED", { nodeInfo: undefined })],
    ["another id", failed("ID_MISMATCH", { nodeInfo: undefined })],
  ])("gives up after %s", (_name, contact) => {
    expect(nextContact(contact)).toEqual({ again: false });
  });
});

it("announces a name that is no chain's while the network is not known", () => {
  expect(firstAnnouncement(undefined)).toEqual({ network: UNKNOWN_NETWORK, channels: [0] });
});

describe("unobtrusiveChannel", () => {
  it.each([
    [[0x40, 0x20, 0x30, 0x38, 0x00], 0x00],
    [[0x40, 0x20, 0x30, 0x38], 0x38],
    [[0x40, 0x20], 0x40],
    [[], undefined],
  ])("of %j is %s", (channels, expected) => {
    expect(unobtrusiveChannel(channels)).toBe(expected);
  });
});
