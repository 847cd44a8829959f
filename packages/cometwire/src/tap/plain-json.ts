import { type Timestamp, timestampText } from "@cometwire/messages";

/** What JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/**
 * A message's fields as JSON, in protobuf's own manner but for bytes and enums: 64-bit integers are decimal strings, bytes
 * are lower-case hex, times are RFC 3339 in UTC, enums are their numbers, a oneof is a field with the name of what it
 * holds, and what is absent is left out.
 */
export function plainJson(value: unknown): Json {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Uint8Array) return hexOf(value);
  if (Array.isArray(value)) return value.map(plainJson);
  if (typeof value === "object" && value !== null) return objectJson(value as Record<string, unknown>);
  return value as Json;
}

/** Bytes as lower-case hex. */
export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
}

function objectJson(value: Record<string, unknown>): Json {
  if (isTimestamp(value)) return timestampText(value);
  const fields: Record<string, Json> = {};
  for (const [name, field] of Object.entries(value)) {
    if (field === undefined) continue;
    if (isOneof(field)) fields[field.case] = plainJson(field.value);
    else fields[name] = plainJson(field);
  }
  return fields;
}

function isTimestamp(value: object): value is Timestamp {
  return "seconds" in value && "nanos" in value;
}

function isOneof(value: unknown): value is { readonly case: string; readonly value: unknown } {
  return typeof value === "object" && value !== null && "case" in value && "value" in value;
}
