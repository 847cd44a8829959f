import type { Random } from "../base/index.js";
import type { Reactor } from "../switch/index.js";
import { type ReactorFault, type ReactorMessage, ReactorRun } from "./reactor-test-kit-run.js";

/** Options of {@link checkReactor}. */
export interface CheckReactorOptions<T> {
  /** Makes a message that a well-behaved peer could send to the reactor. Called many times. */
  readonly messages: (random: Random) => ReactorMessage;
  /** The first run's seed; each further run has the next. Default 1. */
  readonly seed?: number | undefined;
  /** Default 50. */
  readonly runs?: number | undefined;
  /** Random events in a run. Default 60. */
  readonly actions?: number | undefined;
  /** Virtual milliseconds in which a callback must settle once it is waited for. Default 30,000. */
  readonly stallMs?: number | undefined;
  /** Called after each run, when the reactor has been stopped, to look at it; throws what is wrong. */
  readonly verify?: ((reactor: Reactor<T>) => void | Promise<void>) | undefined;
}

/** What {@link checkReactor} has tried. */
export interface CheckReactorReport {
  /** Runs that were made. */
  readonly runs: number;
  /** Peers that came, over all runs. */
  readonly sessions: number;
  /** Messages that peers sent, over all runs. */
  readonly messages: number;
}

/** A reactor did something against its contract. The message says what, when, and how to repeat it. */
export class ReactorFaultError extends Error {
  /** Always the same. */
  override readonly name = "ReactorFaultError";
  /** What was wrong in this run. */
  readonly faults: readonly ReactorFault[];
  /** Repeats the run: `{ seed, runs: 1 }`. */
  readonly seed: number;
  /** What had been done until then. */
  readonly steps: readonly string[];

  constructor(faults: readonly ReactorFault[], seed: number, steps: readonly string[]) {
    const lines = faults.map(({ kind, detail }) => `${kind}: ${detail}`);
    super(
      `${lines.join("\n")}\n{ seed: ${seed}, runs: 1 } repeats it. The last steps:\n${steps.slice(-10).join("\n")}`,
    );
    this.faults = faults;
    this.seed = seed;
    this.steps = steps;
  }
}

/**
 * Drives a reactor on a real switch in virtual time through random sequences of everything that may legally happen to it,
 * and checks that it keeps its side of the contract (`docs/REACTORS.md`):
 *
 * - no callback throws, rejects or hangs; a peer may leave before `addPeer`, at any moment, and come back;
 * - nothing is sent in `initPeer` or after `removePeer`, nothing is done after `stop`;
 * - no timer of `context.clock` is left when it has been stopped;
 * - bytes of a channel with `borrow` are not used once they went back: they are overwritten then, and what the reactor
 *   sends must be the same as without that.
 *
 * The reactor must take time and randomness from its context.
 *
 * @throws ReactorFaultError - for the first run in which something was wrong.
 *
 * @example
 * ```ts
 * test("the mempool watcher keeps the contract", async () => {
 *   await checkReactor(() => mempoolWatcher(), {
 *     messages: (random) => ({ channelId: 0x30, bytes: encodeTxs([random.bytes(20)]) }),
 *   });
 * });
 * ```
 */
export async function checkReactor<T>(
  createReactor: () => Reactor<T>,
  options: CheckReactorOptions<T>,
): Promise<CheckReactorReport> {
  const { seed: firstSeed = 1, runs = 50, actions = 60, stallMs = 30_000, messages, verify } = options;
  let sessions = 0;
  let sent = 0;
  for (let seed = firstSeed; seed < firstSeed + runs; seed++) {
    const runOnce = async (poison: boolean): Promise<{ run: ReactorRun; reactor: Reactor<T> }> => {
      const reactor = createReactor();
      const run = new ReactorRun(reactor, { seed, actions, stallMs, poison, messages });
      await run.run();
      return { run, reactor };
    };
    const { run, reactor } = await runOnce(true);
    if (run.faults.length === 0) await addFault(run, "verify-failed", () => verify?.(reactor));
    if (run.faults.length === 0 && reactor.channels.some(({ borrow }) => borrow === true)) {
      const clean = await runOnce(false);
      if (clean.run.transcript !== run.transcript) {
        const again = await runOnce(false);
        const repeats = again.run.transcript === clean.run.transcript;
        run.faults.push(
          repeats
            ? { kind: "keeps-borrowed-bytes", detail: "it sends something else when they are overwritten" }
            : { kind: "not-repeatable", detail: "it sends something else each time" },
        );
      }
    }
    if (run.faults.length > 0) throw new ReactorFaultError(run.faults, seed, run.steps);
    sessions += run.sessions;
    sent += run.messages;
  }
  return { runs, sessions, messages: sent };
}

async function addFault(
  run: ReactorRun,
  kind: ReactorFault["kind"],
  check: () => void | Promise<void>,
): Promise<void> {
  try {
    await check();
  } catch (error) {
    run.faults.push({ kind, detail: error instanceof Error ? error.message : String(error) });
  }
}
