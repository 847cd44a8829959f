import { fit } from "../../localnet/view/line.js";
import type { Size } from "../../localnet/view/render.js";
import type { Style } from "../../text/style.js";
import type { TapSummary } from "../totals.js";
import { summaryLine } from "./summary.js";
import { peerLines, typeLines } from "./tables.js";

/** What there is to draw. */
export interface StatsPicture {
  readonly now: TapSummary;
  /** Some seconds ago: rates are from then on. Undefined: from the beginning on. */
  readonly before: TapSummary | undefined;
  /** The last line: how to end it. */
  readonly hint: string;
}

const INDENT = "  ";
/** Blank lines, title and hint. */
const OTHER_LINES = 6;
/** Of a table, if it must be cut: its head and two rows. */
const LEAST_TABLE_LINES = 3;

/** The picture as lines, none longer than the terminal is wide, and fewer than it has rows. */
export function statsView({ now, before, hint }: StatsPicture, size: Size, style: Style): string[] {
  const width = Math.max(20, size.columns - 1);
  const room = Math.max(2 * LEAST_TABLE_LINES, size.rows - 1 - OTHER_LINES);
  const line = (text: string, as?: (text: string) => string): string =>
    fit([{ text: INDENT }, { text, as }], width);
  const tableLines = (lines: readonly string[], most: number): string[] =>
    cut(lines, most).map((text, index) => line(text, index === 0 ? style.dim : undefined));

  const peers = peerLines(now, before);
  const types = typeLines(now, before);
  const peersRoom = Math.max(LEAST_TABLE_LINES, room - types.length);
  const shownPeers = tableLines(peers, peersRoom);
  const shownTypes = tableLines(types, Math.max(LEAST_TABLE_LINES, room - shownPeers.length));
  return [
    "",
    line(summaryLine(now), style.title),
    "",
    ...shownTypes,
    "",
    ...shownPeers,
    "",
    line(hint, style.dim),
  ];
}

/** As many of the lines as there is room for, and how many more there are. */
function cut(lines: readonly string[], most: number): readonly string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), `${lines.length - most + 1} more`];
}
