import type { NetworkState, NodeView } from "../state.js";
import type { Segment } from "./line.js";
import type { Theme } from "./theme.js";

const INDENT_WIDTH = 2;
const NODES_PER_GROUP = 10;
const MOST_GROUPS = 5;

/** Many nodes in few lines: a character for each, higher the more peers it has. */
export function gridLines(state: NetworkState, width: number, theme: Theme): Segment[][] {
  const { nodes, goal } = state;
  const { style } = theme;
  const ordinary = nodes.filter(({ isSeed }) => !isSeed);
  const labelWidth = Math.max(...ordinary.map(({ name }) => name.length)) + 2;
  const room = Math.floor((width - INDENT_WIDTH - labelWidth) / (NODES_PER_GROUP + 1));
  const perLine = Math.max(1, Math.min(MOST_GROUPS, room)) * NODES_PER_GROUP;
  const lines: Segment[][] = [];
  for (let start = 0; start < ordinary.length; start += perLine) {
    const part = ordinary.slice(start, start + perLine);
    const cells = part.flatMap((node, index): Segment[] => [
      ...(index > 0 && index % NODES_PER_GROUP === 0 ? [{ text: " " }] : []),
      cell(node, goal.peers, theme),
    ]);
    lines.push([{ text: (part[0]?.name ?? "").padEnd(labelWidth), as: style.dim }, ...cells]);
  }
  return lines;
}

/** What the characters of {@link gridLines} mean. */
export function gridLegend({ goal }: NetworkState, { glyphs }: Theme): Segment[] {
  const [least = "", most = ""] = [glyphs.levels[0], glyphs.levels.at(-1)];
  const wanted = goal.peers === 1 ? "1 peer" : `${goal.peers} peers`;
  return [
    {
      text: `Each sign is a node: ${least} has no peer, ${most} has ${wanted}${goal.everybody ? ", all of them" : " or more"}.`,
    },
  ];
}

function cell({ peers, address }: NodeView, wanted: number, { style, glyphs }: Theme): Segment {
  if (address === undefined) return { text: " " };
  const { levels } = glyphs;
  const count = peers.has("seed") ? peers.size - 1 : peers.size;
  const level = Math.floor(Math.min(1, count / wanted) * (levels.length - 1));
  return { text: levels[level] ?? "", as: count >= wanted ? style.good : undefined };
}
