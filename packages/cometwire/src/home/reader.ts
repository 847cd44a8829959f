import { printable } from "@cometwire/p2p";
import { type Converted, toBoolean, toDuration, toInteger, toText, toTexts } from "./convert.js";
import { millisecondsOf } from "./go-duration.js";
import { isSomeDefault } from "./keys.js";
import type { ConfigProblem } from "./problem.js";
import { describeOrigin, type Setting } from "./settings.js";
import type { TomlValue } from "./toml.js";

/**
 * Reads settings by type and keeps what is wrong with them, so that one run names every problem. A setting with a problem
 * reads as its default.
 */
export class SettingsReader {
  readonly problems: ConfigProblem[] = [];
  readonly #settings: ReadonlyMap<string, Setting>;

  constructor(settings: ReadonlyMap<string, Setting>) {
    this.#settings = settings;
  }

  bool(key: string): boolean {
    return this.#read(key, toBoolean);
  }

  text(key: string): string {
    return this.#read(key, toText);
  }

  texts(key: string): readonly string[] {
    return this.#read(key, toTexts);
  }

  /** A whole number from `min` to `max`, both at most 2^53. */
  int(key: string, min: number, max: number): number {
    const value = this.#read(key, (raw) => {
      const read = toInteger(raw);
      if ("fault" in read) return read;
      const fits = read.value >= BigInt(min) && read.value <= BigInt(max);
      return fits ? read : { fault: `must be ${rangeText(min, max)}` };
    });
    return Number(value);
  }

  /** A rate in bytes a second; what no number of ours can hold is far from any limit, and rounded. */
  rate(key: string): number {
    const value = this.#read(key, (raw) => {
      const read = toInteger(raw);
      if ("fault" in read || read.value >= 0n) return read;
      return { fault: "must be 0 (no limit) or more bytes a second" };
    });
    return Number(value);
  }

  /** Whole milliseconds, rounded up. */
  durationMs(key: string, minMs: number, maxMs: number, allowed: string): number {
    return this.#read(key, (raw) => {
      const read = toDuration(raw);
      if ("fault" in read) return read;
      const value = millisecondsOf(read.value);
      return value < minMs || value > maxMs ? { fault: `must be ${allowed}` } : { value };
    });
  }

  /** One of several texts. */
  choice<T extends string>(key: string, choices: readonly T[]): T {
    return this.#read(key, (raw) => {
      const read = toText(raw);
      if ("fault" in read) return read;
      const value = choices.find((each) => each === read.value);
      return value === undefined ? { fault: `must be ${choices.map(quote).join(" or ")}` } : { value };
    });
  }

  /** Text that `parse` makes something of. */
  parsed<T>(key: string, parse: (text: string) => Converted<T>): T {
    return this.#read(key, (raw) => {
      const read = toText(raw);
      return "fault" in read ? read : parse(read.value);
    });
  }

  /** Notes a problem of a setting, found by looking at more than its type. */
  fault(
    key: string,
    message: string,
    listEntry?: { readonly position: number; readonly entry: string },
  ): void {
    const { origin, written } = this.setting(key);
    const source = origin.from === "default" ? "default" : origin.name;
    const line = origin.from === "file" ? origin.line : undefined;
    const entry = listEntry?.position;
    const value = listEntry === undefined ? written : JSON.stringify(listEntry.entry);
    this.problems.push({ source, line, key, entry, value, message });
  }

  /** Whether the setting is other than its default in any release. */
  isChanged(key: string): boolean {
    const { value, key: known } = this.setting(key);
    if (value === undefined) return false;
    const asText = plainText(value);
    return asText === undefined || !isSomeDefault(known, asText);
  }

  setting(key: string): Setting {
    const setting = this.#settings.get(key);
    if (setting === undefined) throw new RangeError(`no such key: ${key}`);
    return setting;
  }

  /** Where the setting is, in words. */
  where(key: string): string {
    return describeOrigin(this.setting(key).origin);
  }

  #read<T>(key: string, convert: (value: TomlValue) => Converted<T>): T {
    const { value, key: known } = this.setting(key);
    const text: TomlValue = { kind: "string", value: known.default };
    const usual: TomlValue = known.type === "strings" ? { kind: "list", items: [] } : text;
    const result = convert(value ?? usual);
    if ("value" in result) return result.value;
    this.fault(key, result.fault);
    const fallback = convert(usual);
    if ("value" in fallback) return fallback.value;
    throw new RangeError(`the default of ${key} is refused: ${printable(fallback.fault)}`);
  }
}

function rangeText(min: number, max: number): string {
  return max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `from ${min} to ${max}`;
}

function quote(text: string): string {
  return `"${text}"`;
}

/** A value as a default is written in the table of keys. */
function plainText(value: TomlValue): string | undefined {
  switch (value.kind) {
    case "string":
      return value.value;
    case "integer":
    case "boolean":
      return String(value.value);
    case "list":
      return value.items.length === 0 ? "[]" : undefined;
    case "table":
      return "{}";
    default:
      return undefined;
  }
}
