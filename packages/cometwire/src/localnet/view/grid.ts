import type { NetworkState, NodeView } from "../state.js";
import type { Segment } from "./line.js";
import type { Theme } from "./theme.js";

const INDENT_WIDTH = 2;
const NODES_PER_GROUP = 10;

/** Many nodes in few lines: a character for each, higher the more of the others it knows. */
export function gridLines(state: NetworkState, width: number, theme: Theme): Segment[][] {
  const { nodes } = state;
  const { style, glyphs } = theme;
  const labelWidth = Math.max(...nodes.map(({ name }) => name.length)) + 2;
  const groups = Math.max(1, Math.floor((width - INDENT_WIDTH - labelWidth) / (NODES_PER_GROUP + 1)));
  const perLine = Math.min(5, groups) * NODES_PER_GROUP;
  const lines: Segment[][] = [];
  for (let start = 0; start < nodes.length; start += perLine) {
    const part = nodes.slice(start, start + perLine);
    const cells = part.flatMap((node, index): Segment[] => [
      ...(index > 0 && index % NODES_PER_GROUP === 0 ? [{ text: " " }] : []),
      cell(node, nodes.length - 1, theme),
    ]);
    lines.push([{ text: (part[0]?.name ?? "").padEnd(labelWidth), as: style.dim }, ...cells]);
  }
  const full = nodes.filter(({ known }) => known.size === nodes.length - 1).length;
  const peers = nodes.map(({ inbound, outbound }) => inbound.size + outbound.size).sort((a, b) => a - b);
  lines.push(
    [],
    [
      {
        text: `each character is a node: ${glyphs.levels[0] ?? ""} knows nobody … ${glyphs.levels.at(-1) ?? ""} knows all; `,
      },
      { text: `${full} of ${nodes.length} know all, `, as: full === nodes.length ? style.good : undefined },
      { text: `${peers[0] ?? 0} to ${peers.at(-1) ?? 0} peers each` },
    ],
  );
  return lines;
}

function cell({ known, address }: NodeView, others: number, { style, glyphs }: Theme): Segment {
  if (address === undefined) return { text: " " };
  const { levels } = glyphs;
  const level = Math.floor((known.size / others) * (levels.length - 1));
  return { text: levels[level] ?? "", as: known.size === others ? style.good : undefined };
}
