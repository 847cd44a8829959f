import type { Clock, Timer } from "@cometwire/p2p";
import type { TapConsumer } from "../tap/consumer.js";
import type { TapMessage } from "../tap/tap-message.js";
import { pauseMs } from "./backoff.js";
import { messagePayload } from "./payload.js";
import { reportPayload } from "./report.js";
import { asSinkError } from "./sink-error.js";
import type { SinkEvent } from "./sink-event.js";
import { type QueuedPublication, SinkQueue, type SinkQueueLimits } from "./sink-queue.js";
import type { SinkSession } from "./sink-session.js";
import type { SinkTarget } from "./sink-target.js";
import { messageSubject, type ReportKind, reportSubject } from "./subjects.js";

/** What {@link Sink} goes by. */
export interface SinkOptions {
  /** The tap's node id. */
  readonly tap: string;
  /** The chain's id. */
  readonly network: string;
  /** For pauses between attempts and between reports. */
  readonly clock: Clock;
  /** Told what happens, for the log. Must not throw. */
  readonly onEvent?: ((event: SinkEvent) => void) | undefined;
  /** What waits in memory while the server is slow or away. Default: 50,000 messages, 64 MiB. */
  readonly limits?: SinkQueueLimits | undefined;
}

const LIMITS: SinkQueueLimits = { count: 50_000, bytes: 64 * 1_048_576 };
/** Published and not yet acknowledged. */
const MOST_UNDER_WAY = 256;
/** The same in bytes; a larger message goes alone. */
const MOST_BYTES_UNDER_WAY = 4 * 1_048_576;
/** Between two lines of the log, or two reports, about what was dropped. */
const DROP_NOTICE_MS = 10_000;
/** For what still waits when the tap ends. */
const CLOSE_MS = 5_000;

/**
 * Publishes what a tap hears to a stream: see `openSink`.
 *
 * Messages are published in their order, and again, from the first that was not acknowledged on, after every failure. `take`
 * never makes the tap wait: when the queue is full, the oldest message is dropped and counted.
 */
export class Sink implements TapConsumer {
  readonly #target: SinkTarget;
  readonly #options: SinkOptions;
  readonly #connect: () => Promise<SinkSession>;
  readonly #queue: SinkQueue;
  #session: SinkSession | undefined;
  #largestPayload = 0;
  #failures = 0;
  #retry: Timer | undefined;
  #published = 0;
  #droppedLogged = { count: 0, at: Number.NEGATIVE_INFINITY };
  #droppedReported = { count: 0, at: Number.NEGATIVE_INFINITY };
  #onEmpty: (() => void) | undefined;
  #closed = false;

  private constructor(target: SinkTarget, options: SinkOptions, connect: () => Promise<SinkSession>) {
    this.#target = target;
    this.#options = options;
    this.#connect = connect;
    this.#queue = new SinkQueue(options.limits ?? LIMITS);
  }

  /**
   * Connects, and publishes that the tap begins: so it is known that everything works.
   *
   * @throws CommandError `SINK_…`.
   */
  static async open(
    target: SinkTarget,
    options: SinkOptions,
    connect: () => Promise<SinkSession>,
  ): Promise<Sink> {
    const sink = new Sink(target, options, connect);
    const session = await connect();
    sink.#report("Started");
    const first = sink.#queue.take() as QueuedPublication;
    try {
      await session.publish(first);
    } catch (error) {
      await session.close();
      throw asSinkError(error, target);
    }
    sink.#queue.acknowledge(first);
    sink.#adopt(session);
    return sink;
  }

  /** Messages that the stream has stored. */
  get published(): number {
    return this.#published;
  }

  /** Messages dropped so far because the queue was full. */
  get dropped(): number {
    return this.#queue.dropped;
  }

  /** Messages, and reports of ours, that wait or are under way. */
  get waiting(): number {
    return this.#queue.length;
  }

  take(message: TapMessage): void {
    const payload = messagePayload(message, this.#options.tap, this.#largestPayload);
    const subject = messageSubject(this.#target.prefix, message);
    this.#queue.push({ subject, payload, isMessage: true });
    this.#logDrops();
    this.#publishMore();
  }

  /** Publishes what waits, for up to five seconds; what then still waits is lost, and counted in the event `closed`. */
  async close(): Promise<void> {
    this.#report("Stopped");
    this.#publishMore();
    await this.#emptied();
    this.#closed = true;
    this.#retry?.cancel();
    const session = this.#session;
    this.#session = undefined;
    await session?.close();
    const { length: unpublished, dropped } = this.#queue;
    this.#tell({ type: "closed", published: this.#published, dropped, unpublished });
  }

  #publishMore(): void {
    const session = this.#session;
    if (session === undefined) return;
    while (this.#queue.underWay < MOST_UNDER_WAY && this.#queue.underWayBytes < MOST_BYTES_UNDER_WAY) {
      const publication = this.#queue.take();
      if (publication === undefined) return;
      void this.#publish(session, publication);
    }
  }

  async #publish(session: SinkSession, publication: QueuedPublication): Promise<void> {
    try {
      await session.publish(publication);
      this.#queue.acknowledge(publication);
      if (publication.isMessage) this.#published++;
      this.#failures = 0;
    } catch (error) {
      const reason = asSinkError(error, this.#target);
      if (reason.code !== "SINK_TOO_LARGE") {
        this.#lose(session, reason);
        return;
      }
      this.#queue.drop(publication);
      this.#logDrops();
    }
    this.#reportDrops();
    this.#publishMore();
    if (this.#queue.length === 0) this.#onEmpty?.();
  }

  #adopt(session: SinkSession): void {
    this.#session = session;
    this.#largestPayload = session.largestPayload;
    void session.lost.then((error) => this.#lose(session, error));
    const { madeStream } = session;
    this.#tell({ type: "connected", stream: this.#target.stream, madeStream, waiting: this.#queue.length });
    this.#publishMore();
  }

  /** A session can no longer be trusted to keep the order: another one begins with the first that is not acknowledged. */
  #lose(session: SinkSession, error: ReturnType<typeof asSinkError>): void {
    if (this.#session !== session) return;
    this.#session = undefined;
    this.#queue.rewind();
    void session.close().catch(() => undefined);
    this.#tell({ type: "lost", error });
    this.#connectLater();
  }

  #connectLater(): void {
    this.#failures++;
    this.#retry = this.#options.clock.setTimer(pauseMs(this.#failures), () => void this.#connectAgain());
  }

  async #connectAgain(): Promise<void> {
    try {
      const session = await this.#connect();
      if (this.#closed) await session.close();
      else this.#adopt(session);
    } catch {
      if (!this.#closed) this.#connectLater();
    }
  }

  #report(kind: ReportKind): void {
    const { tap, network, clock } = this.#options;
    const { dropped, droppedBytes } = this.#queue;
    this.#queue.push({
      subject: reportSubject(this.#target.prefix, network, kind, tap),
      payload: reportPayload({ kind, tap, network, at: clock.wallTime(), dropped, droppedBytes }),
      isMessage: false,
    });
  }

  /** Once something is stored again: what is missing before it should be known there, too. */
  #reportDrops(): void {
    if (!this.#isNews(this.#droppedReported)) return;
    this.#droppedReported = { count: this.#queue.dropped, at: this.#options.clock.now() };
    this.#report("Dropped");
  }

  #logDrops(): void {
    if (!this.#isNews(this.#droppedLogged)) return;
    const { dropped, droppedBytes } = this.#queue;
    this.#droppedLogged = { count: dropped, at: this.#options.clock.now() };
    this.#tell({ type: "dropping", dropped, droppedBytes });
  }

  #isNews(told: { readonly count: number; readonly at: number }): boolean {
    return this.#queue.dropped > told.count && this.#options.clock.now() - told.at >= DROP_NOTICE_MS;
  }

  #emptied(): Promise<void> {
    if (this.#queue.length === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = this.#options.clock.setTimer(CLOSE_MS, resolve);
      this.#onEmpty = () => {
        timer.cancel();
        resolve();
      };
    });
  }

  #tell(event: SinkEvent): void {
    this.#options.onEvent?.(event);
  }
}
