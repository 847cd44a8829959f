import { hexByte } from "./lines.js";
import type { FieldModel } from "./types.js";

/** The wire type that a field is written with. */
function wireType(field: FieldModel): number {
  switch (field.type.kind) {
    case "bool":
    case "int32":
    case "uint32":
    case "int64":
    case "enum":
      return 0;
    case "uint64":
      return field.isList ? 2 : 0;
    case "sfixed64":
      return 1;
    default:
      return 2;
  }
}

/** The tag that a field is written with. */
export function tagOf(field: FieldModel): number {
  return field.number * 8 + wireType(field);
}

/** The bytes of that tag on the wire. */
function tagBytes(field: FieldModel): number[] {
  const bytes: number[] = [];
  let rest = tagOf(field);
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return [...bytes, rest];
}

export function tagSize(field: FieldModel): number {
  return tagBytes(field).length;
}

/** Statements that write the tag before `pos`. */
export function writeTag(field: FieldModel): string[] {
  return tagBytes(field)
    .reverse()
    .map((byte) => `into[--pos] = ${hexByte(byte)};`);
}
