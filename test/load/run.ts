/** Runs the two processes through their rounds and collects what they measure. */
import { arch, cpus, platform } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { EndProcess } from "./end-process.js";
import { faultsOfEnded, missingAtRest, type SessionRecord } from "./ledger.js";
import type { LoadOptions } from "./options.js";
import type { End } from "./plan.js";
import type { LoadReport, MemoryPoint, Phase } from "./report.js";
import { settleDeadlineMs } from "./settings.js";

/** How often to look whether everything has arrived. */
const lookEveryMs = 100;
/** The same after a fault, when something will be missing for ever. */
const faultySettleMs = 2_000;
/** A run does not collect more faults than anybody would read. */
const mostFaults = 50;

/** Runs for the minutes of the options. `onProgress` is told of each round. */
export async function runLoad(
  options: LoadOptions,
  onProgress: (text: string) => void = () => {},
): Promise<LoadReport> {
  await using dialer = new EndProcess();
  await using listener = new EndProcess();
  return await new LoadRun(options, { dialer, listener }, onProgress).run();
}

class LoadRun {
  readonly #options: LoadOptions;
  readonly #ends: Readonly<Record<End, EndProcess>>;
  readonly #onProgress: (text: string) => void;
  readonly #began = performance.now();
  /** A set, as a session that lives on shows its fault again. */
  readonly #faults = new Set<string>();
  readonly #memory: MemoryPoint[] = [];
  readonly #sessions = {
    by: { dialer: { graceful: 0, abrupt: 0 }, listener: { graceful: 0, abrupt: 0 } },
    ended: 0,
    lifeMs: 0,
  };
  #slowestRestMs = 0;

  constructor(
    options: LoadOptions,
    ends: Readonly<Record<End, EndProcess>>,
    onProgress: (text: string) => void,
  ) {
    this.#options = options;
    this.#ends = ends;
    this.#onProgress = onProgress;
  }

  async run(): Promise<LoadReport> {
    const { dialer, listener } = this.#ends;
    const address = await listener.call("listen", this.#options);
    await dialer.call("dial", { ...this.#options, address });
    await this.#rounds();
    for (const { lifeMs } of (await this.#both((end) => end.call("live"))).flat())
      this.#sessions.lifeMs += lifeMs;
    const figures = {
      dialer: await dialer.call("figures"),
      listener: await listener.call("figures"),
    };
    const stopping = performance.now();
    await this.#both((end) => end.call("stop"));
    return {
      options: this.#options,
      machine: machine(),
      seconds: (performance.now() - this.#began) / 1_000,
      sessions: this.#sessions,
      memory: this.#memory,
      ends: figures,
      slowestRestMs: this.#slowestRestMs,
      stopMs: performance.now() - stopping,
      faults: [...this.#faults, ...Object.values(figures).flatMap(({ incidents }) => incidents.faults)].slice(
        0,
        mostFaults,
      ),
    };
  }

  /** Load and rest by turns, until the time is over or something does not come to rest. */
  async #rounds(): Promise<void> {
    const { minutes } = this.#options;
    const end = this.#began + minutes * 60_000;
    const rounds = roundsIn(minutes);
    for (let round = 0; round < rounds; round++) {
      const phase = phaseIn(round);
      const now = performance.now();
      this.#onProgress(`round ${round + 1} of ${rounds}: ${phase}`);
      await this.#both((each) => each.call("resume", { phase, slowReaders: phase === "with slow readers" }));
      await sleep(Math.max(1_000, (end - now) / (rounds - round)));
      await this.#both((each) => each.call("pause"));
      if (!(await this.#settle())) return;
      await this.#sample();
    }
  }

  /** Waits until everybody is connected and everything has arrived. */
  async #settle(): Promise<boolean> {
    const began = performance.now();
    for (;;) {
      const live = await this.#both((end) => end.call("live"));
      const missing = missingAtRest(live.flat(), this.#options.connections);
      const restMs = performance.now() - began;
      this.#slowestRestMs = Math.max(this.#slowestRestMs, restMs);
      if (missing.length === 0) {
        await this.#count(live.flat());
        return true;
      }
      const faulty = live.flat().some(({ faults }) => faults.length > 0);
      if (restMs > (faulty ? faultySettleMs : settleDeadlineMs)) {
        await this.#count(live.flat());
        for (const each of missing)
          this.#faults.add(`${each}, ${(restMs / 1_000).toFixed(0)} s after the last message`);
        return false;
      }
      await sleep(lookEveryMs);
    }
  }

  /** Takes stock of the sessions that have ended; `live` are those that have not. */
  async #count(live: readonly SessionRecord[]): Promise<void> {
    const ended = (await this.#both((end) => end.call("takeEnded"))).flat();
    for (const fault of [...faultsOfEnded(ended), ...live.flatMap(({ faults }) => faults)])
      this.#faults.add(fault);
    for (const { end, ending, lifeMs } of ended) {
      this.#sessions.lifeMs += lifeMs;
      if (end === "listener") this.#sessions.ended++;
      if (ending === "graceful" || ending === "abrupt") this.#sessions.by[end][ending]++;
    }
  }

  async #sample(): Promise<void> {
    const [dialer, listener] = await this.#both((end) => end.call("memory"));
    this.#memory.push({ at: (performance.now() - this.#began) / 1_000, dialer, listener });
  }

  #both<T>(action: (end: EndProcess) => Promise<T>): Promise<[T, T]> {
    return Promise.all([action(this.#ends.dialer), action(this.#ends.listener)]);
  }
}

/** The warm-up, and the two other phases by turns: rounds of eight seconds to half a minute. */
function roundsIn(minutes: number): number {
  return 1 + 2 * Math.max(1, Math.min(Math.round(minutes * 3), Math.round(minutes) + 4));
}

/** By turns, as the machine may be faster at one time than at another. */
function phaseIn(round: number): Phase {
  if (round === 0) return "warm-up";
  return round % 2 === 1 ? "all read at once" : "with slow readers";
}

function machine(): string {
  const processors = cpus();
  return `${processors.length} × ${processors[0]?.model ?? "?"}, ${platform()} ${arch()}, Node ${process.version}`;
}
