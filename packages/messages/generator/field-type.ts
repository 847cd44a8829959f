import { type DescField, getOption, ScalarType } from "@bufbuild/protobuf";
import { non_nullable, non_nullable_in, std_time } from "./gen/cometwire/options_pb.js";
import { isEndless, messageName } from "./messages.js";
import type { FieldType, ScalarKind } from "./types.js";

const scalars: Partial<Record<ScalarType, ScalarKind>> = {
  [ScalarType.BOOL]: "bool",
  [ScalarType.INT32]: "int32",
  [ScalarType.UINT32]: "uint32",
  [ScalarType.INT64]: "int64",
  [ScalarType.UINT64]: "uint64",
  [ScalarType.SFIXED64]: "sfixed64",
  [ScalarType.STRING]: "string",
  [ScalarType.BYTES]: "bytes",
};

/** Lists of other types occur nowhere in CometBFT's p2p messages. */
const listable: readonly string[] = ["message", "bytes", "string", "uint64"];

/** The type of a field (of a list: of its elements). Refuses what the generator can't write. */
export function fieldType(field: DescField): FieldType {
  const type = typeOf(field);
  if (field.fieldKind === "list" && !listable.includes(type.kind)) {
    throw new Error(`${field}: lists of ${type.kind} are not supported`);
  }
  if (field.fieldKind === "list" && type.kind === "uint64" && !field.packed) {
    throw new Error(`${field}: unpacked lists are not supported`);
  }
  if (getOption(field, non_nullable_in).length > 0 && !mayBeAbsent(field, type)) {
    throw new Error(`${field}: non_nullable_in is for message fields that may be absent`);
  }
  if (type.kind !== "message" && getOption(field, non_nullable)) {
    throw new Error(`${field}: non_nullable is for message fields without std_time`);
  }
  return type;
}

function mayBeAbsent(field: DescField, type: FieldType): boolean {
  const isPlain = field.fieldKind === "message" && field.oneof === undefined;
  return isPlain && type.kind === "message" && !type.isNonNullable;
}

function typeOf(field: DescField): FieldType {
  if (field.fieldKind === "map") throw new Error(`${field}: maps are not supported`);
  if (getOption(field, std_time)) {
    if (field.message?.typeName !== "google.protobuf.Timestamp") throw new Error(`${field}: not a Timestamp`);
    if (field.oneof !== undefined) throw new Error(`${field}: std_time in a oneof is not supported`);
    return { kind: "timestamp" };
  }
  if (field.enum !== undefined) {
    if (field.enum.parent !== undefined) throw new Error(`${field}: nested enums are not supported`);
    return { kind: "enum", name: field.enum.name, file: field.enum.file.name };
  }
  if (field.message !== undefined) return messageType(field, field.message);
  const scalar = scalars[field.scalar];
  if (scalar === undefined) throw new Error(`${field}: type not supported`);
  return { kind: scalar };
}

function messageType(field: DescField, message: NonNullable<DescField["message"]>): FieldType {
  if (message.typeName.startsWith("google.protobuf."))
    throw new Error(`${field}: ${message.typeName} not supported`);
  const isNonNullable = getOption(field, non_nullable);
  if (isNonNullable && field.oneof !== undefined) throw new Error(`${field}: non_nullable in a oneof`);
  if (isEndless(message)) throw new Error(`${field}: a message by value cannot contain itself`);
  return { kind: "message", name: messageName(message), file: message.file.name, isNonNullable };
}
