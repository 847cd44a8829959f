/** Tables of limits: `docs/LIMITS.md`, and those of the API. */
import { messageLimits } from "@cometwire/messages";
import { limits } from "@cometwire/p2p";
import { apiLimits } from "../../packages/cometwire/src/api/api-limits.js";
import { code, table } from "./markdown.js";
import { registryEntries, sectioned } from "./registry.js";

export function p2pLimits(): string {
  return limitTables("packages/p2p/src/base/limits.ts", "limits", limits);
}

export function messageLimitTables(): string {
  return limitTables("packages/messages/src/message-limits.ts", "messageLimits", messageLimits);
}

function limitTables(file: string, constant: string, values: Readonly<Record<string, number>>): string {
  const header = ["limit", "value", "unit", "both ends", "reason and source"];
  return sectioned(file, constant, header, ({ name, doc }) => {
    const value = values[name] ?? 0;
    const wire = doc.startsWith("wire: ");
    const reason = wire ? doc.slice("wire: ".length) : doc;
    return [code(name), value.toLocaleString("en"), unitOf(name), wire ? "yes" : "", reason];
  });
}

export function httpLimits(): string {
  return table(
    ["limit", "value", "unit", "what"],
    registryEntries("packages/cometwire/src/api/api-limits.ts", "apiLimits").map(({ name, doc }) => {
      const value = apiLimits[name as keyof typeof apiLimits];
      return [code(name), value.toLocaleString("en"), unitOf(name), doc];
    }),
  );
}

/** Units are part of the names. */
function unitOf(name: string): string {
  if (name.endsWith("Ms")) return "ms";
  if (/bytes/i.test(name)) return name.includes("PerS") ? "bytes per second" : "bytes";
  return name.includes("PerS") ? "per second" : "count";
}
