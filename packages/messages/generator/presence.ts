import type { FieldModel } from "./types.js";

/** The condition under which Go writes a field that is no list and no member of a oneof; none: always. */
export function presence({ name, type, isNilable }: FieldModel): string | undefined {
  switch (type.kind) {
    case "bool":
      return `m.${name}`;
    case "int32":
    case "uint32":
    case "enum":
      return `m.${name} !== 0`;
    case "int64":
    case "uint64":
    case "sfixed64":
      return `m.${name} !== 0n`;
    case "string":
      return `m.${name} !== ""`;
    case "bytes":
      return isNilable ? `m.${name} !== undefined && m.${name}.length !== 0` : `m.${name}.length !== 0`;
    case "timestamp":
      return undefined;
    default:
      return type.isNonNullable ? undefined : `m.${name} !== undefined`;
  }
}
