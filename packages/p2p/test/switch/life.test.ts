import { describe, expect, it } from "vitest";
import { Bench, ONE, TWO } from "./bench.js";

describe("a peer's life", () => {
  it("goes in the order of the grammar, over both reactors, inbound and outbound", async () => {
    const bench = await new Bench().start();
    const dialler = await bench.inbound();
    const dialled = await bench.outbound();
    expect(bench.sw.counts()).toEqual({ outbound: 1, inbound: 1, dialing: 0 });
    expect(bench.sw.peers.map(({ id, outbound }) => [id, outbound])).toEqual([
      [dialler.id, false],
      [dialled.id, true],
    ]);
    dialler.send(ONE, Uint8Array.of(1));
    dialler.send(TWO, Uint8Array.of(2));
    await bench.clock.advance(100);
    dialler.disconnect();
    await bench.clock.advance(100);
    const nameOf = (peer: { id: string }) => (peer.id === dialler.id ? "a" : "b");
    expect(bench.one.script(nameOf)).toEqual([
      "start",
      "initPeer a",
      "addPeer a",
      "initPeer b",
      "addPeer b",
      "receive a",
      "removePeer a",
    ]);
    expect(bench.eventsOf("peer-disconnected")).toMatchObject([
      { peer: { id: dialler.id }, reason: { code: "CONNECTION_CLOSED" }, misbehaved: false },
    ]);
    expect(await bench.finish(dialler, dialled)).toEqual([]);
    expect(bench.two.script(nameOf).slice(-2)).toEqual(["removePeer b", "stop"]);
  });
});
