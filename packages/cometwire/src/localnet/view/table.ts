import type { NetworkState, NodeView } from "../state.js";
import { type Segment, widthOf } from "./line.js";
import type { Theme } from "./theme.js";

/** One column: its head, and what it shows of a node. */
interface Column {
  readonly head: string;
  /** Columns stay as long as there is room: those with the smaller number first. */
  readonly rank: number;
  readonly cell: (node: NodeView) => readonly Segment[];
}

const GAP = "   ";
const INDENT_WIDTH = 2;
/** `127.0.0.11:45678`: columns shall not move when longer addresses come. */
const ADDRESS_WIDTH = 16;
/** The last column, what a node did last, is worth showing from this width on. */
const LEAST_DEED_WIDTH = 14;
/** `node-19`, a gap, and the indent: the picture of who has found whom needs this beside itself. */
const NAME_WIDTH = 12;

/** Whether {@link tableLines} has room for the picture of who has found whom. */
export function tableFits({ nodes }: NetworkState, width: number, rows: number): boolean {
  return nodes.length + 1 <= rows && nodes.length + NAME_WIDTH <= width;
}

/** One line a node, with a picture of whom it has found, below a head. */
export function tableLines(state: NetworkState, width: number, theme: Theme): Segment[][] {
  const { style } = theme;
  const { nodes } = state;
  const columns: Column[] = [
    {
      head: "node",
      rank: 0,
      cell: ({ name, isSeed }) => [{ text: name, as: isSeed ? style.warn : style.title }],
    },
    { head: "listens at".padEnd(ADDRESS_WIDTH), rank: 4, cell: ({ address }) => [{ text: address ?? "" }] },
    {
      head: "in   out",
      rank: 3,
      cell: (node) => [
        { text: `${count(node, "inbound").padStart(2)}   ${count(node, "outbound").padStart(3)}` },
      ],
    },
    { head: matrixHead(nodes), rank: 1, cell: (node) => matrix(node, state, theme) },
    { head: "knows", rank: 2, cell: (node) => knows(node, nodes.length - 1, theme) },
  ];
  const rows = nodes.map((node) =>
    columns.map(({ cell }, index) => (node.address === undefined && index > 0 ? [] : cell(node))),
  );
  const widths = columns.map(({ head }, index) =>
    Math.max(head.length, ...rows.map((cells) => widthOf(cells[index] ?? []))),
  );
  const kept = keep(columns, widths, width - INDENT_WIDTH);
  const used = kept.reduce((sum, index) => sum + (widths[index] ?? 0) + GAP.length, 0);
  const withDeed = width - INDENT_WIDTH - used >= LEAST_DEED_WIDTH;

  const head: Segment[] = kept.map((index) => ({
    text: (columns[index]?.head ?? "").padEnd(widths[index] ?? 0) + GAP,
    as: style.dim,
  }));
  if (withDeed) head.push({ text: "last", as: style.dim });
  const lines = rows.map((cells, row): Segment[] => {
    const line = kept.flatMap((index) => {
      const cell = cells[index] ?? [];
      return [...cell, { text: " ".repeat((widths[index] ?? 0) - widthOf(cell)) + GAP }];
    });
    const node = nodes[row];
    if (withDeed) line.push({ text: node?.address === undefined ? "starts soon" : node.deed, as: style.dim });
    return line;
  });
  return [head, ...lines];
}

/** What the signs of {@link tableLines} mean. */
export function tableLegend({ style, glyphs }: Theme): Segment[] {
  return [
    { text: glyphs.peer, as: style.good },
    { text: " connected   " },
    { text: glyphs.known },
    { text: " knows the address   " },
    { text: glyphs.unknown, as: style.dim },
    { text: " has not heard of it" },
  ];
}

/** Which columns there is room for, in their order. */
function keep(columns: readonly Column[], widths: readonly number[], width: number): number[] {
  const byRank = columns
    .map((_, index) => index)
    .sort((a, b) => (columns[a]?.rank ?? 0) - (columns[b]?.rank ?? 0));
  const kept: number[] = [];
  let left = width;
  for (const index of byRank) {
    const needed = (widths[index] ?? 0) + GAP.length;
    if (needed > left && kept.length > 0) continue;
    kept.push(index);
    left -= needed;
  }
  return kept.sort((a, b) => a - b);
}

function count({ peers }: NodeView, direction: "inbound" | "outbound"): string {
  return String([...peers.values()].filter((each) => each === direction).length);
}

/** `s1234567890123…`: the last digit of each node's number. */
function matrixHead(nodes: readonly NodeView[]): string {
  return nodes.map(({ isSeed, name }) => (isSeed ? "s" : name.slice(-1))).join("");
}

/** A sign for each node: connected, known, not found. */
function matrix(node: NodeView, state: NetworkState, { style, glyphs }: Theme): Segment[] {
  return state.nodes.map(({ name }): Segment => {
    if (name === node.name) return { text: glyphs.self };
    const relation = state.relation(node.name, name);
    if (relation === "peer") return { text: glyphs.peer, as: style.good };
    if (relation === "known") return { text: glyphs.known };
    return { text: glyphs.unknown, as: style.dim };
  });
}

function knows({ known }: NodeView, others: number, { style }: Theme): Segment[] {
  const text = `${String(known.size).padStart(String(others).length)} of ${others}`;
  return [{ text, as: known.size === others ? style.good : undefined }];
}
