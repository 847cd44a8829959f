/* What the writers of code need to know about a schema, with every question about options answered. */
import {
  type DescEnum,
  type DescField,
  type DescFile,
  type DescMessage,
  getOption,
} from "@bufbuild/protobuf";
import { nestedTypes } from "@bufbuild/protobuf/reflect";
import { getComments } from "@bufbuild/protoplugin";
import { known_in, nilable, non_nullable_in } from "./gen/cometwire/options_pb.js";
import { isRecursive, messageName } from "./messages.js";
import { fieldType } from "./field-type.js";
import { releaseBits } from "../src/runtime/options.js";
import type { EnumModel, FieldModel, FileModel, MemberModel, MessageModel } from "./types.js";

export function readFile(file: DescFile): FileModel {
  if (file.proto.syntax !== "proto3") throw new Error(`${file.name}: only proto3 is supported`);
  const messages: MessageModel[] = [];
  const enums: EnumModel[] = [];
  for (const type of nestedTypes(file)) {
    if (type.kind === "message") messages.push(readMessage(type));
    else if (type.kind === "enum") enums.push(readEnum(type));
  }
  return { path: file.name, messages, enums };
}

function readMessage(message: DescMessage): MessageModel {
  const fields = [...message.fields].sort((a, b) => a.number - b.number);
  return {
    name: messageName(message),
    comment: comment(message),
    members: readMembers(message, fields),
  };
}

/** Fields and oneofs in the order in which Go writes them: a oneof counts as its member with the largest number. */
function readMembers(message: DescMessage, fields: DescField[]): MemberModel[] {
  const members: MemberModel[] = [];
  for (const field of fields) {
    const { oneof } = field;
    if (oneof === undefined) members.push({ kind: "field", field: readField(field) });
    else if (oneof.fields.every((other) => other.number <= field.number)) {
      const choices = fields.filter((other) => other.oneof === oneof).map(readField);
      members.push({
        kind: "oneof",
        name: oneof.localName,
        typeName: messageName(message) + oneof.localName.replace(/^./, (first) => first.toUpperCase()),
        comment: comment(oneof),
        choices,
      });
    }
  }
  return members;
}

function readField(field: DescField): FieldModel {
  if (field.number >= 1 << 26) throw new Error(`${field}: field number too large`);
  if (field.proto.proto3Optional) throw new Error(`${field}: proto3 optional is not supported`);
  const type = fieldType(field);
  const isNilable = getOption(field, nilable);
  const isPlain = field.fieldKind === "scalar" && field.oneof === undefined;
  if (isNilable && !(isPlain && type.kind === "bytes"))
    throw new Error(`${field}: nilable is for bytes fields`);
  return {
    name: field.localName,
    fullName: `${field.parent.typeName}.${field.name}`,
    number: field.number,
    comment: comment(field),
    type,
    isList: field.fieldKind === "list",
    isNilable,
    isRecursive: field.message !== undefined && isRecursive(field.message),
    releases: releaseBitsOf(field, getOption(field, known_in)),
    alwaysIn: releaseBitsOf(field, getOption(field, non_nullable_in)),
  };
}

/** The bits of the releases that an option names. */
function releaseBitsOf(field: DescField, names: readonly string[]): number {
  let bits = 0;
  for (const release of names) {
    if (!Object.hasOwn(releaseBits, release)) throw new Error(`${field}: unknown release ${release}`);
    bits |= releaseBits[release as keyof typeof releaseBits];
  }
  return bits;
}

function readEnum(type: DescEnum): EnumModel {
  const prefix = sharedPrefix(type.values.map(({ name }) => name));
  return {
    name: type.name,
    comment: comment(type),
    values: type.values.map((value) => ({
      name: value.name.slice(prefix.length),
      number: value.number,
      comment: comment(value),
    })),
  };
}

/** The words that all names begin with, with the underscore that follows: in TypeScript the enum's name says it. */
function sharedPrefix(names: readonly string[]): string {
  const [first = "", ...others] = names;
  let length = first.lastIndexOf("_") + 1;
  while (length > 0 && others.some((name) => !name.startsWith(first.slice(0, length)))) {
    length = first.lastIndexOf("_", length - 2) + 1;
  }
  return first.slice(0, length);
}

/** The comment before a declaration, without the blank that follows the slashes. */
function comment(desc: Parameters<typeof getComments>[0]): string[] {
  const text = getComments(desc).leading ?? "";
  return text === ""
    ? []
    : text
        .replace(/\n$/, "")
        .split("\n")
        .map((line) => line.replace(/^ /, ""));
}
