import type { Goal } from "../plan.js";
import type { NetworkState, Progress } from "../state.js";
import { gridLines } from "./grid.js";
import { fit, type Segment } from "./line.js";
import { tableLines } from "./table.js";
import type { Theme } from "./theme.js";

/** What there is to draw. */
export interface Picture {
  readonly state: NetworkState;
  readonly network: string;
  readonly elapsedMs: number;
  /** What has happened, the newest last. */
  readonly log: readonly LoggedEvent[];
  /** The last line's right end: how to get out. */
  readonly hint: string;
}

/** One line of the log. */
export interface LoggedEvent {
  readonly atMs: number;
  readonly text: string;
}

/** Columns and rows of a terminal. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

const INDENT = "  ";
/** Lines of the log that are kept in sight, if there is any room, and that are enough. */
const LOG_LINES = { least: 3, most: 10 } as const;
/** Everything but the nodes and the log: title, explanation, progress, status, and what is blank between. */
const OTHER_LINES = 10;
const BAR_WIDTH = 24;

/** The picture as lines, none longer than the terminal is wide, and fewer than it has rows. */
export function renderView(picture: Picture, size: Size, theme: Theme): string[] {
  const width = Math.max(20, size.columns - 1);
  const rows = Math.max(8, size.rows - 1);
  const { style } = theme;
  const { state } = picture;
  const progress = state.progress();
  const line = (...segments: Segment[]): string => fit([{ text: INDENT }, ...segments], width);

  const room = rows - OTHER_LINES - LOG_LINES.least;
  const table =
    state.nodes.length + 1 <= room ? tableLines(state, width, theme) : gridLines(state, width, theme);
  const nodes = table.slice(0, Math.max(1, room));
  const logLines = Math.max(0, Math.min(LOG_LINES.most, rows - OTHER_LINES - nodes.length));
  const log = logLines === 0 ? [] : picture.log.slice(-logLines);

  return [
    "",
    line(
      { text: "cometwire localnet", as: style.title },
      {
        text: `   ${state.nodes.length} nodes in this process, real connections, network "${picture.network}"`,
      },
    ),
    line({ text: explanation(state), as: style.dim }),
    "",
    ...nodes.map((segments) => line(...segments)),
    "",
    line(...progressLine(progress, state, theme)),
    "",
    ...Array.from({ length: logLines }, (_, index) => {
      const logged = log[index];
      if (logged === undefined) return "";
      return line({ text: `${seconds(logged.atMs).padStart(7)}  `, as: style.dim }, { text: logged.text });
    }),
    "",
    line(...statusLine(picture, theme)),
  ].slice(0, rows);
}

/** What it means that a network is complete, at this size. */
export function goalInWords(goal: Goal): string {
  return goal === "mesh"
    ? "every node has found every other, and is connected to it"
    : "every node knows every other's address, and all are connected by way of others";
}

/** A time since the start: `2.4 s`. */
export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(ms < 9_950 ? 2 : 1)} s`;
}

function explanation(state: NetworkState): string {
  const others = state.nodes.length - 1;
  return `At the start the ${others} others know nothing but the seed's address. Watch them find each other.`;
}

function progressLine(progress: Progress, state: NetworkState, { style, glyphs }: Theme): Segment[] {
  const { links, pairs, known, knowable } = progress;
  const [done, all] = state.goal === "mesh" ? [links, pairs] : [known, knowable];
  const filled = all === 0 ? BAR_WIDTH : Math.floor((done / all) * BAR_WIDTH);
  const connections = state.goal === "mesh" ? `${links} of ${pairs}` : `${links}`;
  return [
    { text: glyphs.full.repeat(filled), as: style.good },
    { text: glyphs.empty.repeat(BAR_WIDTH - filled), as: style.dim },
    {
      text: `  connections ${connections}   addresses known ${known} of ${knowable}   hellos ${state.messages}`,
    },
  ];
}

function statusLine({ state, elapsedMs, hint }: Picture, { style }: Theme): Segment[] {
  const at = state.completeAtMs;
  const end = { text: `   ${hint}`, as: style.dim };
  if (at === undefined) return [{ text: `${seconds(elapsedMs)}, not complete yet` }, end];
  return [{ text: `complete: ${goalInWords(state.goal)} (after ${seconds(at)})`, as: style.good }, end];
}
