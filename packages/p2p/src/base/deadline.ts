import type { Clock } from "./clock.js";
import type { ErrorCode } from "./error-codes.js";
import { P2PError } from "./p2p-error.js";

/** The bounds of {@link withDeadline}. */
export interface DeadlineOptions {
  /** What time is measured with. */
  readonly clock: Clock;
  /** One absolute deadline in milliseconds. */
  readonly timeoutMs: number;
  /** The error's code when it passes. */
  readonly timeoutCode: ErrorCode;
  /** Ends the waiting early. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs `task` until it settles, its time is up or `signal` fires, whichever comes first; then `task`'s own signal is
 * aborted, and what it still delivers goes to `discard`.
 *
 * @param task - gets its signal by a call, because a signal takes 3 µs to make and few tasks want it.
 * @throws P2PError `timeoutCode`, or the error of {@link abortError}; whatever `task` throws is passed on.
 */
export function withDeadline<T>(
  options: DeadlineOptions,
  task: (signal: () => AbortSignal) => Promise<T> | T,
  discard: (late: T) => void = () => {},
): Promise<T> {
  const { clock, timeoutMs, timeoutCode, signal } = options;
  const controller = new AbortController();
  return new Promise<T>((resolve, reject) => {
    let settled = false;
    const settle = (finish: () => void): void => {
      if (settled) return;
      settled = true;
      timer.cancel();
      signal?.removeEventListener("abort", onAbort);
      finish();
    };
    const fail = (error: P2PError): void =>
      settle(() => {
        reject(error);
        controller.abort(error);
      });
    const onAbort = (): void => fail(abortError(signal));
    const timer = clock.setTimer(timeoutMs, () =>
      fail(new P2PError(timeoutCode, { detail: `${timeoutMs} ms` })),
    );
    if (signal?.aborted === true) {
      onAbort();
      return;
    }
    signal?.addEventListener("abort", onAbort, { once: true });
    void (async () => task(() => controller.signal))().then(
      (value) => (settled ? discard(value) : settle(() => resolve(value))),
      (error: unknown) => settle(() => reject(error instanceof Error ? error : new Error(String(error)))),
    );
  });
}

/** What an abort means to the one who waits: the signal's reason if it is an error of ours, otherwise `ABORTED`. */
export function abortError(signal: AbortSignal | undefined): P2PError {
  const reason: unknown = signal?.reason;
  return reason instanceof P2PError ? reason : new P2PError("ABORTED", { cause: reason });
}
