import { limits, MConnection, systemClock, TokenBucket } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { codeOf, mconnectionPair, pattern, secretPair } from "../support/connected-pair.js";
import { VirtualClock } from "@cometwire/p2p/testing";

const EMPTY_MESSAGE = Uint8Array.of(0x04, 0x1a, 0x02, 0x10, 0x01);
const channels = [{ id: 0, priority: 1, sendQueueCapacity: 100 }];

/** A connection of ours whose peer is a bare secret connection, so that it can write anything. */
async function againstRaw(receive: () => void | Promise<void>, early: readonly Uint8Array[] = []) {
  const clock = new VirtualClock();
  const { streams, connections } = await secretPair(clock);
  const [peer, ours] = connections;
  for (const bytes of early) peer.write(bytes);
  const first = ours.read(1); // what follows waits as plaintext and as raw frames
  await clock.settle();
  await first;
  const ended: string[] = [];
  const connection = new MConnection(ours, {
    channels,
    receive,
    onClosed: (reason) => ended.push(reason.code),
    clock,
  });
  return { clock, streams, peer, ours, connection, ended };
}

describe("what arrived before the start", () => {
  it("counts towards backpressure like everything else", async () => {
    const flood = Buffer.concat(Array.from({ length: 3_000 }, () => EMPTY_MESSAGE));
    const { clock, peer, connection, streams } = await againstRaw(
      () => new Promise(() => {}),
      [Buffer.concat([Uint8Array.of(0), flood])],
    );
    connection.start();
    await clock.settle();
    expect(connection.status().paused).toBe(true);
    const before = connection.status().recv.bytes;
    for (let i = 0; i < 50; i++) peer.write(flood);
    await clock.settle();
    expect(connection.status().recv.bytes).toBe(before);
    expect(streams[0].pendingBytes).toBeGreaterThan(50 * flood.length);
  });
});

describe("a receiver that ends the connection", () => {
  it.each(["stop", "flushStop"] as const)("by %s leaves nothing behind", async (how) => {
    const pair = await mconnectionPair(
      { channels },
      { b: { unhandledBytes: 1_000, receive: async () => pair.b.connection[how]() } },
    );
    void pair.a.connection.send(0, pattern(5_000));
    await pair.clock.settle();
    expect(pair.b.closed?.code).toBe("STOPPED");
    expect(pair.clock.pendingTimers).toBe(0);
  });

  it("in the middle of what is read, with a rate and unfinished messages, leaves no timer", async () => {
    const pair = await mconnectionPair(
      { channels: [...channels, { id: 1, priority: 1 }], recvRateBytesPerS: 1_000 },
      { b: { receive: () => void pair.b.connection.stop() } },
    );
    pair.a.connection.trySend(1, pattern(50_000));
    pair.a.connection.trySend(0, pattern(1));
    await pair.clock.advance(10_000);
    expect(pair.b.closed?.code).toBe("STOPPED");
    expect(pair.clock.pendingTimers).toBe(0);
  });
});

describe("before the start", () => {
  it("messages wait, and all of them are sent afterwards", async () => {
    const clock = new VirtualClock();
    const { connections } = await secretPair(clock, 1);
    const received: number[] = [];
    const [a, b] = connections.map(
      (connection) =>
        new MConnection(connection, {
          channels,
          receive: (_channel, message) => void received.push(message.length),
          onClosed: () => {},
          clock,
        }),
    ) as [MConnection, MConnection];
    b.start();
    for (let i = 0; i < 10; i++) await a.send(0, pattern(200_000));
    await clock.advance(5_000);
    expect(received).toEqual([]);
    a.start();
    await clock.settle();
    expect(received).toEqual(Array.from({ length: 10 }, () => 200_000));
    await a.stop();
    await b.stop();
  });

  it("flushStop and stop end it", async () => {
    const clock = new VirtualClock();
    const { connections } = await secretPair(clock);
    for (const [i, how] of (["stop", "flushStop"] as const).entries()) {
      const ended: string[] = [];
      const connection = new MConnection(connections[i] as (typeof connections)[0], {
        channels,
        receive: () => {},
        onClosed: (reason) => ended.push(reason.code),
        clock,
      });
      await connection[how]();
      connection.start();
      await clock.settle();
      expect(ended).toEqual(["STOPPED"]);
    }
    expect(clock.pendingTimers).toBe(0);
  });
});

describe("a secret connection that is destroyed under its MConnection", () => {
  it("ends it, whatever is queued", async () => {
    const { clock, ours, connection, ended } = await againstRaw(() => {}, [Uint8Array.of(0)]);
    connection.start();
    await clock.settle();
    connection.trySend(0, pattern(100));
    ours.destroy();
    await clock.settle();
    expect(ended).toEqual(["STOPPED"]);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe("send", () => {
  it("after the end rejects with the reason of the end", async () => {
    const { clock, a } = await mconnectionPair();
    a.stream.reset(Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }));
    await clock.settle();
    expect(await a.connection.send(0x20, pattern(1)).catch(codeOf)).toBe("CONNECTION_LOST");
  });

  it("with a signal that has fired queues nothing", async () => {
    const { clock, a, b } = await mconnectionPair();
    const options = { signal: AbortSignal.abort() };
    expect(await a.connection.send(0x20, pattern(1), options).catch(codeOf)).toBe("ABORTED");
    await clock.settle();
    expect(b.received).toEqual([]);
  });

  it("gives other events their turn, however fast the peer reads", async () => {
    const clock = new VirtualClock();
    const { streams, connections } = await secretPair(clock, 2 ** 30);
    const a = new MConnection(connections[0], { channels, receive: () => {}, onClosed: () => {}, clock });
    a.start();
    await clock.settle();
    a.trySend(0, pattern(20_000_000));
    let mostAtOnce = 0;
    let last = 0;
    const watch = () => {
      mostAtOnce = Math.max(mostAtOnce, streams[0].pendingBytes - last);
      last = streams[0].pendingBytes;
      if (last < 20_000_000) clock.defer(watch);
    };
    streams[1].pause();
    clock.defer(watch);
    await clock.settle();
    expect(last).toBeGreaterThan(20_000_000);
    expect(mostAtOnce).toBeLessThanOrEqual(10 * 64 * limits.frameSealedBytes);
    await a.stop();
  });

  it("goes on at once with a rate of Infinity", async () => {
    const { clock, a, b } = await mconnectionPair({ sendRateBytesPerS: Number.POSITIVE_INFINITY });
    a.connection.trySend(0x20, pattern(100_000));
    await clock.settle();
    expect(b.received).toHaveLength(1);
    const bucket = new TokenBucket({ ratePerS: Number.POSITIVE_INFINITY, burst: 1, clock: systemClock });
    expect(bucket.unlimited).toBe(true);
  });
});

describe("unfinished messages", () => {
  it("are not held against a peer that we did not read from", async () => {
    let release: () => void = () => {};
    const { clock, a, b } = await mconnectionPair(
      {
        channels: [
          { id: 1, priority: 1 },
          { id: 2, priority: 1 },
        ],
      },
      {
        a: { sendRateBytesPerS: 2_000 },
        b: {
          unhandledMessages: 1,
          receive: () =>
            new Promise<void>((resolve) => {
              release = resolve;
            }),
        },
      },
    );
    a.connection.trySend(1, pattern(100_000));
    await clock.advance(2_000);
    a.connection.trySend(2, pattern(10)); // its receiver blocks: nothing is read
    await clock.advance(65_000);
    expect(b.connection.status().paused).toBe(true);
    release();
    await clock.advance(20_000);
    expect(b.closed).toBeUndefined();
  });

  it("without a single byte stand still like others", async () => {
    const { clock, peer, connection, ended } = await againstRaw(() => {}, [Uint8Array.of(0)]);
    connection.start();
    peer.write(Uint8Array.of(0x02, 0x1a, 0x00));
    await clock.settle();
    await clock.advance(60_000);
    expect(ended).toEqual(["UNFINISHED_IDLE"]);
  });
});

describe("many small messages behind a slow one", () => {
  it("are handed over in time that grows with their number", async () => {
    let handled = 0;
    let release: () => void = () => {};
    const { clock, peer, connection } = await againstRaw(() => {
      handled++;
      if (handled > 1) return;
      return new Promise<void>((resolve) => {
        release = resolve;
      });
    }, [Uint8Array.of(0)]);
    connection.start();
    await clock.settle();
    for (let i = 0; i < 10; i++)
      peer.write(Buffer.concat(Array.from({ length: 13_000 }, () => EMPTY_MESSAGE)));
    await clock.settle();
    release();
    await clock.settle();
    expect(handled).toBe(130_000);
    await connection.stop();
  });
});
