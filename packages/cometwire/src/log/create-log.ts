import type { Clock } from "@cometwire/p2p";
import { pino } from "pino";
import type { Output } from "../io.js";
import type { EventFields } from "./event-fields.js";
import { type LogLevel, parseLogLevel } from "./levels.js";
import { createPlainLine, type LogRecord } from "./plain-line.js";
import { LineBudget } from "./line-budget.js";
import { Repeats } from "./repeats.js";

/** Lines of one event in a minute, when they are not the same. */
const MOST_LINES = 200;

/** Settings of {@link createLog}. */
export interface LogOptions {
  /** CometBFT's `log_level`: see `parseLogLevel`. */
  readonly level: string;
  /** CometBFT's `log_format`: one JSON object a line, or lines for people. */
  readonly format: "json" | "plain";
  readonly destination: Output;
  readonly clock: Clock;
  /** Whether lines for people are coloured. Default: when the destination is a terminal. */
  readonly color?: boolean | undefined;
  /** The time in which the same is counted instead of written again. Default 60,000. */
  readonly repeatWindowMs?: number | undefined;
}

/** One line of a log. */
export interface LogEntry {
  readonly level: LogLevel;
  /** For `log_level`. Default `"main"`. */
  readonly module?: string | undefined;
  /** Stable name. */
  readonly event: string;
  /** Flat and safe to print: text from peers is escaped by whoever makes them. */
  readonly fields?: EventFields | undefined;
  /** What makes two entries the same; entries without one are never held back. */
  readonly sameAs?: string | undefined;
}

/** Writes events, one a line. */
export interface Log {
  /** Writes an entry, unless its level is too low for its module or it repeats another. */
  write(entry: LogEntry): void;
  /** Whether an entry of this module and level would be written. */
  allows(module: string, level: LogLevel): boolean;
  /** Writes what was counted and not told of yet. Call it at the end. */
  flush(): void;
}

/**
 * A log of events, one a line, with stable names. The same event within a minute is counted, and told in one line:
 * `repeated=37 withinS=60`.
 *
 * @throws LogLevelError when the level cannot be read.
 *
 * @example
 * ```ts
 * const log = createLog({ level: "p2p:debug,*:info", format: "plain", destination: io.stdout, clock: io.clock });
 * log.write({ level: "info", event: "started", fields: { network: "my-chain" } });
 * ```
 */
export function createLog(options: LogOptions): Log {
  const { format, destination, clock } = options;
  const filter = parseLogLevel(options.level);
  const plainLine = createPlainLine(options.color ?? destination.isTTY);
  const logger = pino(
    {
      level: "debug",
      base: null,
      timestamp: () => `,"time":"${new Date(clock.wallTime()).toISOString()}"`,
      formatters: { level: (level) => ({ level }) },
    },
    {
      write: (line: string) =>
        destination.write(format === "json" ? line : plainLine(JSON.parse(line) as LogRecord)),
    },
  );
  const latest = new Map<string, LogEntry>();
  const print = ({ level, module = "main", event, fields }: LogEntry, more: EventFields = {}): void => {
    logger[level]({ event, module, ...fields, ...more });
  };
  const repeats = new Repeats({
    clock,
    windowMs: options.repeatWindowMs,
    onRepeated: (key, count, windowMs) => {
      const entry = latest.get(key);
      latest.delete(key);
      if (entry !== undefined) print(entry, { repeated: count, withinS: Math.round(windowMs / 1000) });
    },
  });
  const budget = new LineBudget({ clock, windowMs: options.repeatWindowMs ?? 60_000, most: MOST_LINES });
  const writeOnce = (key: string, entry: LogEntry): void => {
    if (repeats.isFirst(key)) print(entry);
    // The newest stands for all that are counted.
    else latest.set(key, entry);
  };
  const allows = (module: string, level: LogLevel): boolean => filter.allows(module, level);
  return {
    allows,
    write: (entry) => {
      const { level, module = "main", event, sameAs } = entry;
      if (!allows(module, level)) return;
      if (sameAs === undefined) print(entry);
      // Strangers can cause any number of events that are not the same: those are counted together.
      else if (repeats.knows(sameAs) || budget.allows(event)) writeOnce(sameAs, entry);
      else writeOnce(event, entry);
    },
    flush: () => repeats.flush(),
  };
}
