import { Screen } from "../localnet/view/screen.js";
import type { Io } from "../io.js";
import type { Terminal } from "../terminal.js";
import type { Style } from "../text/style.js";
import type { Tap } from "./tap.js";
import { RateWindow } from "./view/rate-window.js";
import { statsView } from "./view/stats-view.js";
import { summaryText } from "./view/summary.js";

/** Without a terminal the figures are printed this often. */
const PRINT_EVERY_MS = 10_000;

/** Draws what a tap sees at a terminal, about twice a second, until the returned function is called, or `q` is pressed. */
export function showStats(tap: Tap, end: () => void, terminal: Terminal, style: Style, io: Io): () => void {
  const window = new RateWindow();
  const noKeys = terminal.onKey((key) => {
    if (key === "q" || key === "Q") end();
  });
  const hint = noKeys === undefined ? "Ctrl-C ends it" : "q ends it";
  const screen = new Screen({
    output: io.stdout,
    terminal,
    clock: io.clock,
    render: (size) => {
      const now = tap.summary();
      return statsView({ now, before: window.note(now), hint }, size, style);
    },
  });
  return () => {
    screen.close();
    noKeys?.();
  };
}

/** Prints what a tap has seen every ten seconds, until the returned function is called. */
export function printStats(tap: Tap, io: Pick<Io, "stdout" | "clock">): () => void {
  const print = (): void => {
    io.stdout.write(`${summaryText(tap.summary())}\n`);
    timer = io.clock.setTimer(PRINT_EVERY_MS, print);
  };
  let timer = io.clock.setTimer(PRINT_EVERY_MS, print);
  return () => timer.cancel();
}
