/** Waiting for a program that cannot tell us when it is done. */
import { setTimeout as sleep } from "node:timers/promises";

/** How {@link waitFor} waits. */
export interface WaitOptions {
  /** How long to wait at most, in milliseconds. */
  readonly deadlineMs: number;
  /** Names the thing waited for in the error; a function is called then, so that it can tell how far things got. */
  readonly what: string | (() => string);
  /** The pause between two looks, in milliseconds; default 100. */
  readonly everyMs?: number;
}

/**
 * Asks again and again until the answer is anything but `undefined` or `false`, and returns it. A look that fails counts as
 * "not yet": a node that is being started refuses connections.
 *
 * @throws Error when the time is over; its cause is what the last look failed with, if it did
 */
export async function waitFor<T>(
  look: () => T | false | undefined | Promise<T | false | undefined>,
  { deadlineMs, what, everyMs = 100 }: WaitOptions,
): Promise<T> {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    let cause: unknown;
    try {
      const answer = await look();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      cause = error;
    }
    if (performance.now() >= deadline) {
      const name = typeof what === "string" ? what : what();
      throw new Error(`waiting for ${name}: not within ${String(deadlineMs)} ms`, { cause });
    }
    await sleep(everyMs);
  }
}
