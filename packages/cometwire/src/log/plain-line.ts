import { createStyle, type Style } from "../text/style.js";
import type { FieldValue } from "./event-fields.js";
import type { LogLevel } from "./levels.js";

/** A line before it is written. */
export interface LogRecord {
  readonly level: LogLevel;
  /** RFC 3339, milliseconds, UTC. */
  readonly time: string;
  readonly module: string;
  readonly event: string;
  readonly [field: string]: FieldValue;
}

const head: ReadonlySet<string> = new Set(["level", "time", "module", "event"]);

/** Makes the renderer of lines for people: time, level, event, then `key=value`, quoted where it has to be. */
export function createPlainLine(color: boolean): (record: LogRecord) => string {
  const style = createStyle(color);
  return (record) => {
    const { level, time, module, event } = record;
    const fields = Object.entries(record)
      .filter(([name]) => !head.has(name))
      .map(([name, value]) => `${style.dim(`${name}=`)}${quoted(value)}`);
    const words = [
      style.dim(time),
      levelText(level, style),
      style.title(event),
      `${style.dim("module=")}${module}`,
    ];
    return `${[...words, ...fields].join(" ")}\n`;
  };
}

function levelText(level: LogLevel, style: Style): string {
  const text = level.toUpperCase().padEnd(5);
  if (level === "error") return style.bad(text);
  if (level === "warn") return style.warn(text);
  return level === "info" ? style.good(text) : style.dim(text);
}

/** Text with spaces, quotes or equals signs in quotes, so that a line can be taken apart again. */
function quoted(value: FieldValue): string {
  const text = String(value);
  return /^[^\s"=\\]+$/.test(text) ? text : JSON.stringify(text);
}
