import { type ChannelDescriptor, P2PError, type Peer } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { Bench, ONE, recorder, TWO } from "./bench.js";

/** A codec of numbers below 100; 200 and more are kinds that it does not know. */
class Numbers {
  encoded = 0;
  readonly channel: ChannelDescriptor<unknown> = {
    id: ONE,
    sendQueueCapacity: 2,
    codec: {
      decode: ([byte = 0]) => {
        if (byte >= 200) return undefined;
        if (byte >= 100) throw new Error("no such number");
        return { number: byte };
      },
      encode: (message) => {
        this.encoded++;
        return Uint8Array.of((message as { number: number }).number);
      },
    },
  };
}

async function benchWithNumbers(channel: Partial<ChannelDescriptor<unknown>> = {}) {
  const numbers = new Numbers();
  const one = recorder("one", ONE, undefined, { ...numbers.channel, ...channel });
  const bench = await new Bench({ reactors: [one, recorder("two", TWO)] }).start();
  return { bench, numbers, one, channel: one.channels[0] as ChannelDescriptor<unknown> };
}

const firstByte = (message: unknown) => (message as Uint8Array)[0];
const bytesOf = (messages: readonly { bytes: Uint8Array }[]) => messages.map(({ bytes }) => bytes[0]);

describe("broadcast", () => {
  it("encodes once, sends to every peer that has the channel, and says how it went", async () => {
    const { bench, numbers, one, channel } = await benchWithNumbers();
    const peers = [await bench.inbound(), await bench.outbound()];
    const without = await bench.inbound({ channels: [TWO] });
    expect(one.context.tryBroadcast(channel, { number: 1 })).toEqual({ queued: 2, failed: 0 });
    expect(numbers.encoded).toBe(1);
    expect(await bench.during(one.context.broadcast(channel, { number: 2 }))).toEqual({
      queued: 2,
      failed: 0,
    });
    expect(numbers.encoded).toBe(2);
    await bench.clock.advance(100);
    expect(peers.map(({ received }) => bytesOf(received))).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(without.received).toEqual([]);
    expect(without.open).toHaveLength(1);
    expect(await bench.finish(...peers, without)).toEqual([]);
  });

  it("keeps the order for each peer, also past a full queue", async () => {
    const { bench, one, channel } = await benchWithNumbers();
    const peers = [await bench.inbound(), await bench.inbound()];
    const results = Array.from({ length: 40 }, (_, number) => one.context.broadcast(channel, { number }));
    expect(one.context.tryBroadcast(channel, { number: 99 })).toEqual({ queued: 0, failed: 2 });
    await bench.during(Promise.all(results));
    await bench.clock.advance(100);
    for (const { received } of peers)
      expect(bytesOf(received)).toEqual(Array.from({ length: 40 }, (_, i) => i));
    expect(await bench.finish(...peers)).toEqual([]);
  });

  it("does not wait for one peer to send to another", async () => {
    const { bench, one, channel } = await benchWithNumbers();
    const [stuck, fine] = [await bench.inbound(), await bench.inbound()];
    bench.network.dropHost(stuck.ip);
    const filler = bench.sw.peer(stuck.id) as Peer;
    for (let i = 0; i < 400; i++) filler.trySend(TWO, new Uint8Array(1_000));
    while (filler.trySend(channel, { number: 0 }));
    const results = [1, 2, 3, 4, 5].map((number) => one.context.broadcast(channel, { number }));
    await bench.clock.advance(200);
    expect(bytesOf(fine.received)).toEqual([1, 2, 3, 4, 5]);
    bench.network.heal();
    await bench.during(Promise.all(results), 60_000);
    expect(await bench.finish(stuck, fine)).toEqual([]);
  });

  it("counts as failed the peers that have no room in time, or go away meanwhile", async () => {
    const { bench, one, channel } = await benchWithNumbers();
    const [stuck, leaving, fine] = [await bench.inbound(), await bench.inbound(), await bench.inbound()];
    for (const { ip } of [stuck, leaving]) bench.network.dropHost(ip);
    for (let round = 0; round < 100; round++) {
      for (const { id } of [stuck, leaving]) {
        for (let i = 0; i < 10; i++) bench.sw.peer(id)?.trySend(TWO, new Uint8Array(5_000));
        while (bench.sw.peer(id)?.trySend(channel, { number: 0 }) === true);
      }
      await bench.clock.advance(1);
    }
    const results = one.context.broadcast(channel, { number: 1 });
    bench.sw.stopPeer(bench.sw.peer(leaving.id) as Peer, new P2PError("PEER_MISBEHAVED"));
    expect(await bench.during(results, 11_000)).toEqual({ queued: 1, failed: 2 });
    bench.network.heal();
    expect(await bench.finish(stuck, leaving, fine)).toEqual([]);
  });

  it("on a channel that nobody has is an error", async () => {
    const { bench, one } = await benchWithNumbers();
    expect(await bench.code(one.context.broadcast(0x55, Uint8Array.of(1)))).toBe("SEND_UNKNOWN_CHANNEL");
    expect(() => one.context.tryBroadcast(0x55, Uint8Array.of(1))).toThrow(
      expect.objectContaining({ code: "SEND_UNKNOWN_CHANNEL" }),
    );
    expect(await bench.finish()).toEqual([]);
  });
});

describe("sending to one peer", () => {
  it("that lacks the channel is refused, and it stays", async () => {
    const { bench, channel } = await benchWithNumbers();
    const without = await bench.inbound({ channels: [TWO] });
    const [peer] = bench.sw.peers as [Peer];
    expect(peer.hasChannel(ONE)).toBe(false);
    expect(peer.hasChannel(TWO)).toBe(true);
    expect(peer.canSend(ONE)).toBe(false);
    expect(peer.trySend(channel, { number: 1 })).toBe(false);
    expect(await bench.code(peer.send(channel, { number: 1 }))).toBe("SEND_UNKNOWN_CHANNEL");
    await bench.clock.advance(1_000);
    expect(without.open).toHaveLength(1);
    expect(await bench.finish(without)).toEqual([]);
  });

  it("on a channel of no reactor is an error", async () => {
    const { bench } = await benchWithNumbers();
    const other = await bench.inbound();
    const [peer] = bench.sw.peers as [Peer];
    expect(() => peer.trySend(0x55, Uint8Array.of(1))).toThrow(
      expect.objectContaining({ code: "SEND_UNKNOWN_CHANNEL" }),
    );
    expect(await bench.code(peer.send(0x55, Uint8Array.of(1)))).toBe("SEND_UNKNOWN_CHANNEL");
    expect(await bench.finish(other)).toEqual([]);
  });

  it("waits for room, keeps the order, and counts", async () => {
    const { bench, channel } = await benchWithNumbers();
    const other = await bench.inbound();
    const [peer] = bench.sw.peers as [Peer];
    const sends = Array.from({ length: 20 }, (_, number) => peer.send(channel, { number }));
    expect(peer.canSend(ONE)).toBe(false);
    await bench.during(Promise.all(sends));
    await bench.clock.advance(100);
    expect(bytesOf(other.received)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(peer.traffic()).toMatchObject([
      { channelId: ONE, sentMessages: 20, sentBytes: 20, receivedMessages: 0 },
    ]);
    expect(peer.status().channels.map(({ id }) => id)).toEqual([ONE, TWO]);
    expect(await bench.finish(other)).toEqual([]);
  });

  it("gives up when it is told to", async () => {
    const { bench, channel } = await benchWithNumbers();
    const other = await bench.inbound();
    const [peer] = bench.sw.peers as [Peer];
    while (peer.trySend(channel, { number: 1 }));
    const controller = new AbortController();
    const code = bench.outcome(peer.send(channel, { number: 2 }, { signal: controller.signal }));
    controller.abort();
    expect(await bench.during(code)).toBe("ABORTED");
    expect(await bench.finish(other)).toEqual([]);
  });
});

describe("receiving", () => {
  it("decodes; counts and drops kinds that the codec does not know, and the peer stays", async () => {
    const { bench, one } = await benchWithNumbers();
    const peer = await bench.inbound();
    for (const byte of [1, 200, 2, 255]) peer.send(ONE, Uint8Array.of(byte));
    await bench.clock.advance(100);
    expect(one.messages).toEqual([{ number: 1 }, { number: 2 }]);
    expect(bench.sw.peers[0]?.traffic()).toMatchObject([
      { channelId: ONE, receivedMessages: 4, receivedBytes: 4, unknownMessages: 2 },
    ]);
    peer.disconnect();
    await bench.clock.advance(100);
    expect(bench.sw.traffic()).toMatchObject([{ receivedMessages: 4, unknownMessages: 2 }]);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("ends a peer whose message cannot be decoded, for its misbehaviour", async () => {
    const { bench, one } = await benchWithNumbers();
    const peer = await bench.inbound();
    peer.send(ONE, Uint8Array.of(100));
    peer.send(ONE, Uint8Array.of(1));
    await bench.clock.advance(100);
    expect(one.messages).toEqual([]);
    expect(bench.eventsOf("peer-disconnected")).toMatchObject([
      { reason: { code: "MESSAGE_MALFORMED", detail: "channel 0x31: no such number" }, misbehaved: true },
    ]);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("ends a peer whose bytes a filter refuses, before they are decoded; its text is made safe", async () => {
    let decoded = 0;
    const { bench } = await benchWithNumbers({
      filter: (peer, [byte]) => (byte === 7 ? `${peer.id.length} \u001b[2J` : undefined),
      codec: { decode: () => decoded++, encode: () => new Uint8Array(0) },
    });
    const peer = await bench.inbound();
    peer.send(ONE, Uint8Array.of(6));
    peer.send(ONE, Uint8Array.of(7));
    await bench.clock.advance(100);
    expect(decoded).toBe(1);
    expect(bench.eventsOf("peer-disconnected")).toMatchObject([
      { reason: { code: "MESSAGE_REFUSED", detail: "one, channel 0x31: 40 \\u{1b}[2J" }, misbehaved: true },
    ]);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("on a channel that we do not have, or of more bytes than the channel takes, ends the peer", async () => {
    const { bench } = await benchWithNumbers({ recvMessageCapacity: 10, codec: undefined });
    const [foreign, large] = [await bench.inbound({ channels: [ONE, 0x55] }), await bench.inbound()];
    foreign.send(0x55, Uint8Array.of(1));
    large.send(ONE, new Uint8Array(11));
    await bench.clock.advance(100);
    expect(bench.eventsOf("peer-disconnected").map(({ reason }) => reason?.code)).toEqual([
      "UNKNOWN_CHANNEL",
      "MESSAGE_TOO_LARGE",
    ]);
    expect(await bench.finish(foreign, large)).toEqual([]);
  });

  it("gives a message to its reactor for good", async () => {
    const bench = await new Bench().start();
    const peer = await bench.inbound();
    for (let i = 0; i < 50; i++) {
      peer.send(ONE, new Uint8Array(2_000).fill(i));
      await bench.clock.advance(30);
    }
    const messages = bench.one.messages as Uint8Array[];
    expect(messages).toHaveLength(50);
    for (const [i, message] of messages.entries()) expect(message.every((byte) => byte === i)).toBe(true);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("is one message after the other over all channels, while a promise is pending; others go on", async () => {
    const bench = await new Bench().start();
    const releases: (() => void)[] = [];
    const [slow, other] = [await bench.inbound(), await bench.inbound()];
    bench.one.behave = (call) =>
      call.callback === "receive" && call.peer.id === slow.id
        ? new Promise<void>((resolve) => void releases.push(resolve))
        : undefined;
    slow.send(ONE, Uint8Array.of(1));
    await bench.clock.advance(50);
    slow.send(TWO, Uint8Array.of(2));
    slow.send(ONE, Uint8Array.of(3));
    other.send(TWO, Uint8Array.of(4));
    other.send(ONE, Uint8Array.of(5));
    await bench.clock.advance(60_000);
    expect(bench.one.messages.map(firstByte)).toEqual([1, 5]);
    expect(bench.two.messages.map(firstByte)).toEqual([4]);
    releases.shift()?.();
    await bench.clock.advance(1);
    expect(bench.two.messages.map(firstByte)).toEqual([4, 2]);
    expect(bench.one.messages.map(firstByte)).toEqual([1, 5, 3]);
    releases.shift()?.();
    expect(await bench.finish(slow, other)).toEqual([]);
  });

  it("pauses the socket when a reactor is behind, and only then; it goes on where it was", async () => {
    const bench = await new Bench({ switch: { connection: { unhandledMessages: 10 } } }).start();
    let held = true;
    const releases: (() => void)[] = [];
    const peer = await bench.inbound();
    bench.one.behave = (call) =>
      held && call.callback === "receive"
        ? new Promise<void>((resolve) => void releases.push(resolve))
        : undefined;
    for (let i = 0; i < 30; i++) peer.send(ONE, Uint8Array.of(i));
    await bench.clock.advance(1_000);
    expect(bench.sw.peers[0]?.status().paused).toBe(true);
    held = false;
    for (const release of releases) release();
    await bench.clock.advance(1_000);
    expect(bench.sw.peers[0]?.status().paused).toBe(false);
    expect(bench.one.messages.map(firstByte)).toEqual(Array.from({ length: 30 }, (_, i) => i));
    // Work that is not returned holds nobody back.
    bench.one.behave = () => void new Promise(() => {});
    for (let i = 0; i < 30; i++) peer.send(ONE, Uint8Array.of(i));
    await bench.clock.advance(1_000);
    expect(bench.sw.peers[0]?.status().paused).toBe(false);
    expect(bench.one.messages).toHaveLength(60);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("goes on after the peer has gone: what it sent before its goodbye comes, and it is sent nothing more", async () => {
    const seen: unknown[] = [];
    const one = recorder("one", ONE, async (call) => {
      if (call.callback !== "receive") return;
      await new Promise<void>((resolve) => void bench.clock.setTimer(50, resolve));
      const { peer } = call;
      seen.push([peer.running, peer.canSend(ONE), peer.trySend(ONE, Uint8Array.of(0))]);
      await peer.send(ONE, Uint8Array.of(0));
    });
    const bench = await new Bench({ reactors: [one, recorder("two", TWO)] }).start();
    const peer = await bench.inbound();
    for (const byte of [1, 2, 3]) peer.send(ONE, Uint8Array.of(byte));
    await bench.clock.advance(20);
    peer.disconnect();
    await bench.clock.advance(20);
    expect(bench.sw.peers).toEqual([]);
    expect(bench.eventsOf("peer-disconnected")).toEqual([]);
    await bench.clock.advance(500);
    expect(seen).toEqual([1, 2, 3].map(() => [false, false, false]));
    expect(bench.eventsOf("peer-disconnected")).toMatchObject([{ reason: { code: "CONNECTION_CLOSED" } }]);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("goes on after the peer has gone, though what addPeer sends is rejected then", async () => {
    const wait = (ms: number) => new Promise<void>((resolve) => void bench.clock.setTimer(ms, resolve));
    const outcomes: string[] = [];
    const one = recorder("one", ONE, async ({ callback, ...call }) => {
      if (callback === "receive") await wait(50);
      if (callback !== "addPeer" || !("peer" in call)) return;
      const sending = (async () => {
        for (;;) {
          await wait(7);
          await call.peer.send(ONE, Uint8Array.of(0));
        }
      })();
      void bench.outcome(sending).then((outcome) => outcomes.push(outcome));
      await sending;
    });
    const bench = await new Bench({ reactors: [one, recorder("two", TWO)] }).start();
    const peer = await bench.inbound();
    for (const byte of [1, 2, 3]) peer.send(ONE, Uint8Array.of(byte));
    await bench.clock.advance(20);
    peer.disconnect();
    await bench.clock.advance(40);
    expect(outcomes).toEqual(["CONNECTION_CLOSED"]);
    await bench.clock.advance(500);
    expect(one.messages.map(firstByte)).toEqual([1, 2, 3]);
    expect(bench.eventsOf("reactor-failed")).toEqual([]);
    expect(bench.eventsOf("peer-disconnected")).toMatchObject([{ reason: { code: "CONNECTION_CLOSED" } }]);
    expect(await bench.finish(peer)).toEqual([]);
  });

  it("that is stuck for two minutes while the socket is paused ends the peer", async () => {
    const bench = await new Bench({ switch: { connection: { unhandledMessages: 10 } } }).start();
    const peer = await bench.inbound();
    bench.one.behave = (call) => (call.callback === "receive" ? new Promise<void>(() => {}) : undefined);
    for (let i = 0; i < 30; i++) peer.send(ONE, Uint8Array.of(i));
    await bench.clock.advance(121_000);
    expect(bench.sw.peers).toEqual([]);
    await bench.clock.advance(121_000);
    expect(bench.eventsOf("peer-disconnected")).toMatchObject([
      { reason: { code: "REACTOR_STALLED" }, misbehaved: false },
    ]);
    expect(await bench.finish(peer)).toEqual([]);
  });
});

describe("graceful stop", () => {
  it("sends what is queued, then ends without a reason", async () => {
    const bench = await new Bench().start();
    const other = await bench.inbound();
    const [peer] = bench.sw.peers as [Peer];
    for (let i = 0; i < 5; i++) peer.trySend(ONE, Uint8Array.of(i));
    const stopping = bench.one.context.stopPeerGracefully(peer);
    expect(peer.running).toBe(false);
    expect(bench.sw.peers).toEqual([]);
    expect(peer.trySend(ONE, Uint8Array.of(9))).toBe(false);
    await bench.during(stopping);
    expect(bytesOf(other.received)).toEqual([0, 1, 2, 3, 4]);
    expect(bench.one.calls.at(-1)).toMatchObject({ callback: "removePeer", reason: undefined });
    expect(bench.eventsOf("peer-disconnected")).toMatchObject([{ reason: undefined, misbehaved: false }]);
    expect(await bench.finish(other)).toEqual([]);
  });

  it("does not change what was said first", async () => {
    const bench = await new Bench().start();
    const other = await bench.inbound();
    const [peer] = bench.sw.peers as [Peer];
    bench.sw.stopPeer(peer, new P2PError("PEER_MISBEHAVED", { detail: "first" }));
    bench.sw.stopPeer(peer, new P2PError("PEER_MISBEHAVED", { detail: "second" }));
    await bench.during(bench.sw.stopPeerGracefully(peer));
    expect(bench.eventsOf("peer-disconnected")).toMatchObject([
      { reason: { detail: "first" }, misbehaved: true },
    ]);
    expect(peer.closeReason?.detail).toBe("first");
    expect(await bench.finish(other)).toEqual([]);
  });
});
