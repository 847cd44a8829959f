/** The parts of documents that are made from the source which they document. */
import { apiCalls, apiErrors, nodeEvents } from "./docs/api.js";
import { configTables } from "./docs/config.js";
import { messageErrors, p2pErrors } from "./docs/errors.js";
import { httpLimits, messageLimitTables, p2pLimits } from "./docs/limits.js";
import { messageTables } from "./docs/messages.js";
import { metricTables } from "./docs/metrics.js";
import { reactorParts } from "./docs/reactors.js";

/** A document with generated parts. */
export interface GeneratedDocument {
  /** From the root of the repository. */
  readonly path: string;
  /** The text between `<!-- generated: NAME -->` and `<!-- end -->`, by name. */
  readonly parts: () => Readonly<Record<string, string>>;
}

export const generatedDocuments: readonly GeneratedDocument[] = [
  { path: "docs/ERRORS.md", parts: () => ({ p2p: p2pErrors(), messages: messageErrors() }) },
  { path: "docs/LIMITS.md", parts: () => ({ limits: p2pLimits(), messages: messageLimitTables() }) },
  {
    path: "docs/API.md",
    parts: () => ({ calls: apiCalls(), errors: apiErrors(), events: nodeEvents(), limits: httpLimits() }),
  },
  { path: "docs/MESSAGES.md", parts: messageTables },
  { path: "docs/METRICS.md", parts: metricTables },
  { path: "docs/CONFIG.md", parts: configTables },
  { path: "docs/REACTORS.md", parts: reactorParts },
];

/** The document with its generated parts replaced. Every part must have its place, and every place a part. */
export function withParts(text: string, parts: Readonly<Record<string, string>>): string {
  const left = new Set(Object.keys(parts));
  const result = text.replace(
    /(<!-- generated: (\w+) -->\n)[^]*?(<!-- end -->)/g,
    (_, begin: string, name: string, end: string) => {
      const part = parts[name];
      if (part === undefined) throw new Error(`nothing generates the part "${name}"`);
      left.delete(name);
      return `${begin}\n${part}\n${end}`;
    },
  );
  if (left.size > 0) throw new Error(`no place for ${[...left].join(", ")}`);
  return result;
}
