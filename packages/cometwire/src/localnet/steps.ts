/**
 * The longest of the shortest ways from one node to another, in connections; undefined when some node cannot be reached
 * from another.
 *
 * @param neighbours - for each node, those that it is connected to.
 */
export function farthest(neighbours: ReadonlyMap<string, readonly string[]>): number | undefined {
  let most = 0;
  for (const start of neighbours.keys()) {
    const steps = stepsFrom(start, neighbours);
    if (steps.size < neighbours.size) return undefined;
    most = Math.max(most, ...steps.values());
  }
  return most;
}

function stepsFrom(start: string, neighbours: ReadonlyMap<string, readonly string[]>): Map<string, number> {
  const steps = new Map([[start, 0]]);
  // A map's entries are visited in the order in which they came, those that come meanwhile too.
  for (const [node, count] of steps) {
    for (const next of neighbours.get(node) ?? []) {
      if (!steps.has(next)) steps.set(next, count + 1);
    }
  }
  return steps;
}
