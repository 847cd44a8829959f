import { parseGoDuration } from "./go-duration.js";
import type { TomlValue } from "./toml.js";

/** A value, or why there is none. */
export type Converted<T> = { readonly value: T } | { readonly fault: string };

const INTEGER = /^[+-]?(?:0|[1-9][0-9]*(?:_[0-9]+)*|0[xX][0-9a-fA-F]+)$/;
const INT64_MAX = (1n << 63n) - 1n;

/** Go's `strconv.ParseBool`. */
const booleans: ReadonlyMap<string, boolean> = new Map([
  ...["1", "t", "T", "true", "TRUE", "True"].map((text) => [text, true] as const),
  ...["0", "f", "F", "false", "FALSE", "False"].map((text) => [text, false] as const),
]);

/** Whole numbers, also as text, which is how Go's reader takes them. Its cutting of fractions is refused. */
export function toInteger(value: TomlValue): Converted<bigint> {
  if (value.kind === "integer") return inRange(value.value);
  if (value.kind === "string" && INTEGER.test(value.value)) {
    const digits = value.value.replaceAll("_", "").replace(/^[+-]/, "");
    if (digits.length > 20) return { fault: "must be a whole number of 64 bits" };
    const magnitude = BigInt(digits);
    return inRange(value.value.startsWith("-") ? -magnitude : magnitude);
  }
  return { fault: "must be a whole number" };
}

function inRange(value: bigint): Converted<bigint> {
  if (value > INT64_MAX || value < -INT64_MAX - 1n) return { fault: "must be a whole number of 64 bits" };
  return { value };
}

/** `true` or `false`, also as the texts and the numbers that Go's reader takes for them. */
export function toBoolean(value: TomlValue): Converted<boolean> {
  if (value.kind === "boolean") return { value: value.value };
  if (value.kind === "integer") return { value: value.value !== 0n };
  const known = value.kind === "string" ? booleans.get(value.value) : undefined;
  return known === undefined ? { fault: "must be true or false" } : { value: known };
}

/** Text. A number is taken as its digits, as Go's reader does. */
export function toText(value: TomlValue): Converted<string> {
  if (value.kind === "string") return { value: value.value };
  if (value.kind === "integer") return { value: String(value.value) };
  if (value.kind === "list")
    return { fault: "must be one text in quotes, with commas between its entries, not a list" };
  return { fault: "must be a text in quotes" };
}

/** Nanoseconds. A number without a unit would be nanoseconds in Go, which nobody means: only 0 is taken. */
export function toDuration(value: TomlValue): Converted<bigint> {
  const example = 'such as "500ms", "20s" or "1m30s"';
  if (value.kind === "integer") {
    return value.value === 0n
      ? { value: 0n }
      : {
          fault: `must be a duration with its unit, ${example} (CometBFT would take the number as nanoseconds)`,
        };
  }
  const parsed = value.kind === "string" ? parseGoDuration(value.value) : undefined;
  return parsed === undefined ? { fault: `must be a duration, ${example}` } : { value: parsed };
}

/** A list of texts; one text is split at its commas, as Go's reader does. */
export function toTexts(value: TomlValue): Converted<readonly string[]> {
  if (value.kind === "string") return { value: value.value === "" ? [] : value.value.split(",") };
  const fault = 'must be a list of texts, such as ["https://example.com"]';
  if (value.kind !== "list") return { fault };
  const texts: string[] = [];
  for (const item of value.items) {
    if (item.kind !== "string") return { fault };
    texts.push(item.value);
  }
  return { value: texts };
}

/** Entries of a comma separated text, each with its place from 1 on; spaces around them and empty ones are dropped. */
export function splitList(text: string): { readonly text: string; readonly position: number }[] {
  return text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "")
    .map((entry, index) => ({ text: entry, position: index + 1 }));
}
