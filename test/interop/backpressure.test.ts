/** A receiver that is slow slows its peer down; nothing is lost, nobody is dropped, and memory stays bounded. */
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { digests, ruledBytes, sha256 } from "./support/content.js";
import { deadlineMs } from "./support/deadline.js";
import { describeWithGo } from "./support/describe-with-go.js";
import { defaultChannel } from "./support/our-node.js";
import { connectPair, type PairOptions, releasesAndRoles } from "./support/pair.js";

const frame = 1044;
/** Long enough for a busy machine to keep them, short enough for several in a test. */
const goTimes = { "ping-interval": "400ms", "pong-timeout": "300ms" };
const unlimited = { "send-rate": 0, "recv-rate": 0 };

/** A receiver that holds its peer back until it is opened. */
class Gate {
  #open: () => void = () => undefined;
  readonly #opened = new Promise<void>((resolve) => {
    this.#open = resolve;
  });

  readonly pass = (): Promise<void> => this.#opened;

  open(): void {
    this.#open();
  }
}

/** A pair in which our receiver is blocked from the first message on and we stop reading at the second. */
function pausedBy(gate: Gate, pausedPongIntervalMs: number, base: Pick<PairOptions, "version" | "role">) {
  return connectPair({
    ...base,
    flags: { mode: "command", ...goTimes, ...unlimited },
    ours: { onMessage: gate.pass, mconnection: { unhandledMessages: 2, pausedPongIntervalMs } },
  });
}

describeWithGo("backpressure with reference peers", () => {
  describe.each(releasesAndRoles)("%s, %s", (version, role) => {
    test("while our receiver is blocked, pongs go out unasked and Go keeps us", async () => {
      const gate = new Gate();
      await using pair = await pausedBy(gate, 75, { version, role });
      const { connection, peer } = pair;
      // Few enough bytes for the sockets to take: Go's writes are not stuck, so that it goes on pinging.
      const lengths = Array.from({ length: 20 }, (_, i) => 500 + i);
      for (const len of lengths) peer.send({ cmd: "send", channel: 0x20, len, rule: "mul31add7" });
      const status = () => connection.mconnection.status();
      await expect.poll(() => status().paused, { timeout: deadlineMs, interval: 5 }).toBe(true);
      const { durationMs: since, recv } = status();
      // Three of Go's ping intervals, without reading any of its pings.
      const elapsed = () => status().durationMs - since;
      await expect.poll(elapsed, { timeout: deadlineMs, interval: 20 }).toBeGreaterThan(1_200);
      expect(status().paused).toBe(true);
      expect(status().recv.bytes).toBe(recv.bytes);
      expect(status().send.bytes).toBeGreaterThan(10 * frame);
      expect(connection.received.entries).toHaveLength(1);
      gate.open();
      expect(digests(await connection.messages(lengths.length))).toEqual(
        digests(lengths.map((length) => ruledBytes(length))),
      );
      peer.send({ cmd: "status" });
      expect(await peer.waitFor("status")).toMatchObject({ running: true });
      expect(connection.endedBy).toBeUndefined();
    });

    test("without these pongs Go drops us: they are what keeps the connection", async () => {
      const gate = new Gate();
      await using pair = await pausedBy(gate, 60_000, { version, role });
      const { connection, peer } = pair;
      for (let i = 0; i < 3; i++) peer.send({ cmd: "send", channel: 0x20, hex: "01" });
      const paused = () => connection.mconnection.status().paused;
      await expect.poll(paused, { timeout: deadlineMs, interval: 5 }).toBe(true);
      expect(await peer.waitFor("mconn-error")).toMatchObject({ error: "pong timeout" });
    });

    test("more than the sockets hold: Go waits for us, nothing is lost, the order is kept", async () => {
      const gate = new Gate();
      await using pair = await connectPair({
        version,
        role,
        flags: { mode: "command", "ping-interval": "1s", "pong-timeout": "900ms", ...unlimited },
        ours: {
          onMessage: gate.pass,
          mconnection: { unhandledMessages: 1_000, unhandledBytes: 200_000, pausedPongIntervalMs: 200 },
        },
      });
      const { connection, peer } = pair;
      // 30 MB; each length once, so that the order shows. Go's queue takes 100, and the command waits for room.
      const lengths = Array.from({ length: 300 }, (_, i) => 100_000 + i);
      for (const len of lengths) peer.send({ cmd: "send", channel: 0x20, len, rule: "mul31add7" });
      const status = () => connection.mconnection.status();
      await expect.poll(() => status().paused, { timeout: deadlineMs, interval: 5 }).toBe(true);
      const since = status().durationMs;
      const elapsed = () => status().durationMs - since;
      await expect.poll(elapsed, { timeout: deadlineMs, interval: 20 }).toBeGreaterThan(1_100);
      // What we had taken when we stopped reading, and no more: the limit and what one read of the socket brings.
      expect(status().paused).toBe(true);
      expect(status().recv.bytes).toBeLessThan(500_000);
      expect(peer.events.filter(({ event }) => event === "sent").length).toBeLessThan(lengths.length);
      gate.open();
      const received = await connection.messages(lengths.length, undefined, 30_000);
      expect(received.map(({ length }) => length)).toEqual(lengths);
      expect(received.map(sha256)).toEqual(lengths.map((length) => sha256(ruledBytes(length))));
      const { event } = await peer.waitFor(
        ({ event }) => event === "mconn-error" || event === "sent",
        deadlineMs,
      );
      expect(event).toBe("sent");
      expect(peer.events.filter(({ event, ok }) => event === "sent" && ok === false)).toEqual([]);
      expect(connection.endedBy).toBeUndefined();
    });

    test("a receiver that is slow but never blocked for long: Go keeps us", async () => {
      await using pair = await connectPair({
        version,
        role,
        flags: { mode: "command", "ping-interval": "700ms", "pong-timeout": "600ms", ...unlimited },
        ours: {
          // Each message takes a while, so that we pause and go on many times a second, and Go's ping waits behind
          // all the messages before it for much longer than Go waits for the pong.
          onMessage: () => delay(5),
          mconnection: { unhandledMessages: 2, pausedPongIntervalMs: 100 },
        },
      });
      const { connection, peer } = pair;
      const lengths = Array.from({ length: 500 }, (_, i) => 10_000 + i);
      for (const len of lengths) peer.send({ cmd: "send", channel: 0x20, len, rule: "mul31add7" });
      const received = await connection.messages(lengths.length).catch(async (cause: unknown) => {
        const { error } = await peer.waitFor("mconn-error");
        throw new Error(`Go has ended the connection: ${String(error)}`, { cause });
      });
      expect(received.map(({ length }) => length)).toEqual(lengths);
      expect(connection.mconnection.status().durationMs).toBeGreaterThan(1_300);
      expect(connection.endedBy).toBeUndefined();
    });

    test("Go does not read while we flood it: our memory is bounded, nothing is lost", async () => {
      await using pair = await connectPair({
        version,
        role,
        flags: { mode: "command", ...unlimited },
        ours: { channels: [{ ...defaultChannel, sendQueueCapacity: 4 }] },
      });
      const { connection, peer } = pair;
      const { mconnection, established } = connection;
      peer.send({ cmd: "block-receive", ms: 2_500 });
      const lengths = Array.from({ length: 400 }, (_, i) => 100_000 + i);
      let queued = 0;
      let mostPending = 0;
      const flood = async (): Promise<void> => {
        for (const length of lengths) {
          await mconnection.send(0x20, ruledBytes(length));
          queued++;
          mostPending = Math.max(mostPending, established.secretConnection.stream.pendingBytes);
        }
      };
      const flooded = flood();
      await peer.waitFor("receive-blocked");
      // The flood comes to a stand while Go does not read.
      let last = -1;
      const standsStill = (): boolean => {
        const still = last === queued;
        last = queued;
        return still;
      };
      await expect.poll(standsStill, { timeout: 2_200, interval: 200 }).toBe(true);
      expect(queued).toBeLessThan(lengths.length);
      expect(mconnection.canSend(0x20)).toBe(false);
      expect(mconnection.trySend(0x20, Buffer.of(1))).toBe(false);
      await flooded;
      expect(mostPending).toBeLessThan(300_000);
      await peer.waitFor(({ event, len }) => event === "message" && len === lengths.at(-1));
      const seen = peer.events.filter(({ event }) => event === "message");
      expect(seen.map(({ len }) => len)).toEqual(lengths);
      expect(seen.map((each) => each["sha256"])).toEqual(lengths.map((length) => sha256(ruledBytes(length))));
      expect(connection.endedBy).toBeUndefined();
    });
  });
});
