/* Random values for any message, and the same values as @bufbuild/protobuf holds them. */
import { type DescField, type DescMessage, getOption, ScalarType } from "@bufbuild/protobuf";
import fc from "fast-check";
import {
  known_in,
  nilable,
  non_nullable,
  non_nullable_in,
  std_time,
} from "../../generator/gen/cometwire/options_pb.js";
import { goStringFromBytes, type Release } from "../../src/index.js";

type Value = fc.Arbitrary<unknown>;

export interface Texts {
  /** Text of well-formed UTF-8 only, or any bytes. */
  readonly texts: "utf8" | "any";
  /** Only fields that this release knows, the others as in an empty message. Default: all fields. */
  readonly release?: Release;
}

function isKnown(field: DescField, { release }: Texts): boolean {
  const names = getOption(field, known_in);
  return release === undefined || names.length === 0 || names.includes(release);
}

function isAlwaysThere(field: DescField, { release }: Texts): boolean {
  const releases = getOption(field, non_nullable_in);
  return getOption(field, non_nullable) || getOption(field, std_time) || releases.includes(release ?? "");
}

const bytes = (maxLength: number) =>
  fc.uint8Array({ maxLength }).map((array) => new Uint8Array(array)) as fc.Arbitrary<Uint8Array>;

function scalarValue(scalar: ScalarType, { texts }: Texts): Value {
  switch (scalar) {
    case ScalarType.BOOL:
      return fc.boolean();
    case ScalarType.INT32:
      return fc.integer();
    case ScalarType.UINT32:
      return fc.integer({ min: 0, max: 0xffff_ffff });
    case ScalarType.INT64:
    case ScalarType.SFIXED64:
      return fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.constantFrom(0n, -1n, 1n));
    case ScalarType.UINT64:
      return fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.constantFrom(0n, 1n));
    case ScalarType.STRING:
      return texts === "utf8"
        ? fc.string({ unit: "binary", maxLength: 20 })
        : bytes(12).map(goStringFromBytes);
    case ScalarType.BYTES:
      return bytes(80);
    default:
      throw new Error(`no values for ${ScalarType[scalar]}`);
  }
}

const timestamps = fc.record({
  seconds: fc.oneof(
    fc.bigInt({ min: -62135596800n, max: 253402300799n }),
    fc.constantFrom(0n, -62135596800n),
  ),
  nanos: fc.integer({ min: 0, max: 999_999_999 }),
});

function elementValue(field: DescField, depth: number, texts: Texts): Value {
  if (field.message !== undefined) {
    return getOption(field, std_time) ? timestamps : messageValue(field.message, depth - 1, texts);
  }
  if (field.enum !== undefined) return fc.integer();
  if (field.fieldKind === "map") throw new Error("no values for maps");
  return scalarValue(field.scalar, texts);
}

/** What a field holds that a reader has passed over. */
function emptyOf(field: DescField): unknown {
  if (field.fieldKind === "list") return [];
  if (field.message !== undefined || getOption(field, nilable)) return undefined;
  if (field.scalar === ScalarType.BYTES) return new Uint8Array(0);
  if (field.scalar === ScalarType.STRING) return "";
  return field.scalar === ScalarType.INT64 || field.scalar === ScalarType.UINT64 ? 0n : 0;
}

function fieldValue(field: DescField, depth: number, texts: Texts): Value {
  const isThere = isAlwaysThere(field, texts);
  if (!isKnown(field, texts)) return fc.constant(emptyOf(field));
  if (field.message !== undefined && !isThere && depth <= 0) {
    return fc.constant(field.fieldKind === "list" ? [] : undefined);
  }
  const element = elementValue(field, depth, texts);
  if (field.fieldKind === "list") return fc.array(element, { maxLength: depth > 0 ? 4 : 1 });
  if (getOption(field, nilable)) {
    // Present but empty is not written, so it is no value that can come back.
    return fc
      .option(element, { nil: undefined })
      .map((data) => ((data as Uint8Array | undefined)?.length === 0 ? undefined : data));
  }
  return field.message === undefined || isThere ? element : fc.option(element, { nil: undefined });
}

/** Values of a message. Below `depth` levels of nesting, lists and messages that may be absent are. */
export function messageValue(desc: DescMessage, depth: number, texts: Texts): Value {
  const members: Record<string, Value> = {};
  for (const member of desc.members) {
    if (member.kind === "field") members[member.localName] = fieldValue(member, depth, texts);
    else {
      const choices = member.fields
        .filter((field) => isKnown(field, texts) && (depth > 0 || field.message === undefined))
        .map((field) => elementValue(field, depth, texts).map((value) => ({ case: field.localName, value })));
      members[member.localName] = fc.option(
        choices.length === 0 ? fc.constant(undefined) : fc.oneof(...choices),
        {
          nil: undefined,
        },
      );
    }
  }
  return fc.record(members).map((value) => ({ ...value }));
}

/** Makes values of ours and of @bufbuild/protobuf comparable: no type names, one form of "absent". */
export function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (value instanceof Uint8Array) return value.length === 0 ? undefined : Buffer.from(value).toString("hex");
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key]) => key !== "$typeName")
    .map(([key, member]) => [key, comparable(member)] as const)
    .filter(([, member]) => member !== undefined);
  // An unset oneof is an object without content there, undefined here.
  if (Object.hasOwn(value, "case") && (value as { case: unknown }).case === undefined) return undefined;
  return Object.fromEntries(entries);
}
