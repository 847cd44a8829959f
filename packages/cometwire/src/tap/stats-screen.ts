import { Screen } from "../localnet/view/screen.js";
import type { Io } from "../io.js";
import type { Terminal } from "../terminal.js";
import type { Style } from "../text/style.js";
import type { TapSummary } from "./totals.js";
import { RateWindow } from "./view/rate-window.js";
import { statsView } from "./view/stats-view.js";
import { summaryText } from "./view/summary.js";

/** Without a terminal the figures are printed this often. */
const PRINT_EVERY_MS = 10_000;

/** What has figures: a tap, or a recording that is replayed. */
export interface FiguresSource {
  /** What has come so far. */
  summary(): TapSummary;
}

/** Shows figures, until the returned function is called; `end` is called when no more are wanted. */
export type WatchFigures = (source: FiguresSource, end: () => void) => () => void;

/** The way to show figures: drawn at a terminal, otherwise printed. */
export function statsWatch(io: Io, style: Style): WatchFigures {
  const terminal = drawingTerminal(io);
  if (terminal === undefined) return (source) => printStats(source, io);
  return (source, end) => showStats(source, end, terminal, style, io);
}

/** The terminal, where there is one that can be drawn on. */
export function drawingTerminal({ env, terminal }: Pick<Io, "env" | "terminal">): Terminal | undefined {
  return env["TERM"] === "dumb" ? undefined : terminal;
}

/** Draws what a tap sees at a terminal, about twice a second, until the returned function is called, or `q` is pressed. */
function showStats(
  tap: FiguresSource,
  end: () => void,
  terminal: Terminal,
  style: Style,
  io: Io,
): () => void {
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
function printStats(tap: FiguresSource, io: Pick<Io, "stdout" | "clock">): () => void {
  const print = (): void => {
    io.stdout.write(`${summaryText(tap.summary())}\n`);
    timer = io.clock.setTimer(PRINT_EVERY_MS, print);
  };
  let timer = io.clock.setTimer(PRINT_EVERY_MS, print);
  return () => timer.cancel();
}
