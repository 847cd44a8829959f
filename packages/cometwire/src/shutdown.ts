import type { Clock } from "@cometwire/p2p";
import { type ExitCode, exitCodes } from "./exit-codes.js";

/** Where signals come from: `process`, or a fake. */
export interface SignalSource {
  on(signal: ShutdownSignal, listener: () => void): unknown;
  off(signal: ShutdownSignal, listener: () => void): unknown;
}

/** The signals that end a running node. */
export type ShutdownSignal = "SIGINT" | "SIGTERM";

const signals: readonly ShutdownSignal[] = ["SIGINT", "SIGTERM"];

/** How a shutdown stands. */
export type ShutdownState = "running" | "stopping" | "ended";

/** What happens to a shutdown: a signal, or how stopping went. */
export type ShutdownInput = "signal" | "stopped" | "stop-failed" | "deadline";

/** What to do about it. */
export type ShutdownStep =
  | { readonly action: "stop"; readonly state: "stopping" }
  | { readonly action: "exit"; readonly state: "ended"; readonly code: ExitCode }
  | { readonly action: "nothing"; readonly state: ShutdownState };

/**
 * Decides what an input means. The first signal stops cleanly (exit 0); a second one exits at once (130); what does not
 * stop in time, or fails to, exits with 1.
 */
export function decideShutdown(state: ShutdownState, input: ShutdownInput): ShutdownStep {
  if (state === "ended") return { action: "nothing", state };
  if (input === "signal") {
    return state === "running"
      ? { action: "stop", state: "stopping" }
      : { action: "exit", state: "ended", code: exitCodes.interrupted };
  }
  if (state === "running") return { action: "nothing", state };
  return { action: "exit", state: "ended", code: input === "stopped" ? exitCodes.ok : exitCodes.failed };
}

/** Settings of {@link createShutdown}. */
export interface ShutdownOptions {
  readonly signals: SignalSource;
  readonly clock: Clock;
  /** Stops everything, queues and files included. Called once. */
  readonly stop: () => Promise<void>;
  /** Ends the process without waiting for anything: the second signal. */
  readonly exit: (code: ExitCode) => void;
  /** How long stopping may take. Default 15,000: queues are flushed for up to 5 s, then files are saved. */
  readonly deadlineMs?: number | undefined;
  /** Told what goes on: `event` is stable, for the log. */
  readonly onProgress?: ((progress: ShutdownProgress) => void) | undefined;
}

/** What {@link ShutdownOptions.onProgress} is told. */
export type ShutdownProgress =
  | { readonly event: "stopping"; readonly why: ShutdownSignal | "asked" }
  | { readonly event: "stopped"; readonly tookMs: number }
  | { readonly event: "stop-failed"; readonly error: unknown }
  | { readonly event: "stop-too-slow"; readonly deadlineMs: number }
  | { readonly event: "exiting-at-once"; readonly why: ShutdownSignal };

/** A running node's end. */
export interface Shutdown {
  /** Resolves when everything has stopped, failed to, or the deadline has passed: how the process should end. */
  readonly done: Promise<ExitCode>;
  /** Stops without a signal. */
  request(): void;
}

const DEADLINE_MS = 15_000;

/**
 * Listens for signals and stops cleanly on the first, at once on the second. It stops listening when it is done.
 *
 * @example
 * ```ts
 * const shutdown = createShutdown({ signals: process, clock, stop: () => node.stop(), exit: process.exit });
 * return await shutdown.done; // 0
 * ```
 */
export function createShutdown(options: ShutdownOptions): Shutdown {
  const { clock, stop, exit, onProgress = () => {}, deadlineMs = DEADLINE_MS } = options;
  let state: ShutdownState = "running";
  let finish: (code: ExitCode) => void = () => {};
  const done = new Promise<ExitCode>((resolve) => (finish = resolve));
  const listeners = signals.map((signal) => ({ signal, listener: () => onSignal(signal) }));
  for (const { signal, listener } of listeners) options.signals.on(signal, listener);
  const end = (code: ExitCode): void => {
    for (const { signal, listener } of listeners) options.signals.off(signal, listener);
    finish(code);
  };
  const settle = (input: ShutdownInput, progress: ShutdownProgress): void => {
    const step = decideShutdown(state, input);
    if (step.action !== "exit") return;
    state = step.state;
    onProgress(progress);
    end(step.code);
  };
  const begin = (): void => {
    const startedAt = clock.now();
    const timer = clock.setTimer(deadlineMs, () =>
      settle("deadline", { event: "stop-too-slow", deadlineMs }),
    );
    void Promise.resolve()
      .then(stop)
      .then(
        () => settle("stopped", { event: "stopped", tookMs: Math.round(clock.now() - startedAt) }),
        (error: unknown) => settle("stop-failed", { event: "stop-failed", error }),
      )
      .finally(() => timer.cancel());
  };
  const onSignal = (why: ShutdownSignal | "asked"): void => {
    const step = decideShutdown(state, "signal");
    state = step.state;
    if (step.action === "stop") {
      onProgress({ event: "stopping", why });
      begin();
    } else if (step.action === "exit" && why !== "asked") {
      onProgress({ event: "exiting-at-once", why });
      end(step.code);
      exit(step.code);
    }
  };
  return {
    done,
    request: () => {
      if (state === "running") onSignal("asked");
    },
  };
}
