import { type ChannelMessage, encodeMessage, type NewRoundStep } from "@cometwire/messages";
import { describe, expect, it } from "vitest";
import type { TapMessage } from "../../src/tap/tap-message.js";
import { recorded, TapWorld } from "./support.js";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "hex"));

function step(changes: Partial<NewRoundStep>): Uint8Array {
  const value = { height: 5n, round: 0, step: 1, secondsSinceStartTime: 3n, lastCommitRound: 0, ...changes };
  return encodeMessage({ type: "NewRoundStep", value });
}

const txs = (...list: string[]): Uint8Array =>
  encodeMessage({ type: "Txs", value: { txs: list.map((tx) => Buffer.from(tx)) } });

/** Reads a stream to its end, in the background. */
function collect(stream: AsyncIterable<TapMessage>): TapMessage[] {
  const got: TapMessage[] = [];
  void (async () => {
    for await (const message of stream) got.push(message);
  })();
  return got;
}

describe("a tap", () => {
  it("tells each peer that it is where that peer is, and only ever further", async () => {
    const world = new TapWorld();
    const [a, b] = [await world.peer(), await world.peer()];
    await world.tap([a, b]);
    const told = (peer: typeof a) =>
      peer.received.filter(({ channelId }) => channelId === 0x20).map(({ bytes }) => hex(bytes));
    const further = [
      step({ height: 5n, lastCommitRound: 2 }),
      step({ height: 5n, step: 3 }),
      step({ height: 5n, round: 1, step: 1 }),
      step({ height: 6n, step: 1 }),
    ];
    for (const message of further) a.send(0x20, message);
    // Neither the same again nor what lies behind, nor what Go would not take.
    for (const message of [
      step({ height: 6n, step: 1 }),
      step({ height: 5n, step: 8 }),
      step({ height: 7n, step: 99 }),
    ])
      a.send(0x20, message);
    b.send(0x20, step({ height: 2n }));
    await world.clock.advance(1_000);
    expect(told(a)).toEqual(further.map(hex));
    expect(told(b)).toEqual([hex(step({ height: 2n }))]);
    await world.stop();
  });

  it("has no blocks and no chunks, says nothing of its height or of snapshots, and claims nothing", async () => {
    const world = new TapWorld();
    const peer = await world.peer();
    const tap = await world.tap([peer]);
    const before = peer.received.length;
    const questions: readonly (readonly [number, ChannelMessage])[] = [
      [0x40, { type: "BlockRequest", value: { height: 7n } }],
      [0x40, { type: "StatusRequest", value: {} }],
      [0x60, { type: "SnapshotsRequest", value: {} }],
      [0x61, { type: "ChunkRequest", value: { height: 5n, format: 1, index: 2 } }],
    ];
    for (const [channel, message] of questions) peer.send(channel, encodeMessage(message));
    // All kinds of gossip, without an answer.
    for (const { channel, bytes, type } of recorded("v0.38.25").slice(0, 400)) {
      if (type !== "consensus.NewRoundStep" && channel < 0x40 && channel > 0) peer.send(channel, bytes);
      await world.clock.advance(1);
    }
    await world.clock.advance(5_000);
    const answers = peer.received
      .slice(before)
      .map(({ channelId, bytes }) => `${channelId.toString(16)} ${hex(bytes)}`);
    expect(answers.toSorted()).toEqual(["40 12020807", "61 22080805100118022801"]);
    expect(tap.summary().peers).toMatchObject([{ connected: true, errors: 0 }]);
    await world.stop();
  });

  it("hands out each message with who sent it, what it is, and who was first", async () => {
    const world = new TapWorld();
    const [a, b] = [await world.peer(), await world.peer()];
    const tap = await world.tap([a, b]);
    const got = collect(tap.messages({ channels: [0x30] }));
    a.send(0x30, txs("one"));
    await world.clock.advance(50);
    b.send(0x30, txs("one"));
    b.send(0x30, txs("two"));
    await world.clock.advance(1_000);
    expect(got).toMatchObject([
      {
        peer: { id: a.id, address: "10.0.1.1:26656", release: "v0.38" },
        network: "test-chain",
        channel: 0x30,
      },
      { peer: { id: b.id }, message: { type: "Txs" } },
      { peer: { id: b.id }, message: { type: "Txs" } },
    ]);
    expect(got.map(({ sighting }) => sighting)).toEqual([
      { isFirst: true, copies: 1, firstPeer: a.id, delayMs: 0 },
      { isFirst: false, copies: 2, firstPeer: a.id, delayMs: 50 },
      { isFirst: true, copies: 1, firstPeer: b.id, delayMs: 0 },
    ]);
    expect(tap.summary().peers).toMatchObject([
      { firsts: 1, duplicates: 0, meanDelayMs: undefined },
      { firsts: 1, duplicates: 1, meanDelayMs: 50 },
    ]);
    await world.stop();
  });

  it("shows what it cannot read and what breaks a rule, and stays", async () => {
    const world = new TapWorld();
    const peer = await world.peer();
    const tap = await world.tap([peer]);
    const got = collect(tap.messages({ channels: [0x20, 0x22] }));
    peer.send(0x20, bytesOf("ffff"));
    peer.send(0x20, bytesOf("5202084d")); // HasProposalBlockPart, which v0.38 does not know
    peer.send(0x20, bytesOf("b20600"));
    peer.send(0x20, encodeMessage({ type: "HasVote", value: { height: 1n, round: 0, type: 1, index: -1 } }));
    await world.clock.advance(1_000);
    expect(got.map(({ message, error }) => [message?.type, error?.code])).toEqual([
      [undefined, "DECODE_TRUNCATED"],
      ["HasProposalBlockPart", undefined],
      [undefined, "DECODE_NO_MEMBER"],
      ["HasVote", "VALIDATE_TOO_SMALL"],
    ]);
    expect(tap.summary()).toMatchObject({ errors: 3, peers: [{ connected: true, errors: 3 }] });
    await world.stop();
  });

  it("dials a peer that it has lost again", async () => {
    const world = new TapWorld();
    const peer = await world.peer();
    const tap = await world.tap([peer]);
    peer.disconnect();
    await world.clock.advance(100);
    expect(tap.summary().peers).toMatchObject([{ connected: false }]);
    await world.clock.advance(60_000);
    expect(tap.summary().peers).toMatchObject([{ connected: true }]);
    await world.stop();
  });

  it("makes the peers of a slow reader wait, keeps them, and loses nothing", async () => {
    const world = new TapWorld();
    const peer = await world.peer();
    const tap = await world.tap([peer]);
    const stream = tap.messages({ channels: [0x30], maxQueuedMessages: 10 });
    let sent = 0;
    const send = (): void => {
      while (sent < 5_000 && peer.send(0x30, txs(`${sent}-`.padEnd(2_000, "x")))) sent++;
    };
    for (let round = 0; round < 200; round++) {
      send();
      await world.clock.advance(100);
    }
    // What is on the way fits into buffers; the rest waits at the peer.
    expect(sent).toBeLessThan(3_000);
    expect(tap.summary().messages).toBeLessThanOrEqual(12);
    expect(tap.summary().peers).toMatchObject([{ connected: true }]);
    const got: string[] = [];
    void (async () => {
      for await (const { message } of stream)
        if (message?.type === "Txs")
          got.push(String.fromCharCode(...(message.value.txs[0] ?? [])).split("-")[0] ?? "");
    })();
    const done = (): boolean => {
      send();
      return got.length === 5_000;
    };
    expect(await world.clock.advanceUntil(done, 600_000)).toBe(true);
    expect(got).toEqual(Array.from({ length: 5_000 }, (_, index) => String(index)));
    await world.stop();
  });

  it("ends its streams when it stops, also by a signal, and leaves nothing behind", async () => {
    const world = new TapWorld();
    const peer = await world.peer();
    const controller = new AbortController();
    const tap = await world.tap([peer], { signal: controller.signal });
    const ends = Promise.all([tap.messages().next(), tap.messages({ types: ["Vote"] }).next()]);
    controller.abort();
    expect((await world.run(ends)).map(({ done }) => done)).toEqual([true, true]);
    await world.stop();
    expect(await tap.messages().next()).toEqual({ value: undefined, done: true });
    await peer.stop();
    await world.clock.advance(10_000);
    expect([world.network.connections, world.clock.pendingTimers]).toEqual([0, 0]);
  });
});
