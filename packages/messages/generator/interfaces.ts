/* Types, and the values that are empty in them. */
import { block, docComment, indent } from "./lines.js";
import type { Scope } from "./scope.js";
import type { EnumModel, FieldModel, MessageModel, OneofModel } from "./types.js";

export function enumLines(model: EnumModel): string[] {
  const values = model.values.flatMap((value) => [
    ...docComment(value.comment),
    `${value.name}: ${value.number},`,
  ]);
  const open = "Any int32 can come from the wire; values that are not listed are kept.";
  return [
    ...docComment([...model.comment, ...(model.comment.length === 0 ? [] : [""]), open]),
    `export type ${model.name} = number;`,
    ...docComment([`The values of {@link (${model.name}:type)} that the schema names.`]),
    `export const ${model.name} = {`,
    ...indent(values),
    "} as const;",
  ];
}

export function interfaceLines(model: MessageModel, scope: Scope): string[] {
  const lines: string[] = [];
  for (const member of model.members) {
    if (member.kind === "field")
      lines.push(...docComment(fieldComment(member.field)), property(member.field, scope));
    else lines.push(...docComment(oneofComment(member)), `${member.name}: ${member.typeName} | undefined;`);
  }
  const oneofs = model.members.flatMap((member) =>
    member.kind === "oneof" ? oneofLines(model, member, scope) : [],
  );
  return [...docComment(model.comment), ...block(`export interface ${model.name}`, lines), ...oneofs];
}

/** The schema's words, or where to find the field in it: the name is also the one that decoders take limits by. */
function fieldComment({ comment, number, fullName }: FieldModel): string[] {
  return comment.length > 0 ? comment : [`Field ${number} of the schema, \`${fullName}\`.`];
}

function oneofComment({ comment }: OneofModel): string[] {
  if (comment.length > 0) return comment;
  return ["Which member the message has, and its value; `undefined` when it has none that is known."];
}

function oneofLines(model: MessageModel, oneof: OneofModel, scope: Scope): string[] {
  const choices = oneof.choices.flatMap((choice, index) => [
    ...docComment(choice.comment),
    `| { readonly case: "${choice.name}"; readonly value: ${elementType(choice, scope)} }${
      index === oneof.choices.length - 1 ? ";" : ""
    }`,
  ]);
  const what = `What {@link ${model.name}.${oneof.name}} can be: \`case\` names the member, \`value\` is its content.`;
  return ["", ...docComment([what]), `export type ${oneof.typeName} =`, ...indent(choices)];
}

function property(field: FieldModel, scope: Scope): string {
  const element = elementType(field, scope);
  if (field.isList) return `${field.name}: ${element}[];`;
  const { type } = field;
  const mayMiss = field.isNilable || (type.kind === "message" && !type.isNonNullable);
  return `${field.name}: ${element}${mayMiss ? " | undefined" : ""};`;
}

function elementType({ type }: FieldModel, scope: Scope): string {
  switch (type.kind) {
    case "bool":
      return "boolean";
    case "int32":
    case "uint32":
      return "number";
    case "int64":
    case "uint64":
    case "sfixed64":
      return "bigint";
    case "string":
      return "string";
    case "bytes":
      return "Uint8Array";
    case "timestamp":
      return scope.runtimeType("timestamp", "Timestamp");
    default:
      return scope.messageType(type.file, type.name);
  }
}

export function emptyLines(model: MessageModel, scope: Scope): string[] {
  const properties = model.members.map((member) =>
    member.kind === "oneof"
      ? `${member.name}: undefined,`
      : `${member.field.name}: ${emptyValue(member.field, scope)},`,
  );
  const body = properties.length === 0 ? ["return {};"] : ["return {", ...indent(properties), "};"];
  return [
    ...docComment([`A new {@link ${model.name}} without content: what no bytes at all mean.`]),
    ...block(`export function empty${model.name}(): ${model.name}`, body),
  ];
}

function emptyValue({ type, isList, isNilable }: FieldModel, scope: Scope): string {
  if (isList) return "[]";
  if (isNilable) return "undefined";
  switch (type.kind) {
    case "bool":
      return "false";
    case "int32":
    case "uint32":
    case "enum":
      return "0";
    case "int64":
    case "uint64":
    case "sfixed64":
      return "0n";
    case "string":
      return '""';
    case "bytes":
      return scope.runtime("bytes", "noBytes");
    case "timestamp":
      return `${scope.runtime("timestamp", "goZeroTime")}()`;
    default:
      return type.isNonNullable ? `${scope.message(type.file, `empty${type.name}`)}()` : "undefined";
  }
}
