import { describe, expect, it } from "vitest";
import { mconnectionPair, pattern } from "../support/connected-pair.js";

const MINUTE = 60_000;

describe("keepalive", () => {
  it("keeps two idle peers together for a day", async () => {
    const { clock, a, b } = await mconnectionPair();
    await clock.advance(24 * 60 * MINUTE);
    expect(a.closed).toBeUndefined();
    expect(b.closed).toBeUndefined();
  });

  it("drops a peer that does not answer, 45 s after the ping", async () => {
    const { clock, a, b } = await mconnectionPair();
    b.stream.pause();
    await clock.advance(105_000 - 1);
    expect(a.closed).toBeUndefined();
    await clock.advance(1);
    expect(a.closed?.code).toBe("PONG_TIMEOUT");
  });

  it("still notices while it cannot write, when the peer has stopped reading", async () => {
    const { clock, a, b } = await mconnectionPair({}, { bufferBytes: 1 });
    b.stream.pause();
    a.connection.trySend(0x20, pattern(1_000_000));
    await clock.advance(44_999);
    expect(a.closed).toBeUndefined();
    await clock.advance(1);
    expect(a.closed?.code).toBe("WRITE_STALLED");
  });

  it("does not drop a peer that reads slowly but steadily", async () => {
    const { clock, a, b } = await mconnectionPair({}, { bufferBytes: 1, b: { recvRateBytesPerS: 5_000 } });
    a.connection.trySend(0x20, pattern(1_000_000));
    await clock.advance(100_000);
    expect(a.closed).toBeUndefined();
    await clock.advance(150_000);
    expect(b.messages(0x20)).toHaveLength(1);
  });
});

describe("a slow receiver", () => {
  /** One end's receiver is stuck on its first message until told to go on. */
  async function stuck(limits = {}) {
    let release: () => void = () => {};
    const handled: number[] = [];
    const pair = await mconnectionPair(
      { channels: [{ id: 0x20, priority: 1, sendQueueCapacity: 10_000 }] },
      {
        b: {
          unhandledMessages: 4,
          ...limits,
          receive: async (_channel, message) => {
            if (handled.length === 0) {
              await new Promise<void>((resolve) => {
                release = resolve;
              });
            }
            handled.push(message[0] as number);
          },
        },
      },
    );
    return { ...pair, handled, release: () => release() };
  }

  it("pauses its own peer, loses nothing and keeps the order", async () => {
    const { clock, a, b, handled, release } = await stuck();
    // Spread over time: what is in one chunk has been read already.
    for (let i = 0; i < 20; i++) {
      a.connection.trySend(0x20, Uint8Array.of(i));
      await clock.settle();
    }
    expect(b.connection.status().paused).toBe(true);
    release();
    await clock.settle();
    expect(handled).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(b.connection.status().paused).toBe(false);
  });

  it("may take 110 s: the peer's ping goes unread, yet it stays, because we send pongs meanwhile", async () => {
    const { clock, a, b, handled, release } = await stuck();
    for (let i = 0; i < 10; i++) {
      a.connection.trySend(0x20, Uint8Array.of(i));
      await clock.settle();
    }
    await clock.advance(110_000);
    expect(a.closed).toBeUndefined();
    expect(b.closed).toBeUndefined();
    release();
    await clock.settle();
    expect(handled).toHaveLength(10);
    await clock.advance(10 * MINUTE);
    expect(a.closed).toBeUndefined();
    expect(b.closed).toBeUndefined();
  });

  it("that is slow but never stuck keeps its peer, whose ping waits behind a long backlog", async () => {
    let handled = 0;
    // Each message takes a second: 200 of them make the ping of the first minute wait for more than two.
    const slow = await mconnectionPair(
      { channels: [{ id: 0x20, priority: 1, sendQueueCapacity: 1_000 }] },
      {
        bufferBytes: 2 ** 30,
        b: {
          unhandledMessages: 2,
          receive: () =>
            new Promise<void>((resolve) => {
              handled++;
              slow.clock.setTimer(1_000, resolve);
            }),
        },
      },
    );
    for (let i = 0; i < 200; i++) slow.a.connection.trySend(0x20, pattern(60_000));
    await slow.clock.advance(210_000);
    expect(slow.a.closed).toBeUndefined();
    expect(slow.b.closed).toBeUndefined();
    expect(handled).toBe(200);
  });

  it("loses its peer after 120 s", async () => {
    const { clock, a, b } = await stuck();
    for (let i = 0; i < 10; i++) a.connection.trySend(0x20, Uint8Array.of(i));
    await clock.advance(119_999);
    expect(b.closed).toBeUndefined();
    await clock.advance(1);
    expect(b.closed?.code).toBe("REACTOR_STALLED");
    expect(a.closed?.code).toBe("CONNECTION_CLOSED");
  });

  it("does not delay the answer to a ping before it is paused", async () => {
    const { clock, a, b } = await stuck({ unhandledMessages: 1_000 });
    a.connection.trySend(0x20, Uint8Array.of(0));
    await clock.advance(30 * MINUTE);
    expect(a.closed).toBeUndefined();
    expect(b.closed).toBeUndefined();
  });

  it("that throws ends the connection with what it threw as cause", async () => {
    const fault = new Error("bug");
    const { clock, a, b } = await mconnectionPair(
      {},
      {
        b: {
          receive: () => {
            throw fault;
          },
        },
      },
    );
    a.connection.trySend(0x20, pattern(1));
    await clock.settle();
    expect(b.closed).toMatchObject({ code: "RECEIVER_FAILED", cause: fault });
  });

  it("that rejects ends the connection, and nothing more is handed over", async () => {
    let calls = 0;
    const { clock, a, b } = await mconnectionPair(
      {},
      { b: { receive: () => (calls++, Promise.reject(new Error("bug"))) } },
    );
    for (let i = 0; i < 5; i++) a.connection.trySend(0x20, pattern(1));
    await clock.settle();
    expect(b.closed?.code).toBe("RECEIVER_FAILED");
    expect(calls).toBe(1);
  });
});

describe("rates", () => {
  it.each([
    ["the sender", { a: { sendRateBytesPerS: 50_000 } }],
    ["the receiver", { b: { recvRateBytesPerS: 50_000 }, bufferBytes: 2048 }],
  ])("are kept over time by %s", async (_who, overrides) => {
    const { clock, a, b } = await mconnectionPair(
      { channels: [{ id: 0x20, priority: 1, sendQueueCapacity: 10_000 }] },
      overrides,
    );
    for (let i = 0; i < 2_000; i++) a.connection.trySend(0x20, pattern(1000));
    await clock.advance(20_000);
    const { bytes } = b.connection.status().recv;
    expect(bytes).toBeGreaterThan(0.9 * 20 * 50_000);
    expect(bytes).toBeLessThan(1.1 * 20 * 50_000 + 66_000);
  });

  it("do not hold back a pong", async () => {
    const { clock, a, b } = await mconnectionPair({}, { b: { sendRateBytesPerS: 1_000 } });
    b.connection.trySend(0x20, pattern(1_000_000));
    await clock.advance(10 * MINUTE);
    expect(a.closed).toBeUndefined();
    expect(b.closed).toBeUndefined();
  });
});

describe("unfinished messages", () => {
  it("end the connection when they stand still", async () => {
    const { clock, a, b } = await mconnectionPair({}, { a: { sendRateBytesPerS: 1 } });
    a.connection.trySend(0x20, pattern(100_000));
    await clock.advance(60_000);
    expect(b.connection.status().unfinishedBytes).toBeGreaterThan(0);
    await clock.advance(60_000);
    expect(b.closed?.code).toBe("UNFINISHED_IDLE");
  });

  it("may take long as long as they go on", async () => {
    const { clock, a, b } = await mconnectionPair({}, { a: { sendRateBytesPerS: 100 } });
    a.connection.trySend(0x20, pattern(30_000));
    await clock.advance(1_000_000);
    expect(b.messages(0x20)).toHaveLength(1);
    expect(clock.pendingTimers).toBeLessThan(10);
  });

  it("have a budget over all channels", async () => {
    const channels = Array.from({ length: 8 }, (_, i) => ({ id: i + 1, priority: 1 }));
    const { clock, a, b } = await mconnectionPair({ channels }, { b: { unfinishedBytes: 100_000 } });
    for (const { id } of channels) a.connection.trySend(id, pattern(50_000));
    await clock.settle();
    expect(b.closed?.code).toBe("UNFINISHED_BUDGET");
  });
});

describe("status", () => {
  it("shows what /net_info shows", async () => {
    const { clock, a } = await mconnectionPair();
    a.connection.trySend(0x20, pattern(5000));
    await clock.advance(1_500);
    const status = a.connection.status();
    expect(status).toMatchObject({
      durationMs: 1_500,
      send: { bytes: 5 * 1044 },
      recv: { bytes: 0 },
      channels: [
        { id: 0x20, priority: 6, sendQueueCapacity: 10, sendQueueSize: 0, recentlySent: 5052 },
        { id: 0x30 },
      ],
    });
  });
});
