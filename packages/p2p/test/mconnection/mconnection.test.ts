import { describe, expect, it } from "vitest";
import { codeOf, mconnectionPair, pattern } from "../support/connected-pair.js";

describe("MConnection carries messages", () => {
  it.each([0, 1, 1023, 1024, 1025, 65_536, 1_000_000])("of %i bytes, both ways", async (length) => {
    const { clock, a, b } = await mconnectionPair();
    const message = pattern(length);
    await a.connection.send(0x20, message);
    await b.connection.send(0x30, message);
    await clock.settle();
    expect(b.received.map((r) => [r.channel, Buffer.compare(r.message, message)])).toEqual([[0x20, 0]]);
    expect(a.received.map((r) => [r.channel, Buffer.compare(r.message, message)])).toEqual([[0x30, 0]]);
  });

  it("in the order of sending on each channel", async () => {
    const { clock, a, b } = await mconnectionPair();
    const sends: Promise<void>[] = [];
    for (let i = 0; i < 200; i++) {
      sends.push(a.connection.send(i % 2 === 0 ? 0x20 : 0x30, Uint8Array.of(i)));
    }
    await clock.settle();
    await Promise.all(sends);
    expect(b.messages(0x20).map((m) => m[0])).toEqual(Array.from({ length: 100 }, (_, i) => 2 * i));
    expect(b.messages(0x30).map((m) => m[0])).toEqual(Array.from({ length: 100 }, (_, i) => 2 * i + 1));
  });

  it("with the share of each channel as its priority says", async () => {
    const { clock, a, b } = await mconnectionPair({}, { bufferBytes: 4096 });
    const order: number[] = [];
    for (let i = 0; i < 10; i++) {
      a.connection.trySend(0x20, pattern(6000));
      a.connection.trySend(0x30, pattern(1000));
    }
    await clock.settle();
    for (const { channel } of b.received) order.push(channel);
    // Both have the same share of bytes for their priority, so ten messages of each end nearly together.
    expect(order.filter((c) => c === 0x20)).toHaveLength(10);
    expect(order.lastIndexOf(0x20)).toBeGreaterThan(order.indexOf(0x30));
  });
});

describe("send", () => {
  it("waits for room and gives up at its deadline", async () => {
    const { clock, a, b } = await mconnectionPair({}, { bufferBytes: 1 });
    b.stream.pause();
    const results: string[] = [];
    for (let i = 0; i < 300; i++) {
      void a.connection.send(0x20, pattern(1000)).then(
        () => results.push("sent"),
        (error: unknown) => results.push(codeOf(error)),
      );
    }
    await clock.advance(9_999);
    expect(results.filter((r) => r === "SEND_TIMEOUT")).toHaveLength(0);
    await clock.advance(1);
    expect(results).toHaveLength(300);
    expect(new Set(results)).toEqual(new Set(["sent", "SEND_TIMEOUT"]));
  });

  it("ends early when the connection stops, with the reason", async () => {
    const { clock, a, b } = await mconnectionPair({}, { bufferBytes: 1 });
    b.stream.pause();
    const sends = Array.from({ length: 100 }, () => a.connection.send(0x20, pattern(70_000)));
    const outcomes = Promise.allSettled(sends);
    await clock.settle();
    void a.connection.stop();
    const rejected = (await outcomes).filter((o) => o.status === "rejected");
    expect(rejected.length).toBeGreaterThan(50);
    for (const { reason } of rejected) expect(reason).toMatchObject({ code: "STOPPED" });
    expect(a.connection.trySend(0x20, pattern(1))).toBe(false);
    expect(a.connection.canSend(0x20)).toBe(false);
    await expect(a.connection.send(0x20, pattern(1))).rejects.toMatchObject({ code: "STOPPED" });
  });

  it("can be aborted", async () => {
    const { clock, a, b } = await mconnectionPair({}, { bufferBytes: 1 });
    b.stream.pause();
    while (a.connection.trySend(0x20, pattern(1000))) await clock.settle();
    const abort = new AbortController();
    const send = a.connection.send(0x20, pattern(1), { signal: abort.signal });
    abort.abort();
    await expect(send).rejects.toMatchObject({ code: "ABORTED" });
  });

  it("refuses an unknown channel", async () => {
    const { a } = await mconnectionPair();
    await expect(a.connection.send(0x99, pattern(1))).rejects.toMatchObject({ code: "SEND_UNKNOWN_CHANNEL" });
    expect(() => a.connection.trySend(0x99, pattern(1))).toThrow(/0x99/);
  });

  it("trySend fills the queue's capacity and no more", async () => {
    const { clock, a } = await mconnectionPair();
    for (let i = 0; i < 10; i++) expect(a.connection.trySend(0x20, pattern(1))).toBe(true);
    expect(a.connection.canSend(0x20)).toBe(false);
    expect(a.connection.trySend(0x20, pattern(1))).toBe(false);
    await clock.settle();
    expect(a.connection.canSend(0x20)).toBe(true);
  });
});

describe("the end", () => {
  it("comes once, with a reason, at both ends", async () => {
    const { clock, a, b } = await mconnectionPair();
    const stopped = a.connection.stop();
    await clock.settle();
    await stopped;
    expect(a.closed?.code).toBe("STOPPED");
    expect(b.closed?.code).toBe("CONNECTION_CLOSED");
    await a.connection.stop();
    await a.connection.flushStop();
    expect(clock.pendingTimers).toBe(0);
  });

  it("flushStop sends what is queued first", async () => {
    const { clock, a, b } = await mconnectionPair();
    for (let i = 0; i < 10; i++) a.connection.trySend(0x20, pattern(50_000, i));
    const stopped = a.connection.flushStop();
    expect(a.connection.trySend(0x20, pattern(1))).toBe(false);
    await clock.settle();
    await stopped;
    expect(b.messages(0x20)).toHaveLength(10);
    expect(a.closed?.code).toBe("STOPPED");
    expect(clock.pendingTimers).toBe(0);
  });

  it("flushStop gives up on a peer that does not read", async () => {
    const { clock, a, b } = await mconnectionPair({}, { bufferBytes: 1 });
    b.stream.pause();
    for (let i = 0; i < 10; i++) a.connection.trySend(0x20, pattern(50_000, i));
    const stopped = a.connection.flushStop();
    await clock.advance(4_999);
    expect(a.closed).toBeUndefined();
    await clock.advance(1);
    await stopped;
    expect(a.closed?.code).toBe("STOPPED");
  });

  it("a broken connection is told from a closed one", async () => {
    const { clock, a, b } = await mconnectionPair();
    a.stream.reset(Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }));
    await clock.settle();
    expect(a.closed?.code).toBe("CONNECTION_LOST");
    expect(b.closed?.code).toBe("CONNECTION_LOST");
  });
});
