import { MConnection, type MConnectionOptions, P2PError } from "@cometwire/p2p";
import { VirtualClock } from "@cometwire/p2p/testing";
import { describe, expect, it } from "vitest";
import { codeOf, mconnectionPair, secretPair } from "../support/connected-pair.js";

const good = { channels: [{ id: 0x30 }], receive: () => {} };

describe("a builder's mistakes", () => {
  it.each<[string, object, string]>([
    ["no receiver", { ...good, receive: undefined }, "receive must be a function"],
    ["a channel that is a number", { ...good, channels: [0x30] }, "channel undefined"],
    ["a channel twice", { ...good, channels: [{ id: 1 }, { id: 1 }] }, "channel 0x01: the id is used twice"],
    ["an id out of range", { ...good, channels: [{ id: 256 }] }, "channel 0x100"],
    [
      "a priority of 0",
      { ...good, channels: [{ id: 1, priority: 0 }] },
      "priority must be a positive integer",
    ],
    ["a payload of 0", { ...good, maxPacketPayloadBytes: 0 }, "maxPacketPayloadBytes"],
    [
      "a pong timeout as long as the interval",
      { ...good, pongTimeoutMs: 60_000 },
      "less than pingIntervalMs",
    ],
    ["a negative rate", { ...good, sendRateBytesPerS: -1 }, "sendRateBytesPerS must not be negative"],
  ])("%s is named at once", async (_what, options, detail) => {
    const { connections } = await secretPair(new VirtualClock());
    const make = () => new MConnection(connections[0], options as MConnectionOptions);
    expect(make).toThrow(expect.objectContaining({ code: "OPTION_INVALID" }));
    expect(make).toThrow(detail);
  });

  it("a message that is no bytes is refused", async () => {
    const { a } = await mconnectionPair();
    const text = "hello" as unknown as Uint8Array;
    expect(await a.connection.send(0x20, text).catch(codeOf)).toBe("OPTION_INVALID");
    expect(() => a.connection.trySend(0x20, text)).toThrow("must be a Uint8Array");
  });

  it("a second consumer of one secret connection is told so, and the connection ends", async () => {
    const clock = new VirtualClock();
    const { connections } = await secretPair(clock);
    const ends: string[] = [];
    for (const name of ["first", "second"]) {
      const onClosed = (reason: P2PError) => void ends.push(`${name} ${reason.code}`);
      new MConnection(connections[0], { ...good, onClosed, clock }).start();
    }
    await clock.settle();
    expect(ends.sort()).toEqual(["first STOPPED", "second OPTION_INVALID"]);
  });

  it("an error shows what matters as JSON", () => {
    const shown = JSON.parse(JSON.stringify(new P2PError("DIAL_REFUSED"))) as object;
    expect(Object.keys(shown)).toEqual(["code", "message", "likelyCause", "remedy"]);
  });
});
