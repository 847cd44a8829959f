/* Functions that measure messages. */
import { block, indent } from "./lines.js";
import { presence } from "./presence.js";
import type { Scope } from "./scope.js";
import { tagSize } from "./tag.js";
import type { FieldModel, MemberModel, MessageModel } from "./types.js";

export function sizeLines(model: MessageModel, scope: Scope): string[] {
  const head = `export function size${model.name}(${model.members.length === 0 ? "_m" : "m"}: ${model.name}): number`;
  if (model.members.length === 0) return block(head, ["return 0;"]);
  const body = model.members.flatMap((member) => memberLines(member, scope));
  return block(head, ["let size = 0;", ...body, "return size;"]);
}

function memberLines(member: MemberModel, scope: Scope): string[] {
  if (member.kind === "oneof") {
    const cases = member.choices.flatMap((choice) => [
      `case "${choice.name}":`,
      ...indent([
        `size += ${tagSize(choice)} + ${valueSize(choice, `m.${member.name}.value`, scope)};`,
        "break;",
      ]),
    ]);
    return block(`if (m.${member.name} !== undefined)`, block(`switch (m.${member.name}.case)`, cases));
  }
  const { field } = member;
  if (field.isList) return listLines(field, scope);
  const statement = `size += ${tagSize(field)} + ${valueSize(field, `m.${field.name}`, scope)};`;
  const condition = presence(field);
  return [condition === undefined ? statement : `if (${condition}) ${statement}`];
}

function listLines(field: FieldModel, scope: Scope): string[] {
  const list = `m.${field.name}`;
  if (field.type.kind !== "uint64") {
    return [`for (const item of ${list}) size += ${tagSize(field)} + ${valueSize(field, "item", scope)};`];
  }
  const packed = `${scope.runtime("writer", "packedUint64Size")}(${list})`;
  const value = `${scope.runtime("writer", "prefixedSize")}(${packed})`;
  return [`if (${list}.length !== 0) size += ${tagSize(field)} + ${value};`];
}

/** An expression for the size of a value with its length prefix, without its tag. */
function valueSize({ type }: FieldModel, value: string, scope: Scope): string {
  const prefixed = (size: string) => `${scope.runtime("writer", "prefixedSize")}(${size})`;
  switch (type.kind) {
    case "bool":
      return "1";
    case "enum":
      return `${scope.runtime("writer", "int32Size")}(${value})`;
    case "string":
      return prefixed(`${scope.runtime("string", "stringSize")}(${value})`);
    case "bytes":
      return prefixed(`${value}.length`);
    case "timestamp":
      return prefixed(`${scope.runtime("timestamp", "timestampSize")}(${value})`);
    case "message":
      return prefixed(`${scope.message(type.file, `size${type.name}`)}(${value})`);
    default:
      return `${scope.runtime("writer", `${type.kind}Size`)}(${value})`;
  }
}
