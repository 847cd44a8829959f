import { printable } from "@cometwire/p2p";

/** How much a line matters. `none` is above all of them: nothing is written. */
export type LogLevel = "debug" | "info" | "warn" | "error";

const ranks = { trace: 10, debug: 20, info: 30, warn: 40, error: 50, none: 100 } as const;

type Threshold = keyof typeof ranks;

/** The least level that is written, for each module. */
export interface LevelFilter {
  /** Whether a line of this module and level is written. */
  allows(module: string, level: LogLevel): boolean;
}

/** A log level that cannot be read; `message` says what is allowed. */
export class LogLevelError extends Error {
  override readonly name = "LogLevelError";
}

/**
 * Reads CometBFT's `log_level`: one level for all (`info`), or pairs `module:level` separated by commas, `*` being all
 * other modules, for which `info` is the default. Of two pairs for a module the later counts. Go has `debug`, `info`,
 * `error` and `none`; `trace` and `warn` are taken too, in either case, for applications write them.
 *
 * @throws LogLevelError on anything else. Source: `libs/cli/flags/log_level.go:14-80@v0.38.25`.
 *
 * @example
 * ```ts
 * parseLogLevel("p2p:debug,*:error").allows("pex", "info"); // false
 * ```
 */
export function parseLogLevel(text: string): LevelFilter {
  const thresholds = new Map<string, number>([["*", ranks.info]]);
  const list = text.includes(":") ? text : `*:${text}`;
  for (const item of list.split(",")) {
    const [module = "", level = "", more] = item.trim().split(":");
    const threshold = level.toLowerCase();
    if (module === "" || more !== undefined || !isThreshold(threshold)) throw unreadable(item, text);
    thresholds.set(module, ranks[threshold]);
  }
  const others = thresholds.get("*") ?? ranks.info;
  return { allows: (module, level) => ranks[level] >= (thresholds.get(module) ?? others) };
}

function isThreshold(level: string): level is Threshold {
  return Object.hasOwn(ranks, level);
}

function unreadable(item: string, text: string): LogLevelError {
  const part = item === text ? "" : ` in "${printable(text)}"`;
  return new LogLevelError(
    `log level "${printable(item)}"${part}: allowed are debug, info, warn, error and none, ` +
      'or pairs like "p2p:debug,*:error"',
  );
}
