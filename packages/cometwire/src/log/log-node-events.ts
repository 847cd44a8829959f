import type { NodeEvent } from "@cometwire/p2p";
import type { Log } from "./create-log.js";
import { type EventFields, eventFields, type FieldValue } from "./event-fields.js";
import { levelOf, ruleOf } from "./event-table.js";

/** Whatever tells of a node's events. */
export interface EventSource {
  /** Calls `listener` with every event until the returned function is called. */
  onEvent(listener: (event: NodeEvent) => void): () => void;
}

/** Fields that explain: on lines that somebody should act on. */
const explanations = ["likelyCause", "remedy"] as const;

/**
 * Logs what happens on a node, until the returned function is called: one line an event, its `type` as the name, levels
 * and repetitions as in the table of events. From `warn` on, lines also say the likely cause and what to do.
 */
export function logNodeEvents(node: EventSource, log: Log): () => void {
  return node.onEvent((event) => {
    const { module, sameBy } = ruleOf(event.type);
    const level = levelOf(event);
    if (!log.allows(module, level)) return;
    const fields = eventFields(event);
    log.write({
      level,
      module,
      event: event.type,
      fields: level === "warn" || level === "error" ? fields : withoutExplanations(fields),
      sameAs: [event.type, ...sameBy.map((name) => fields[name] ?? "")].join(" "),
    });
  });
}

function withoutExplanations(fields: EventFields): EventFields {
  const rest: Record<string, FieldValue> = { ...fields };
  for (const name of explanations) Reflect.deleteProperty(rest, name);
  return rest;
}
