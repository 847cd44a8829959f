/** How the process is doing: the delay of its event loop, its memory, its CPU time. */
import { createHistogram, type EventLoopUtilization } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { type Spread, spreadOf } from "./figures.js";

/** Memory while nobody sends and everything has arrived, after garbage collection, in bytes. */
export interface MemorySample {
  readonly rss: number;
  readonly heapUsed: number;
  /** Buffers, outside of the heap. */
  readonly external: number;
}

/** What a process tells of itself at the end. */
export interface VitalFigures {
  /** How late timers were, under load. */
  readonly eventLoopDelayMs: Spread;
  /** The most resident memory that was seen, under load. */
  readonly peakRss: number;
  /** CPU time of all threads, as a part of one core, under load. */
  readonly cpuShare: number;
  /** The part of the time in which the process had something to do: much more than `cpuShare` when others took the CPU. */
  readonly busyShare: number;
}

/** How often a timer looks how late it is. */
const everyMs = 5;

/** The beginning of a time with load. */
interface Since {
  readonly at: number;
  readonly cpu: NodeJS.CpuUsage;
  readonly utilization: EventLoopUtilization;
  /** Looks how late it is: `monitorEventLoopDelay` cannot leave out a rest, whose length is its next value. */
  readonly timer: NodeJS.Timeout;
}

/** Watches this process while there is load. */
export class Vitals {
  readonly #lateUs = createHistogram();
  #peakRss = 0;
  #cpuMicroseconds = 0;
  #busyMs = 0;
  #wallMs = 0;
  #since: Since | undefined;

  constructor() {
    setInterval(() => {
      this.#peakRss = Math.max(this.#peakRss, process.memoryUsage.rss());
    }, 1_000).unref();
  }

  loadBegins(): void {
    this.#since = {
      at: performance.now(),
      cpu: process.cpuUsage(),
      utilization: performance.eventLoopUtilization(),
      timer: this.#watchLoop(),
    };
  }

  loadEnds(): void {
    if (this.#since === undefined) return;
    const { at, cpu, utilization, timer } = this.#since;
    clearInterval(timer);
    const { user, system } = process.cpuUsage(cpu);
    this.#cpuMicroseconds += user + system;
    this.#busyMs += performance.eventLoopUtilization(utilization).active;
    this.#wallMs += performance.now() - at;
    this.#since = undefined;
  }

  figures(): VitalFigures {
    return {
      eventLoopDelayMs: spreadOf(this.#lateUs),
      peakRss: this.#peakRss,
      cpuShare: this.#cpuMicroseconds / 1_000 / this.#wallMs,
      busyShare: this.#busyMs / this.#wallMs,
    };
  }

  #watchLoop(): NodeJS.Timeout {
    let due = performance.now() + everyMs;
    return setInterval(() => {
      const now = performance.now();
      this.#lateUs.record(Math.max(1, Math.round((now - due) * 1_000)));
      due = now + everyMs;
    }, everyMs);
  }
}

/** What is in use once garbage has gone. */
export async function settledMemory(): Promise<MemorySample> {
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.();
    await sleep(20); // buffers are freed after the collection that found them
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss, heapUsed, external };
}
