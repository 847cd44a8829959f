/** The tables of `docs/API.md`. */
import { apiErrorCodes } from "../../packages/cometwire/src/api/api-error.js";
import { endpoints } from "../../packages/cometwire/src/api/endpoints.js";
import { eventTable } from "../../packages/cometwire/src/log/event-table.js";
import { code, table } from "./markdown.js";

export function apiCalls(): string {
  return table(
    ["call", "parameters", "who", "what"],
    endpoints.map(({ method, path, parameters, changing, summary }) => [
      code(`${method} ${path}`),
      code(parameters),
      changing ? "operator" : "anybody",
      summary,
    ]),
  );
}

export function apiErrors(): string {
  return table(
    ["code", "status", "what happened", "what to do"],
    Object.entries(apiErrorCodes).map(([name, { status, what, remedy }]) => [
      code(name),
      String(status),
      what,
      remedy,
    ]),
  );
}

export function nodeEvents(): string {
  return table(
    ["event", "module", "level", "what happened", "the same by"],
    Object.entries(eventTable).map(([name, { module, level, meaning, sameBy }]) => [
      code(name),
      module,
      typeof level === "string" ? level : "by the cause",
      meaning,
      sameBy.join(", "),
    ]),
  );
}
