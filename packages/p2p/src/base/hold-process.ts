/** What a timer can wait for: 24 days. */
const LONGEST_INTERVAL_MS = 2 ** 31 - 1;

/**
 * Keeps the process alive until the returned function is called: timers of a `Clock` do not, and whoever waits for
 * the next dial has no socket that would.
 */
export function holdProcess(): () => void {
  const handle = setInterval(() => {}, LONGEST_INTERVAL_MS);
  return () => clearInterval(handle);
}
