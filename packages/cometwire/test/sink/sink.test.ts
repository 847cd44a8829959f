import { VirtualClock } from "@cometwire/p2p/testing";
import { describe, expect, it } from "vitest";
import type { CommandError } from "../../src/command-error.js";
import { describeSinkEvent, type SinkEvent } from "../../src/sink/sink-event.js";
import { sinkError } from "../../src/sink/sink-error.js";
import type { QueuedPublication, SinkQueueLimits } from "../../src/sink/sink-queue.js";
import type { SinkSession } from "../../src/sink/sink-session.js";
import { parseSinkUrl } from "../../src/sink/sink-target.js";
import { Sink } from "../../src/sink/sink.js";
import type { TapMessage } from "../../src/tap/tap-message.js";

const target = parseSinkUrl("nats://me:s3cret@127.0.0.1");
const tap = "7a".repeat(20);
const peer = { id: "ab".repeat(20), address: "10.0.0.1:26656", release: "v0.38" } as const;

function message(number: number): TapMessage {
  const bytes = Uint8Array.of(number >> 8, number & 0xff);
  return { at: 1_764_000_000_000 + number, peer, network: "net", channel: 0x77, bytes };
}

/** A server in this process that stores, or not, what it is told to. */
class FakeServer {
  readonly clock = new VirtualClock();
  readonly events: SinkEvent[] = [];
  /** What was stored, without what was there before by the same name. */
  readonly stored = new Map<number, QueuedPublication>();
  readonly publishedSequences: number[] = [];
  readonly unanswered: (() => void)[] = [];
  mode: "answers" | "silent" | "stores without answer" = "answers";
  up = true;
  attempts: number[] = [];
  #break: ((error: CommandError) => void) | undefined;

  open(limits?: SinkQueueLimits): Promise<Sink> {
    const { clock, events } = this;
    const options = {
      tap,
      network: "net",
      clock,
      limits,
      onEvent: (event: SinkEvent) => void events.push(event),
    };
    return Sink.open(target, options, () => this.connect());
  }

  connect(): Promise<SinkSession> {
    this.attempts.push(this.clock.now());
    if (!this.up) return Promise.reject(sinkError("SINK_UNREACHABLE", target, "cannot be reached"));
    return Promise.resolve({
      largestPayload: 1_000_000,
      madeStream: false,
      lost: new Promise<CommandError>((resolve) => (this.#break = resolve)),
      publish: (publication) => this.publish(publication),
      close: () => Promise.resolve(),
    });
  }

  publish(publication: QueuedPublication): Promise<void> {
    this.publishedSequences.push(publication.sequence);
    if (this.mode !== "silent") this.stored.set(publication.sequence, publication);
    if (this.mode === "answers") return Promise.resolve();
    return new Promise((resolve) => void this.unanswered.push(resolve));
  }

  fail(): void {
    this.up = false;
    this.#break?.(sinkError("SINK_UNREACHABLE", target, "cannot be reached"));
  }

  /** The numbers of the messages, and the names of the reports, that were stored. */
  get content(): (number | string)[] {
    return [...this.stored.values()].map(({ payload }) => {
      const json = JSON.parse(Buffer.from(payload).toString()) as { type: string | null; bytes?: string };
      return json.type ?? Number.parseInt(json.bytes ?? "", 16);
    });
  }
}

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

describe("a sink", () => {
  it("publishes in order, with 256 at most under way", async () => {
    const server = new FakeServer();
    const sink = await server.open();
    server.mode = "silent";
    for (const number of numbers(0, 300)) sink.take(message(number));
    await server.clock.settle();
    expect(server.unanswered).toHaveLength(256);
    server.mode = "answers";
    for (const answer of server.unanswered) answer();
    await server.clock.settle();
    expect(server.publishedSequences).toEqual(numbers(0, 301));
    expect(sink.waiting).toBe(0);
  });

  it("begins again with the first that was not acknowledged", async () => {
    const server = new FakeServer();
    const sink = await server.open();
    for (const number of numbers(0, 10)) sink.take(message(number));
    await server.clock.settle();
    server.mode = "stores without answer";
    for (const number of numbers(10, 20)) sink.take(message(number));
    await server.clock.settle();
    server.fail();
    await server.clock.settle();
    for (const number of numbers(20, 30)) sink.take(message(number));
    await server.clock.advance(60_000);
    server.mode = "answers";
    server.up = true;
    await server.clock.advance(10_000);
    expect(server.content).toEqual(["Started", ...numbers(0, 30)]);
    expect(server.publishedSequences).toEqual([...numbers(0, 21), ...numbers(11, 31)]);
    expect(server.events.map(({ type }) => type)).toEqual(["connected", "lost", "connected"]);
  });

  it("tries again with pauses that grow to ten seconds", async () => {
    const server = new FakeServer();
    await server.open();
    server.fail();
    await server.clock.advance(40_000);
    const pauses = server.attempts.slice(1).map((at, index) => at - (server.attempts[index] ?? 0));
    expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });

  it.each([
    ["messages", { count: 100, bytes: 1e9 }],
    ["bytes", { count: 1e9, bytes: 38_000 }],
  ])(
    "drops the oldest when there are too many %s, and says so in the log and the stream",
    async (_, limits) => {
      const server = new FakeServer();
      const sink = await server.open(limits);
      server.fail();
      await server.clock.settle();
      for (const number of numbers(0, 1_000)) sink.take(message(number));
      const { waiting, dropped } = sink;
      expect(waiting).toBeLessThanOrEqual(100);
      expect(waiting).toBeGreaterThan(50);
      expect(dropped + waiting).toBe(1_000);
      server.up = true;
      await server.clock.advance(1_000);
      await sink.close();
      expect(server.content).toEqual(["Started", ...numbers(1_000 - waiting, 1_000), "Dropped", "Stopped"]);
      expect(
        JSON.parse(Buffer.from([...server.stored.values()].at(-1)?.payload ?? []).toString()),
      ).toMatchObject({
        type: "Stopped",
        tap,
        network: "net",
        dropped,
      });
      const notices = server.events.filter(({ type }) => type === "dropping");
      expect(notices).toHaveLength(1);
      expect(server.events.at(-1)).toEqual({
        type: "closed",
        published: waiting,
        dropped,
        unpublished: 0,
      });
    },
  );

  it("keeps what is under way when the queue is full", async () => {
    const server = new FakeServer();
    const sink = await server.open({ count: 300, bytes: 1e9 });
    server.mode = "stores without answer";
    for (const number of numbers(0, 400)) sink.take(message(number));
    await server.clock.settle();
    server.mode = "answers";
    for (const answer of server.unanswered) answer();
    await server.clock.settle();
    expect(server.content).toEqual(["Started", ...numbers(0, 256), ...numbers(356, 400), "Dropped"]);
  });

  it("ends after five seconds, whatever still waits", async () => {
    const server = new FakeServer();
    const sink = await server.open();
    server.fail();
    await server.clock.settle();
    sink.take(message(1));
    const closed = sink.close();
    await server.clock.advance(5_000);
    await closed;
    expect(server.events.at(-1)).toMatchObject({ type: "closed", unpublished: 2 });
    expect(server.clock.pendingTimers).toBe(0);
  });

  it("never tells the password", async () => {
    const server = new FakeServer();
    const sink = await server.open({ count: 1, bytes: 1e9 });
    server.fail();
    await server.clock.settle();
    for (const number of numbers(0, 5)) sink.take(message(number));
    await Promise.all([sink.close(), server.clock.advance(5_000)]);
    const lines = server.events.map(describeSinkEvent);
    expect(lines.join("\n")).not.toContain("s3cret");
    expect(lines).toEqual([
      "sink: publishing to the stream COMETWIRE",
      expect.stringMatching(/^the sink nats:\/\/127\.0\.0\.1:4222 cannot be reached \(SINK_UNREACHABLE\); /),
      expect.stringMatching(
        /^sink: the queue is full; \d+ messages? \(.*\) dropped so far, the oldest first$/,
      ),
      expect.stringMatching(/^sink: 0 messages published, \d dropped, 1 not published in time$/),
    ]);
  });
});
