import { readFileSync } from "node:fs";
import { apiErrorCodes } from "../../src/api/api-error.js";
import { apiLimits } from "../../src/api/api-limits.js";
import { endpoints } from "../../src/api/endpoints.js";
import { eventTable } from "../../src/log/event-table.js";
import {
  cometMetrics,
  type MetricDescription,
  ownMetrics,
  processMetrics,
} from "../../src/metrics/metric-table.js";

/** What the documents' tables must say. */
export const tables: Readonly<Record<string, () => string>> = {
  endpoints: () =>
    table(
      ["call", "parameters", "who", "what"],
      endpoints.map(({ method, path, parameters, changing, summary }) => [
        `\`${method} ${path}\``,
        parameters === "" ? "" : `\`${parameters}\``,
        changing ? "operator" : "anybody",
        summary,
      ]),
    ),
  errors: () =>
    table(
      ["code", "status", "what happened", "what to do"],
      Object.entries(apiErrorCodes).map(([code, { status, what, remedy }]) => [
        `\`${code}\``,
        String(status),
        what,
        remedy,
      ]),
    ),
  events: () =>
    table(
      ["event", "module", "level", "what happened", "the same by"],
      Object.entries(eventTable).map(([name, { module, level, meaning, sameBy }]) => [
        `\`${name}\``,
        module,
        typeof level === "string" ? level : "by the error",
        meaning,
        sameBy.join(", "),
      ]),
    ),
  limits: () =>
    table(
      ["limit", "value", "what"],
      limitRows().map(([name, value, text]) => [`\`${name}\``, value.toLocaleString("en-US"), text]),
    ),
  comet: () => metricTable(Object.values(cometMetrics), "cometbft_"),
  own: () => metricTable(Object.values(ownMetrics)),
  process: () => metricTable(Object.values(processMetrics)),
};

function metricTable(metrics: readonly MetricDescription[], prefix = ""): string {
  return table(
    ["metric", "type", "labels", "content"],
    metrics.map(({ name, type, labels, help }) => [`\`${prefix}${name}\``, type, labels.join(", "), help]),
  );
}

/** Limits with their comments, which are the text of the document. */
function limitRows(): (readonly [string, number, string])[] {
  const source = readFileSync(new URL("../../src/api/api-limits.ts", import.meta.url), "utf8");
  return Object.entries(apiLimits).map(([name, value]) => {
    const comment = new RegExp(`/\\*\\* (.*) \\*/\\n\\s+${name}:`).exec(source)?.[1];
    if (comment === undefined) throw new Error(`${name} has no comment`);
    return [name, value, comment];
  });
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A document with its tables made anew. */
export function withTables(text: string): string {
  return text.replace(
    /(<!-- table: (\w+) -->\n)(?:\n\|[\s\S]*?)?(?=\n\n[^|]|\n*$)/g,
    (_all, marker: string, name: string) => {
      const make = tables[name];
      if (make === undefined) throw new Error(`no table ${name}`);
      return `${marker}\n${make()}`;
    },
  );
}
