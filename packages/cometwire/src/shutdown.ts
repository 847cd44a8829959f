import type { Clock } from "@cometwire/p2p";
import { type ExitCode, exitCodes } from "./exit-codes.js";

/** Settings of {@link stopOnSignal}. */
export interface StopOptions {
  /** Fires on the first Ctrl-C or SIGTERM. The second one ends the process at once, without anybody being asked. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Stops everything, queues and files included. Called once. */
  readonly stop: () => Promise<void>;
  /** How long stopping may take. Default 15,000: queues are flushed for up to 5 s, then files are saved. */
  readonly deadlineMs?: number | undefined;
  /** Told what goes on: `event` is stable, for the log. */
  readonly onProgress?: ((progress: StopProgress) => void) | undefined;
}

/** What {@link StopOptions.onProgress} is told. */
export type StopProgress =
  | { readonly event: "stopping"; readonly why: string }
  | { readonly event: "stopped"; readonly tookMs: number }
  | { readonly event: "stop-failed"; readonly error: unknown }
  | { readonly event: "stop-too-slow"; readonly deadlineMs: number };

const DEADLINE_MS = 15_000;

/**
 * Waits for a signal, then stops cleanly.
 *
 * @returns how the process should end: 0 when everything has stopped in time, else 1.
 *
 * @example
 * ```ts
 * exitWith(await stopOnSignal({ signal: io.signal, clock: io.clock, stop: () => node.stop() }));
 * ```
 */
export async function stopOnSignal(options: StopOptions): Promise<ExitCode> {
  const { signal, clock, onProgress = () => {}, deadlineMs = DEADLINE_MS } = options;
  await aborted(signal);
  onProgress({ event: "stopping", why: String(signal.reason) });
  const startedAt = clock.now();
  const outcome = await Promise.race([stopped(options), deadline(clock, deadlineMs)]);
  if (outcome.event === "stopped") {
    onProgress({ event: "stopped", tookMs: Math.round(clock.now() - startedAt) });
    return exitCodes.ok;
  }
  onProgress(outcome);
  return exitCodes.failed;
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

async function stopped({ stop }: StopOptions): Promise<{ event: "stopped" } | StopProgress> {
  try {
    await stop();
    return { event: "stopped" };
  } catch (error) {
    return { event: "stop-failed", error };
  }
}

/** The process ends soon after; until then the timer does no harm. */
function deadline(clock: Clock, deadlineMs: number): Promise<StopProgress> {
  return new Promise((resolve) =>
    clock.setTimer(deadlineMs, () => resolve({ event: "stop-too-slow", deadlineMs })),
  );
}
