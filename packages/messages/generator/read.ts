/* Functions that read messages. */
import { block, indent } from "./lines.js";
import type { Scope } from "./scope.js";
import { tagOf } from "./tag.js";
import type { FieldModel, MessageModel } from "./types.js";

export function readLines(model: MessageModel, scope: Scope): string[] {
  const reader = scope.runtimeType("reader", "Reader");
  const cases: string[] = [];
  const fields: FieldModel[] = [];
  for (const member of model.members) {
    const choices = member.kind === "oneof" ? member.choices : [member.field];
    fields.push(...choices);
    for (const field of choices) {
      const store = member.kind === "oneof" ? chosen(member.name, field, scope) : stored(field, scope);
      cases.push(...caseLines(field, tagOf(field), store));
      // Go takes packed lists as single elements, too.
      if (field.isList && field.type.kind === "uint64")
        cases.push(...caseLines(field, field.number * 8, pushOne(field)));
    }
  }
  const m = fields.length === 0 ? "_m" : "m";
  const skip = `r.unknown(tag, end, ${known(fields)});`;
  const step = cases.length === 0 ? [skip] : block("switch (tag)", [...cases, "default:", ...indent([skip])]);
  return block(`export function read${model.name}(r: ${reader}, end: number, ${m}: ${model.name}): void`, [
    ...block("while (r.pos < end)", ["const tag = r.tag(end);", ...step]),
    ...fields.filter(({ alwaysIn }) => alwaysIn !== 0).map((field) => whenAbsent(field, scope)),
  ]);
}

/** What is left out on the wire is there all the same for the releases that hold it by value. */
function whenAbsent(field: FieldModel, scope: Scope): string {
  const { create } = messageCode(field, `m.${field.name}`, scope);
  return `if (m.${field.name} === undefined && r.knows(${field.alwaysIn})) m.${field.name} = ${create};`;
}

function caseLines(field: FieldModel, tag: number, store: string[]): string[] {
  if (field.releases === 0) return block(`case ${tag}:`, [...store, "break;"]);
  const gated = [`if (r.knows(${field.releases})) {`, ...indent(store), "} else r.unknown(tag, end, false);"];
  return block(`case ${tag}:`, [...gated, "break;"]);
}

/** An expression that is true when the field number of `tag` is in the schema: then the wire type is wrong. */
function known(fields: readonly FieldModel[]): string {
  const numbers = fields.filter((field) => field.releases === 0).map((field) => field.number);
  const parts: string[] = [];
  const sorted = [...numbers].sort((a, b) => a - b);
  // Field number 0 is refused before the expression matters, so a range may begin there.
  if (sorted.length > 0 && sorted.every((number, index) => number === index + 1)) {
    parts.push(`tag >>> 3 <= ${sorted.length}`);
  } else parts.push(...sorted.map((number) => `tag >>> 3 === ${number}`));
  for (const field of fields) {
    if (field.releases !== 0) parts.push(`(tag >>> 3 === ${field.number} && r.knows(${field.releases}))`);
  }
  return parts.length === 0 ? "false" : parts.join(" || ");
}

/** Reads a member of a oneof. A second occurrence replaces the first; nothing is merged. */
function chosen(oneof: string, field: FieldModel, scope: Scope): string[] {
  const { type } = field;
  if (type.kind !== "message") return [`m.${oneof} = { case: "${field.name}", value: ${scalar(field)} };`];
  const { create, read } = messageCode(field, "value", scope);
  return [`const value = ${create};`, ...read, `m.${oneof} = { case: "${field.name}", value };`];
}

/** Reads a field. A scalar replaces the one before, a message is merged into it, a list element is added. */
function stored(field: FieldModel, scope: Scope): string[] {
  const { type, name } = field;
  if (field.isList) return listed(field, scope);
  if (type.kind === "timestamp")
    return [`${scope.runtime("timestamp", "readTimestamp")}(r, r.stop(end), m.${name});`];
  if (type.kind !== "message") return [`m.${name} = ${scalar(field)};`];
  if (type.isNonNullable) return messageCode(field, `m.${name}`, scope).read;
  const { create, read } = messageCode(field, `m.${name}`, scope);
  return [`m.${name} ??= ${create};`, ...read];
}

function listed(field: FieldModel, scope: Scope): string[] {
  const list = `m.${field.name}`;
  if (field.type.kind === "uint64") {
    // As in Go, the last number of a block may reach past the block, though not past the message.
    return ["const stop = r.stop(end);", "while (r.pos < stop) {", ...indent(pushOne(field)), "}"];
  }
  if (field.type.kind !== "message") return [count(field), `${list}.push(${scalar(field)});`];
  const { create, read } = messageCode(field, "item", scope);
  return [count(field), `const item = ${create};`, ...read, `${list}.push(item);`];
}

function pushOne(field: FieldModel): string[] {
  return [count(field), `m.${field.name}.push(r.uint64(end));`];
}

function count(field: FieldModel): string {
  return `r.element("${field.fullName}", m.${field.name}.length);`;
}

function scalar({ type }: FieldModel): string {
  return `r.${type.kind === "enum" ? "int32" : type.kind}(end)`;
}

/** How to make an empty message of the field's type, and how to read into the one named `target`. */
function messageCode(
  { type, isRecursive }: FieldModel,
  target: string,
  scope: Scope,
): { create: string; read: string[] } {
  if (type.kind !== "message") throw new Error("not a message");
  const read = `${scope.message(type.file, `read${type.name}`)}(r, r.stop(end), ${target});`;
  return {
    create: `${scope.message(type.file, `empty${type.name}`)}()`,
    read: isRecursive ? ["r.enter();", read, "r.leave();"] : [read],
  };
}
