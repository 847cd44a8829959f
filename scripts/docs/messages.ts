/** The tables of `docs/MESSAGES.md`, from the schema and the channel tables. */
import {
  type MessageType,
  messagePlaces,
  type Release,
  releases,
  type StandardReactor,
  standardChannels,
} from "@cometwire/messages";
import { readSchema } from "../../packages/messages/generator/schema.js";
import type { EnumModel, FieldModel, MessageModel } from "../../packages/messages/generator/types.js";
import { releaseBits } from "../../packages/messages/src/runtime/options.js";
import { code, table } from "./markdown.js";

/** A message of the schema with the file it stands in. */
interface Entry {
  readonly path: string;
  readonly message: MessageModel;
}

/** The parts of the protocol's schema that no reactor sends. */
const notOfReactors = ["tendermint/p2p/conn", "tendermint/types/canonical"];

export function messageTables(): Readonly<
  Record<"channels" | "capacities" | "messages" | "differences" | "reactors" | "types", string>
> {
  const schema = schemaOfReactors();
  return {
    channels: channelTable(),
    capacities: capacityTable(),
    messages: messageTable(schema),
    differences: differenceTable(schema),
    reactors: reactorSections(schema),
    types: typeSections(schema),
  };
}

interface Schema {
  /** By the name in TypeScript. */
  readonly messages: ReadonlyMap<string, Entry>;
  readonly enums: readonly EnumModel[];
}

function schemaOfReactors(): Schema {
  const models = readSchema("tendermint/").filter(
    ({ path }) => !notOfReactors.some((prefix) => path.startsWith(prefix)),
  );
  const entries = models.flatMap(({ path, messages }) =>
    messages.map((message): [string, Entry] => [message.name, { path, message }]),
  );
  return { messages: new Map(entries), enums: models.flatMap(({ enums }) => enums) };
}

const types = Object.keys(messagePlaces) as MessageType[];

function channelTable(): string {
  const rows = standardChannels("v0.38").map((channel) => {
    const names = types.filter((type) => messagePlaces[type].channel === channel.id);
    const { reactor, priority, sendQueueCapacity } = channel;
    return [
      hex(channel.id),
      reactor,
      String(priority),
      String(sendQueueCapacity || 1),
      names.map(link).join(", "),
    ];
  });
  return table(["channel", "reactor", "priority", "send queue", "messages"], rows);
}

function capacityTable(): string {
  const rows = standardChannels("v0.38").map(({ id }) => [
    hex(id),
    ...releases.map((release) => {
      const channel = standardChannels(release).find((each) => each.id === id);
      return channel === undefined ? "" : channel.recvMessageCapacity.toLocaleString("en-US");
    }),
  ]);
  return table(["channel", ...releases], rows);
}

/** The name in the schema of what a channel of a release carries. */
function wrapperName(type: MessageType, release: Release): string {
  const { channel } = messagePlaces[type];
  return standardChannels(release).find(({ id }) => id === channel)?.message ?? "";
}

function messageTable(schema: Schema): string {
  const rows = types.map((type) => {
    const choice = choiceOf(schema, type);
    const known = releases.map((release) => (knows(choice, release) ? "yes" : "no"));
    const { channel } = messagePlaces[type];
    return [link(type), hex(channel), choice === undefined ? "" : String(choice.number), ...known];
  });
  return table(["message", "channel", "member", ...releases], rows);
}

function differenceTable(schema: Schema): string {
  const rows: string[][] = [];
  for (const { message } of schema.messages.values()) {
    for (const field of fieldsOf(message)) {
      if (field.releases !== 0)
        rows.push([code(message.name), code(field.name), releaseNames(field.releases), ""]);
      if (field.alwaysIn !== 0) {
        rows.push([
          code(message.name),
          code(field.name),
          "all",
          `always written in ${releaseNames(field.alwaysIn)}`,
        ]);
      }
    }
  }
  const packages = (["blocksync", "consensus"] as const).map((reactor) => {
    const type = types.find((each) => messagePlaces[each].reactor === reactor) as MessageType;
    return releases.map((release) => code(wrapperName(type, release)));
  });
  const names = ["blocksync", "consensus"].map((reactor, index) => [reactor, ...(packages[index] ?? [])]);
  return `${table(["message", "field", "known in", "remark"], rows)}\n${table(["wrapper of", ...releases], names)}`;
}

function reactorSections(schema: Schema): string {
  const reactors = [...new Set(types.map((type) => messagePlaces[type].reactor))];
  return reactors.map((reactor) => reactorSection(schema, reactor)).join("\n");
}

function reactorSection(schema: Schema, reactor: StandardReactor): string {
  const own = types.filter((type) => messagePlaces[type].reactor === reactor);
  const sections = own.map((type) => {
    const name = valueName(schema, type);
    const lead = [
      `#### ${type}`,
      "",
      `Channel ${hex(messagePlaces[type].channel)}. ${only(choiceOf(schema, type))}`,
    ];
    return `${lead.join("\n").trimEnd()}\n\n${messageBody(schema, name)}`;
  });
  return `### ${reactor}\n\n${sections.join("\n")}`;
}

function only(choice: FieldModel | undefined): string {
  return choice === undefined || choice.releases === 0 ? "" : `Only in ${releaseNames(choice.releases)}.`;
}

/** Every other message of the schema: what the messages of the reactors are made of. */
function typeSections(schema: Schema): string {
  const sent = new Set<string>(types.map((type) => valueName(schema, type)));
  const isWrapper = ({ path, message }: Entry) =>
    message.name.endsWith("Message") && !path.startsWith("tendermint/types/");
  const others = [...schema.messages.values()].filter(
    (entry) => !sent.has(entry.message.name) && !isWrapper(entry),
  );
  const messages = others.map(
    ({ message }) => `#### ${message.name}\n\n${messageBody(schema, message.name)}`,
  );
  const enums = schema.enums.map((each) => `#### ${each.name}\n\n${enumBody(each)}`);
  return [...messages, ...enums].join("\n");
}

function messageBody(schema: Schema, name: string): string {
  const entry = schema.messages.get(name);
  if (entry === undefined) throw new Error(`the schema has no ${name}`);
  const fields = fieldsOf(entry.message);
  const rows = fields.map((field) => [
    String(field.number),
    code(field.name),
    typeText(schema, field),
    [field.comment.join(" "), only(field)].filter((text) => text !== "").join(" "),
  ]);
  const text = `${entry.message.comment.join("\n").replace(/\{@link (\w+)\}/g, "`$1`")}\n`;
  return rows.length === 0 ? text : `${text}\n${table(["no.", "field", "type", "what"], rows)}`;
}

function enumBody({ comment, values }: EnumModel): string {
  const rows = values.map((value) => [String(value.number), code(value.name), value.comment.join(" ")]);
  return `${comment.join("\n")}\n\n${table(["value", "name", "what"], rows)}`;
}

function fieldsOf({ members }: MessageModel): FieldModel[] {
  return members.flatMap((member) => (member.kind === "field" ? [member.field] : member.choices));
}

function typeText(schema: Schema, { type, isList, isNilable }: FieldModel): string {
  const many = isList ? "list of " : "";
  switch (type.kind) {
    case "message": {
      const target = schema.messages.has(type.name)
        ? `[${type.name}](#${anchorOf(schema, type.name)})`
        : code(type.name);
      return `${many}${target}${isList || type.isNonNullable ? "" : ", may be absent"}`;
    }
    case "enum":
      return schema.enums.some(({ name }) => name === type.name)
        ? `[${type.name}](#${type.name.toLowerCase()})`
        : code(type.name);
    case "timestamp":
      return "time";
    default:
      return `${many}${code(type.kind)}${isNilable ? ", may be absent" : ""}`;
  }
}

/** Where a type is described. A type named as a message of a channel has the second heading of that name. */
function anchorOf(schema: Schema, name: string): string {
  const isSecond = types.some((type) => type === name && valueName(schema, type) !== name);
  return `${name.toLowerCase()}${isSecond ? "-1" : ""}`;
}

/** The name in TypeScript of what a message of a channel holds. */
function valueName(schema: Schema, type: MessageType): string {
  const choice = choiceOf(schema, type);
  return choice?.type.kind === "message" ? choice.type.name : type;
}

/** The member of its reactor's wrapper that a message is; undefined for what has no wrapper. */
function choiceOf({ messages }: Schema, type: MessageType): FieldModel | undefined {
  const name = messages.has(`${type}Message`) ? `${type}Message` : type;
  for (const { message } of messages.values()) {
    if (!message.name.endsWith("Message")) continue;
    const choice = fieldsOf(message).find(
      (field) => field.type.kind === "message" && field.type.name === name,
    );
    if (choice !== undefined && message.members.some(({ kind }) => kind === "oneof")) return choice;
  }
  return undefined;
}

function knows(choice: FieldModel | undefined, release: Release): boolean {
  return choice === undefined || choice.releases === 0 || (choice.releases & releaseBits[release]) !== 0;
}

function releaseNames(bits: number): string {
  return releases.filter((release) => (bits & releaseBits[release]) !== 0).join(", ");
}

function hex(channel: number): string {
  return `\`0x${channel.toString(16).padStart(2, "0")}\``;
}

function link(type: MessageType): string {
  return `[${type}](#${type.toLowerCase()})`;
}
