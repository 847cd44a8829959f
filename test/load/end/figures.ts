/** Counts what one end receives, by phase of the run. */
import { createHistogram, type Histogram } from "node:perf_hooks";
import { smallMessageBytes } from "../settings.js";
import { sharedClockUs, type Stamp } from "../stamp.js";

/** A distribution, in milliseconds. */
export interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Of values in microseconds. */
export function spreadOf(us: Histogram): Spread {
  return { p50: us.percentile(50) / 1_000, p99: us.percentile(99) / 1_000, max: us.max / 1_000 };
}

/** What was received in one phase on one kind of connection. */
export interface Received {
  readonly messages: number;
  readonly bytes: number;
  /** From the call of `send` to the call of `receive`, of messages up to {@link smallMessageBytes}. */
  readonly delayMs: Spread;
}

/** What one end has received in one phase, without the rests. */
export interface PhaseFigures {
  readonly phase: string;
  readonly seconds: number;
  /** Connections that never have a slow reader. */
  readonly others: Received;
  /** Connections that have one, in phases with slow readers. */
  readonly slow: Received;
}

/** A phase being counted. */
export class PhaseCounter {
  readonly phase: string;
  readonly others = new ReceivedCounter();
  readonly slow = new ReceivedCounter();
  #seconds = 0;
  #since: number | undefined;

  constructor(phase: string) {
    this.phase = phase;
  }

  start(): void {
    this.#since ??= performance.now();
  }

  stop(): void {
    if (this.#since !== undefined) this.#seconds += (performance.now() - this.#since) / 1_000;
    this.#since = undefined;
  }

  figures(): PhaseFigures {
    const { phase, others, slow } = this;
    return { phase, seconds: this.#seconds, others: others.figures(), slow: slow.figures() };
  }
}

/** Counts the messages of one kind of connection. */
export class ReceivedCounter {
  #messages = 0;
  #bytes = 0;
  readonly #delayUs = createHistogram();

  count(bytes: number, stamp: Stamp | undefined): void {
    this.#messages++;
    this.#bytes += bytes;
    if (stamp === undefined || bytes > smallMessageBytes) return;
    this.#delayUs.record(Math.max(1, sharedClockUs() - stamp.sentAtUs));
  }

  figures(): Received {
    return { messages: this.#messages, bytes: this.#bytes, delayMs: spreadOf(this.#delayUs) };
  }
}
