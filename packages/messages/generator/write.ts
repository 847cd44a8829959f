/* Functions that write messages, from the end to the start. */
import { block, indent } from "./lines.js";
import { presence } from "./presence.js";
import type { Scope } from "./scope.js";
import { writeTag } from "./tag.js";
import type { FieldModel, MemberModel, MessageModel } from "./types.js";

export function writeLines(model: MessageModel, scope: Scope): string[] {
  const { name, members } = model;
  if (members.length === 0) {
    return block(`export function write${name}(_into: Uint8Array, at: number, _m: ${name}): number`, [
      "return at;",
    ]);
  }
  const body = [...members].reverse().flatMap((member) => memberLines(member, scope));
  return block(`export function write${name}(into: Uint8Array, at: number, m: ${name}): number`, [
    "let pos = at;",
    ...body,
    "return pos;",
  ]);
}

function memberLines(member: MemberModel, scope: Scope): string[] {
  if (member.kind === "oneof") {
    const cases = member.choices.flatMap((choice) => [
      ...block(`case "${choice.name}":`, [...fieldLines(choice, `m.${member.name}.value`, scope), "break;"]),
    ]);
    return block(`if (m.${member.name} !== undefined)`, block(`switch (m.${member.name}.case)`, cases));
  }
  const { field } = member;
  if (field.isList) return listLines(field, scope);
  const lines = fieldLines(field, `m.${field.name}`, scope);
  const condition = presence(field);
  // A bare block keeps the names of its variables to itself.
  return condition === undefined ? ["{", ...indent(lines), "}"] : block(`if (${condition})`, lines);
}

function listLines(field: FieldModel, scope: Scope): string[] {
  const list = `m.${field.name}`;
  if (field.type.kind === "uint64") {
    const value = `pos = ${scope.runtime("writer", "writePackedUint64")}(into, pos, ${list});`;
    return block(`if (${list}.length !== 0)`, withLength([value], field, scope));
  }
  return block(`for (let i = ${list}.length - 1; i >= 0; i--)`, [
    `const item = ${list}[i] as (typeof ${list})[number];`,
    ...fieldLines(field, "item", scope),
  ]);
}

/** Writes one value with tag and length prefix. */
function fieldLines(field: FieldModel, value: string, scope: Scope): string[] {
  const { type } = field;
  const write = (writer: string) => `pos = ${writer}(into, pos, ${value});`;
  switch (type.kind) {
    case "bool":
      return [`into[--pos] = ${value === `m.${field.name}` ? "1" : `${value} ? 1 : 0`};`, ...writeTag(field)];
    case "int32":
    case "enum":
      return [write(scope.runtime("writer", "writeInt32")), ...writeTag(field)];
    case "uint32":
      return [write(scope.runtime("writer", "writeVarint")), ...writeTag(field)];
    case "int64":
      return [write(scope.runtime("writer", "writeInt64")), ...writeTag(field)];
    case "uint64":
      return [write(scope.runtime("writer", "writeUint64")), ...writeTag(field)];
    case "sfixed64":
      return [write(scope.runtime("writer", "writeSfixed64")), ...writeTag(field)];
    case "bytes": {
      const length = `pos = ${scope.runtime("writer", "writeVarint")}(into, pos, ${value}.length);`;
      return [write(scope.runtime("writer", "writeBytes")), length, ...writeTag(field)];
    }
    case "string":
      return withLength([write(scope.runtime("string", "writeString"))], field, scope);
    case "timestamp":
      return withLength([write(scope.runtime("timestamp", "writeTimestamp"))], field, scope);
    case "message":
      return withLength([write(scope.message(type.file, `write${type.name}`))], field, scope);
  }
}

/** Surrounds the writing of a value with the writing of its length and tag. */
function withLength(lines: string[], field: FieldModel, scope: Scope): string[] {
  const length = `pos = ${scope.runtime("writer", "writeVarint")}(into, pos, end - pos);`;
  return ["const end = pos;", ...lines, length, ...writeTag(field)];
}
