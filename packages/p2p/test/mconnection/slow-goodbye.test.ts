import { P2PError } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { codeOf, mconnectionPair, pattern } from "../support/connected-pair.js";

const ALL = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

interface Situation {
  /** What the receiver does with a message besides taking its time. */
  readonly handle?: (size: number, send: () => Promise<void>) => Promise<void>;
  readonly unhandledMessages?: number;
}

/** Ten messages of 1 to 10 bytes on their way to a receiver that takes 10 ms for each. */
async function slowReceiver({ handle, unhandledMessages = 100 }: Situation = {}) {
  const received: number[] = [];
  const pair = await mconnectionPair(
    { channels: [{ id: 0, priority: 1, sendQueueCapacity: 100 }], unhandledMessages },
    {
      b: {
        receive: async (_channel: number, message: Uint8Array) => {
          received.push(message.length);
          await new Promise<void>((resolve) => pair.clock.setTimer(10, resolve));
          await handle?.(message.length, () => pair.b.connection.send(0, pattern(1)));
        },
      },
    },
  );
  for (const size of ALL) await pair.a.connection.send(0, pattern(size));
  await pair.clock.settle();
  return { pair, received };
}

/** The same, and the sender says goodbye. */
async function goodbye(situation: Situation = {}) {
  const { pair, received } = await slowReceiver(situation);
  void pair.a.connection.flushStop();
  await pair.clock.settle();
  expect(received).toEqual([1]);
  expect(pair.b.closed).toBeUndefined();
  return { pair, received };
}

describe("a peer that says goodbye to a slow receiver", () => {
  it("has everything delivered that it sent before", async () => {
    const { pair, received } = await goodbye();
    await pair.clock.advance(1_000);
    expect(received).toEqual(ALL);
    expect(pair.b.closed?.code).toBe("CONNECTION_CLOSED");
    expect(pair.clock.pendingTimers).toBe(0);
  });

  it("is sent nothing more; an answer that fails for it does not keep the next message from the receiver", async () => {
    const codes: unknown[] = [];
    const { pair, received } = await goodbye({
      handle: async (_size, send) => {
        await send().catch((error: unknown) => {
          codes.push(codeOf(error));
          throw error;
        });
      },
    });
    expect(pair.b.connection.accepting).toBe(false);
    expect(pair.b.connection.trySend(0, pattern(1))).toBe(false);
    expect(await pair.b.connection.send(0, pattern(1)).catch(codeOf)).toBe("CONNECTION_CLOSED");
    await pair.clock.advance(1_000);
    expect(received).toEqual(ALL);
    expect(codes).toEqual(ALL.map(() => "CONNECTION_CLOSED"));
    expect(pair.b.closed?.code).toBe("CONNECTION_CLOSED");
  });

  it("is not listened to any more when the receiver fails, or has enough of it", async () => {
    const failing = await goodbye({
      handle: (size) => (size === 3 ? Promise.reject(new Error("no")) : Promise.resolve()),
    });
    await failing.pair.clock.advance(1_000);
    expect(failing.received).toEqual([1, 2, 3]);
    expect(failing.pair.b.closed?.code).toBe("RECEIVER_FAILED");

    for (const leave of ["stop", "flushStop"] as const) {
      const { pair, received } = await goodbye();
      await pair.b.connection[leave]();
      await pair.clock.advance(1_000);
      expect(received).toEqual([1]);
      expect(pair.b.closed?.code).toBe("STOPPED");
      expect(pair.clock.pendingTimers).toBe(0);
    }
  });

  it("is not listened to any more when it broke the protocol", async () => {
    const { pair, received } = await slowReceiver();
    pair.a.stream.write(new Uint8Array(1_044));
    await pair.clock.advance(1_000);
    expect(received).toEqual([1]);
    expect(pair.b.closed?.code).toBe("FRAME_FORGED");
  });

  it("leaves nothing in memory of a message that it began and did not end", async () => {
    const pair = await mconnectionPair(
      { channels: [0, 1].map((id) => ({ id, priority: 1, sendQueueCapacity: 100 })) },
      { a: { sendRateBytesPerS: 20_000 }, b: { receive: () => new Promise(() => {}) } },
    );
    for (const size of ALL) await pair.a.connection.send(0, pattern(size));
    void pair.a.connection.send(1, pattern(100_000));
    await pair.clock.advance(2_000);
    expect(pair.b.connection.status().unfinishedBytes).toBeGreaterThan(10_000);
    pair.a.stream.end();
    await pair.clock.settle();
    expect(pair.b.closed).toBeUndefined();
    expect(pair.b.connection.accepting).toBe(false);
    expect(pair.b.connection.status().unfinishedBytes).toBe(0);
  });

  it.each([3, 5, 100])(
    "does not wait for a receiver that stands still (limit of %i messages)",
    async (limit) => {
      const { pair, received } = await goodbye({
        unhandledMessages: limit,
        handle: (size) => (size < 8 ? Promise.resolve() : new Promise<void>(() => {})),
      });
      await pair.clock.advance(125_000);
      expect(received).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      expect(pair.b.closed).toBeInstanceOf(P2PError);
      expect(pair.b.closed?.code).toBe("REACTOR_STALLED");
      expect(pair.clock.pendingTimers).toBe(0);
    },
  );
});
