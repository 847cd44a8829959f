/** How the process is doing: the delay of its event loop, its memory, its CPU time. */
import { type EventLoopUtilization, type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { Spread } from "./figures.js";

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
const resolutionMs = 5;

/** Watches this process while there is load. */
export class Vitals {
  readonly #loop: IntervalHistogram = monitorEventLoopDelay({ resolution: resolutionMs });
  #peakRss = 0;
  #cpuMicroseconds = 0;
  #busyMs = 0;
  #wallMs = 0;
  #since:
    | { readonly cpu: NodeJS.CpuUsage; readonly loop: EventLoopUtilization; readonly at: number }
    | undefined;

  constructor() {
    setInterval(() => {
      this.#peakRss = Math.max(this.#peakRss, process.memoryUsage.rss());
    }, 1_000).unref();
  }

  loadBegins(): void {
    this.#loop.enable();
    this.#since = {
      cpu: process.cpuUsage(),
      loop: performance.eventLoopUtilization(),
      at: performance.now(),
    };
  }

  loadEnds(): void {
    if (this.#since === undefined) return;
    this.#loop.disable();
    const { user, system } = process.cpuUsage(this.#since.cpu);
    this.#cpuMicroseconds += user + system;
    this.#busyMs += performance.eventLoopUtilization(this.#since.loop).active;
    this.#wallMs += performance.now() - this.#since.at;
    this.#since = undefined;
  }

  figures(): VitalFigures {
    // The histogram has the time between two looks.
    const late = (ns: number): number => Math.max(0, ns / 1e6 - resolutionMs);
    const eventLoopDelayMs = {
      p50: late(this.#loop.percentile(50)),
      p99: late(this.#loop.percentile(99)),
      max: late(this.#loop.max),
    };
    return {
      eventLoopDelayMs,
      peakRss: this.#peakRss,
      cpuShare: this.#cpuMicroseconds / 1_000 / this.#wallMs,
      busyShare: this.#busyMs / this.#wallMs,
    };
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
