/* Our values from proto3 JSON, which @bufbuild/protobuf reads. */
import { type DescField, type DescMessage, fromJson, getOption, type JsonValue } from "@bufbuild/protobuf";
import { reflect, type ReflectMessage } from "@bufbuild/protobuf/reflect";
import { nilable, non_nullable, std_time } from "../../generator/gen/cometwire/options_pb.js";
import { goZeroTime } from "../../src/index.js";
import { allCodecs, type Codec } from "./codecs.js";

let byType: ReadonlyMap<string, Codec> | undefined;

/** The codec of a message of the schema by its full name, which begins with `tendermint.` in every release. */
export function findCodec(typeName: string): Codec | undefined {
  byType ??= new Map(allCodecs().map((codec) => [codec.desc.typeName, codec]));
  return byType.get(typeName);
}

/** A value of ours from the canonical proto3 JSON of a message. */
export function valueFromJson(desc: DescMessage, json: unknown): Record<string, unknown> {
  return valueOf(desc, reflect(desc, fromJson(desc, json as JsonValue)));
}

function valueOf(desc: DescMessage, message: ReflectMessage): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const member of desc.members) {
    if (member.kind === "field") value[member.localName] = fieldOf(member, message);
    else {
      const chosen = message.oneofCase(member);
      value[member.localName] = chosen && {
        case: chosen.localName,
        value: elementOf(chosen, message.get(chosen)),
      };
    }
  }
  return value;
}

function fieldOf(field: DescField, message: ReflectMessage): unknown {
  if (field.fieldKind === "list") {
    const elements = message.get(field) as Iterable<unknown>;
    return Array.from(elements, (element) => elementOf(field, element));
  }
  const isThere = message.isSet(field);
  if (field.fieldKind === "message" && !isThere) {
    if (getOption(field, std_time)) return goZeroTime();
    return getOption(field, non_nullable) ? findCodec(field.message.typeName)?.empty() : undefined;
  }
  return getOption(field, nilable) && !isThere ? undefined : elementOf(field, message.get(field));
}

function elementOf(field: DescField, element: unknown): unknown {
  if (field.message === undefined) return element;
  const inner = element as ReflectMessage;
  if (!getOption(field, std_time)) return valueOf(field.message, inner);
  const { seconds, nanos } = inner.message as unknown as { seconds: bigint; nanos: number };
  return { seconds, nanos };
}
