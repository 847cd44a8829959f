import type { NetworkState } from "../state.js";
import { goalReached, seconds } from "../words.js";
import { gridLegend, gridLines } from "./grid.js";
import { fit, type Segment } from "./line.js";
import { tableFits, tableLegend, tableLines } from "./table.js";
import type { Theme } from "./theme.js";

/** What there is to draw. */
export interface Picture {
  readonly state: NetworkState;
  readonly elapsedMs: number;
  /** What has happened, the newest last. */
  readonly log: readonly LoggedEvent[];
  /** The last line: what to do now. */
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
const LOG_LINES = { least: 2, most: 10 } as const;
/** Everything but the nodes and the log: title, legend, progress, status, hint, and what is blank between. */
const OTHER_LINES = 10;
const BAR_WIDTH = 24;

/** The picture as lines, none longer than the terminal is wide, and fewer than it has rows. */
export function renderView(picture: Picture, size: Size, theme: Theme): string[] {
  const width = Math.max(20, size.columns - 1);
  const rows = Math.max(OTHER_LINES, size.rows - 1);
  const { style } = theme;
  const { state } = picture;
  const line = (...segments: Segment[]): string => fit([{ text: INDENT }, ...segments], width);

  const room = rows - OTHER_LINES - LOG_LINES.least;
  const asTable = tableFits(state, width, room);
  const nodes = (asTable ? tableLines(state, width, theme) : gridLines(state, width, theme)).slice(
    0,
    Math.max(1, room),
  );
  const logLines = Math.max(0, Math.min(LOG_LINES.most, rows - OTHER_LINES - nodes.length));
  const log = logLines === 0 ? [] : picture.log.slice(-logLines);

  return [
    "",
    line(
      { text: "cometwire localnet", as: style.title },
      { text: `   ${state.nodes.length} nodes that know no address but the seed's` },
    ),
    line(...(asTable ? tableLegend(theme) : gridLegend(state, theme))),
    "",
    ...nodes.map((segments) => line(...segments)),
    "",
    line(...progressLine(state, theme)),
    "",
    ...Array.from({ length: logLines }, (_, index) => {
      const logged = log[index];
      if (logged === undefined) return "";
      return line({ text: `${seconds(logged.atMs).padStart(7)}  `, as: style.dim }, { text: logged.text });
    }),
    "",
    line(statusOf(picture, theme)),
    line({ text: picture.hint, as: style.dim }),
  ].slice(-rows);
}

function progressLine(state: NetworkState, { style, glyphs }: Theme): Segment[] {
  const { links, pairs, known, knowable, share } = state.progress();
  const filled = Math.floor(share * BAR_WIDTH);
  const connections = state.goal.everybody ? `${links} of ${pairs}` : `${links}`;
  return [
    { text: glyphs.full.repeat(filled), as: style.good },
    { text: glyphs.empty.repeat(BAR_WIDTH - filled), as: style.dim },
    { text: `  connections ${connections}   addresses known ${known} of ${knowable}` },
  ];
}

function statusOf({ state, elapsedMs }: Picture, { style }: Theme): Segment {
  const at = state.completeAtMs;
  if (at === undefined) return { text: `${seconds(elapsedMs)}: not complete yet` };
  return { text: `complete after ${seconds(at)}: ${goalReached(state)}`, as: style.good };
}
