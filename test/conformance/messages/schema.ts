import type { Codec } from "../../../packages/messages/test/support/codecs.js";
import { findCodec } from "../../../packages/messages/test/support/json-values.js";

/** The codec of a message that is in the schema, by its full name. */
export function codecOf(typeName: string): Codec {
  const codec = findCodec(typeName);
  if (codec === undefined) throw new TypeError(`the schema has no message ${typeName}`);
  return codec;
}
